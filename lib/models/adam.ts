/**
 * Adam: gradient descent with a step size of its own for every parameter.
 *
 * Reference: Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1.
 */
import { check, checkNumber } from "../core/index.ts";

/** A running optimiser; it remembers the mean and the mean square of past gradients. */
export interface Adam {
  /** Change `parameters` in place by one step down `gradient`. `learningRate` may differ from step to step. */
  step(parameters: Float64Array, gradient: Float64Array, options?: { learningRate?: number }): void;
}

/** An optimiser for a vector of any one length. `learningRate` is the size of a step, per parameter. */
export function adam({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = {}): Adam {
  checkNumber(learningRate, "adam learningRate", { min: 0 });
  let mean: Float64Array | undefined;
  let square: Float64Array | undefined;
  let steps = 0;
  return {
    step(parameters, gradient, options = {}) {
      mean ??= new Float64Array(parameters.length);
      square ??= new Float64Array(parameters.length);
      check(gradient.length === parameters.length, "adam gradient", `length ${parameters.length}`, gradient);
      check(mean.length === parameters.length, "adam parameters", `length ${mean.length}, as before`, parameters);
      steps++;
      const rate = options.learningRate ?? learningRate;
      const bias1 = 1 - beta1 ** steps;
      const bias2 = 1 - beta2 ** steps;
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i]!;
        mean[i] = beta1 * mean[i]! + (1 - beta1) * g;
        square[i] = beta2 * square[i]! + (1 - beta2) * g * g;
        parameters[i]! -= (rate * (mean[i]! / bias1)) / (Math.sqrt(square[i]! / bias2) + epsilon);
      }
    },
  };
}
