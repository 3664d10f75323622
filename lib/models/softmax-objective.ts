/**
 * One of several classes from many numbers, for `fit`: what a linear probe of hidden states is.
 *
 *     p = softmax(x · W + b)      loss = the mean of −log p[label], in nats
 *
 * Parameters are one flat vector: W [input, class], then b [class]. It is convex: where training starts does not matter.
 *
 * References: Cox 1966, "Some procedures connected with the logistic qualitative response curve"; for probes Alain and
 * Bengio 2016, "Understanding intermediate layers using linear classifier probes".
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Objective } from "./fit.ts";
import { softmax64 } from "./softmax64.ts";

export interface SoftmaxExamples {
  /** [example][input] */
  inputs: readonly ArrayLike<number>[];
  /** [example], 0 to classes − 1. */
  labels: ArrayLike<number>;
  classes: number;
  /** λ: λ/2 · |W|² is added to the loss, so that few examples are not learned by heart. */
  decay?: number;
}

/** The loss of all examples, and its slope. */
export function softmaxObjective({ inputs, labels, classes, decay = 0 }: SoftmaxExamples): Objective {
  const count = inputs.length;
  check(count > 0, "softmaxObjective inputs", "at least one example", inputs);
  check(labels.length === count, "softmaxObjective labels", `${count} labels`, labels);
  checkInteger(classes, "softmaxObjective classes", { min: 1 });
  checkNumber(decay, "softmaxObjective decay", { min: 0 });
  const width = inputs[0]!.length;
  for (const [i, input] of inputs.entries()) {
    check(input.length === width, `softmaxObjective inputs[${i}]`, `${width} numbers`, input);
    checkInteger(labels[i]!, `softmaxObjective labels[${i}]`, { max: classes - 1 });
  }
  const weights = width * classes;
  return {
    size: weights + classes,
    loss(parameters) {
      const surprise = inputs.reduce((sum, input, i) => sum - Math.log(of(parameters, input)[labels[i]!]!), 0);
      const squares = parameters.subarray(0, weights).reduce((sum, weight) => sum + weight * weight, 0);
      return surprise / count + (decay / 2) * squares;
    },
    gradient(parameters) {
      const slope = parameters.map((weight, i) => (i < weights ? decay * weight : 0));
      for (const [i, input] of inputs.entries()) {
        const p = of(parameters, input);
        p[labels[i]!]! -= 1; // softmax and its logarithm together: p minus the right answer
        for (let c = 0; c < classes; c++) {
          for (let j = 0; j < width; j++) slope[j * classes + c]! += (input[j]! * p[c]!) / count;
          slope[weights + c]! += p[c]! / count;
        }
      }
      return slope;
    },
  };

  function of(parameters: Float64Array, input: ArrayLike<number>): number[] {
    return softmaxProbabilities(parameters, { input, classes });
  }
}

/** The probability of each class for one input, [class]. */
export function softmaxProbabilities(
  parameters: Float64Array,
  { input, classes }: { input: ArrayLike<number>; classes: number },
): number[] {
  const size = (input.length + 1) * classes;
  check(parameters.length === size, "softmaxProbabilities parameters", `${size} numbers`, parameters);
  const logits = parameters.slice(input.length * classes);
  for (let j = 0; j < input.length; j++)
    for (let c = 0; c < classes; c++) logits[c]! += input[j]! * parameters[j * classes + c]!;
  return softmax64(logits);
}
