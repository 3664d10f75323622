/**
 * tfjs' optimizers on this backend: a step is a graph of its own, so that all steps of a training are the same graph; and
 * Adam's update of a parameter is one kernel instead of fourteen.
 */
import { AdamOptimizer, Optimizer, div, engine, mul, scalar, sub, tidy, zeros } from "@tensorflow/tfjs";
import type { NamedTensorMap, Tensor, Variable } from "@tensorflow/tfjs";
import { OnnxBackend } from "./backend.ts";
import { adamStep } from "./fused/adam.ts";

/** What Adam keeps, which tfjs' types hide. */
interface AdamState extends Pick<Optimizer, "applyGradients" | "computeGradients"> {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
  /** The powers of beta1 and beta2 of this step. */
  accBeta1: Variable;
  accBeta2: Variable;
  incrementIterations(): void;
}
interface Moment {
  originalName: string;
  variable: Variable;
}

export type Gradients = Parameters<Optimizer["applyGradients"]>[0];

let isDone = false;

/** Change the optimizers' classes, once. On other backends they do what they did. */
export function adaptOptimizers(): void {
  if (isDone) return;
  isDone = true;
  // subtle: these two are called by every optimizer, when a step begins and when it has updated its variables
  const optimizer = Optimizer.prototype as unknown as Pick<AdamState, "incrementIterations" | "computeGradients">;
  const { computeGradients, incrementIterations } = optimizer;
  optimizer.computeGradients = function compute(...parameters): ReturnType<typeof computeGradients> {
    // what the first step would find pending, such as initial values, later ones do not
    endStep();
    return computeGradients.apply(this, parameters);
  };
  optimizer.incrementIterations = function count(): void {
    incrementIterations.call(this);
    endStep();
  };
  const adam = AdamOptimizer.prototype as unknown as AdamState;
  const { applyGradients } = adam;
  adam.applyGradients = function apply(this: AdamState, gradients: Gradients): void {
    if (engine().backend instanceof OnnxBackend) applyAdam(this as unknown as Optimizer, { gradients });
    else applyGradients.call(this, gradients);
  };
}

function endStep(): void {
  const { backend } = engine();
  if (backend instanceof OnnxBackend) backend.endStep();
}

export interface AdamUpdate {
  gradients: Gradients;
  /** What a variable is multiplied by first; 1 if it is not given. */
  keep?: (variable: Variable) => number;
}

/** As tfjs' own, with the arithmetic of each variable in one kernel. */
export function applyAdam(optimizer: Optimizer, { gradients, keep = () => 1 }: AdamUpdate): void {
  const adam = optimizer as unknown as AdamState;
  const { beta1, beta2, epsilon, accBeta1, accBeta2 } = adam;
  tidy(() => {
    const stepSize = div(scalar(adam.learningRate), sub(1, accBeta1));
    const correction = sub(1, accBeta2);
    named(gradients).forEach(([name, gradient], i) => {
      const variable = engine().registeredVariables[name]!;
      const m = moment(adam.accumulatedFirstMoment, i, { variable, name: `${name}/m` });
      const v = moment(adam.accumulatedSecondMoment, i, { variable, name: `${name}/v` });
      if (gradient === null || gradient === undefined) return;
      const factor = keep(variable);
      const inputs = { variable, m, v, gradient, stepSize, correction };
      const next = adamStep(factor === 1 ? inputs : { ...inputs, keep: scalar(factor) }, { beta1, beta2, epsilon });
      m.assign(next.m);
      v.assign(next.v);
      variable.assign(next.variable);
    });
    accBeta1.assign(mul(accBeta1, beta1));
    accBeta2.assign(mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}

export function named(gradients: Gradients): [name: string, gradient: Tensor | null | undefined][] {
  return Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor])
    : Object.entries(gradients as NamedTensorMap);
}

function moment(moments: Moment[], i: number, { variable, name }: { variable: Variable; name: string }): Variable {
  // subtle: written, not recorded, so that the first step is the same graph as the others
  moments[i] ??= { originalName: name, variable: tidy(() => zeros(variable.shape).variable(false)) };
  return moments[i].variable;
}
