/**
 * Gradient descent: the one loop that turns data into a function, for a line and for a picture's class alike.
 *
 * Left out: batches, momentum and schedules, which large models need and these do not.
 *
 * Reference: Cauchy 1847, "Méthode générale pour la résolution des systèmes d'équations simultanées".
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";

/** What to make small: a loss over parameters, and its slope in each of them, [parameter]. */
export interface Objective {
  /** How many parameters there are. */
  readonly size: number;
  loss(parameters: Float64Array): number;
  gradient(parameters: Float64Array): Float64Array;
}

export interface FitOptions {
  /** Step size: how far to go against the slope. */
  learningRate: number;
  steps: number;
  /** Where to start, [parameter]. Default: all zero. */
  start?: ArrayLike<number>;
}

/** The state before a step; the last one is the result. */
export interface FitStep {
  readonly step: number;
  readonly loss: number;
  readonly parameters: Float64Array;
}

export interface Fit {
  readonly parameters: Float64Array;
  /** Every state from the start to the result, `steps + 1` of them. */
  readonly history: readonly FitStep[];
}

/** Walk against the slope. Throws if the loss stops being a number, which means that the steps are too large. */
export function fit(objective: Objective, { learningRate, steps, start }: FitOptions): Fit {
  checkNumber(learningRate, "fit learningRate", { min: 0 });
  checkInteger(steps, "fit steps");
  check(!start || start.length === objective.size, "fit start", `${objective.size} numbers`, start);
  let parameters = start ? Float64Array.from(start) : new Float64Array(objective.size);
  const history: FitStep[] = [];
  for (let step = 0; step <= steps; step++) {
    const loss = objective.loss(parameters);
    check(Number.isFinite(loss), "fit loss", `a finite number at step ${step} (is the learning rate too large?)`, loss);
    history.push({ step, loss, parameters });
    if (step === steps) break;
    const slope = objective.gradient(parameters);
    parameters = parameters.map((value, i) => value - learningRate * slope[i]!);
  }
  return { parameters, history };
}

/** The line y = a·x + b through points: parameters are [a, b], the loss is the mean squared error. */
export function lineObjective(xs: ArrayLike<number>, ys: ArrayLike<number>): Objective {
  check(
    xs.length === ys.length && xs.length > 0,
    "lineObjective ys",
    `${xs.length || "some"} numbers, one for each x`,
    ys,
  );
  const error = ([a, b]: Float64Array, i: number) => a! * xs[i]! + b! - ys[i]!;
  return {
    size: 2,
    loss: (parameters) => mean(xs.length, (i) => error(parameters, i) ** 2),
    gradient: (parameters) =>
      Float64Array.of(
        mean(xs.length, (i) => 2 * error(parameters, i) * xs[i]!),
        mean(xs.length, (i) => 2 * error(parameters, i)),
      ),
  };
}

/**
 * Yes or no from many numbers: a weight for each input and a bias. Parameters are [input + 1], the bias last; the loss is
 * the mean cross-entropy in nats. `inputs` are [example][input], `labels` are [example], true for yes.
 *
 * Reference: Cox 1958, "The Regression Analysis of Binary Sequences", JRSS B 20(2).
 */
export function logisticObjective(inputs: readonly ArrayLike<number>[], labels: readonly boolean[]): Objective {
  check(inputs.length > 0, "logisticObjective inputs", "at least one example", inputs);
  check(labels.length === inputs.length, "logisticObjective labels", `${inputs.length} labels`, labels);
  const size = inputs[0]!.length + 1;
  for (const [i, input] of inputs.entries())
    check(input.length === size - 1, `logisticObjective inputs[${i}]`, `${size - 1} numbers`, input);
  return {
    size,
    // log(1 + e^-s) written so that no large s overflows
    loss: (parameters) =>
      mean(inputs.length, (i) => {
        const s = labels[i]! ? logit(parameters, inputs[i]!) : -logit(parameters, inputs[i]!);
        return Math.log1p(Math.exp(-Math.abs(s))) + Math.max(0, -s);
      }),
    gradient(parameters) {
      const slope = new Float64Array(size);
      for (const [i, input] of inputs.entries()) {
        const error = (sigmoid(logit(parameters, input)) - (labels[i]! ? 1 : 0)) / inputs.length;
        for (let j = 0; j < size - 1; j++) slope[j]! += error * input[j]!;
        slope[size - 1]! += error;
      }
      return slope;
    },
  };
}

/** The probability of yes for one example under fitted parameters, 0 … 1. */
export function logisticProbability(parameters: Float64Array, input: ArrayLike<number>): number {
  check(input.length === parameters.length - 1, "logisticProbability input", `${parameters.length - 1} numbers`, input);
  return sigmoid(logit(parameters, input));
}

function logit(parameters: Float64Array, input: ArrayLike<number>): number {
  let sum = parameters[parameters.length - 1]!;
  for (let j = 0; j < parameters.length - 1; j++) sum += parameters[j]! * input[j]!;
  return sum;
}

function sigmoid(s: number): number {
  return s >= 0 ? 1 / (1 + Math.exp(-s)) : Math.exp(s) / (1 + Math.exp(s));
}

function mean(n: number, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += value(i);
  return sum / n;
}
