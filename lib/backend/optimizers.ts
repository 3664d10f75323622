/**
 * tfjs' optimizers on this backend: a step is a graph of its own, so that all steps of a training are the same graph; and
 * Adam's update of a parameter is one kernel instead of fourteen.
 */
import {
  AdamOptimizer,
  Optimizer,
  concat,
  div,
  engine,
  mul,
  scalar,
  split,
  sqrt,
  sub,
  tidy,
  zeros,
} from "@tensorflow/tfjs";
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

/** What Adam remembers of a training, for whoever takes it up again. */
export interface AdamMemory {
  /** The moments of each variable, in the order of the gradients; none before the first step. */
  readonly first: readonly Tensor[];
  readonly second: readonly Tensor[];
  /** β₁ and β₂ to the power of the next step. */
  readonly powers: readonly [Tensor, Tensor];
}

/** The tensors themselves: they change with the next step. */
export function memoryOf(optimizer: AdamOptimizer): AdamMemory {
  const { accumulatedFirstMoment, accumulatedSecondMoment, accBeta1, accBeta2 } = optimizer as unknown as AdamState;
  return {
    first: accumulatedFirstMoment.map(({ variable }) => variable),
    second: accumulatedSecondMoment.map(({ variable }) => variable),
    powers: [accBeta1, accBeta2],
  };
}

/** As if it had made the steps that `memory` is of. What is given is copied. */
export function setMemory(optimizer: AdamOptimizer, { first, second, powers }: AdamMemory): void {
  const adam = optimizer as unknown as AdamState;
  for (const [moments, given] of [
    [adam.accumulatedFirstMoment, first],
    [adam.accumulatedSecondMoment, second],
  ] as const)
    given.forEach((tensor, i) => {
      if (moments[i]) moments[i].variable.assign(tensor.clone());
      else moments[i] = { originalName: `moment ${i}`, variable: tensor.variable(false) };
    });
  adam.accBeta1.assign(powers[0].clone());
  adam.accBeta2.assign(powers[1].clone());
}

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

/** As tfjs' own, with the arithmetic of each variable in one kernel, and small vectors in one together. */
export function applyAdam(optimizer: Optimizer, { gradients, keep = () => 1 }: AdamUpdate): void {
  const adam = optimizer as unknown as AdamState;
  const { beta1, beta2, accBeta1, accBeta2 } = adam;
  tidy(() => {
    const root = sqrt(sub(1, accBeta2));
    const shared = {
      stepSize: div(mul(adam.learningRate, root), sub(1, accBeta1)),
      epsilon: mul(adam.epsilon, root),
    };
    const groups = Map.groupBy(parametersOf(adam, { gradients, keep }), ({ name, variable, factor }) =>
      variable.rank === 1 && variable.size <= smallVector ? factor : name,
    );
    for (const group of groups.values()) update(group, { ...shared, beta1, beta2 });
    accBeta1.assign(mul(accBeta1, beta1));
    accBeta2.assign(mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}

/** Up to so many numbers an operator costs more to start than to run. */
const smallVector = 4096;

interface Parameter {
  name: string;
  variable: Variable;
  m: Variable;
  v: Variable;
  gradient: Tensor;
  factor: number;
}

function parametersOf(adam: AdamState, { gradients, keep }: Required<AdamUpdate>): Parameter[] {
  return named(gradients).flatMap(([name, gradient], i) => {
    const variable = engine().registeredVariables[name]!;
    const m = moment(adam.accumulatedFirstMoment, i, { variable, name: `${name}/m` });
    const v = moment(adam.accumulatedSecondMoment, i, { variable, name: `${name}/v` });
    return gradient === null || gradient === undefined
      ? []
      : [{ name, variable, m, v, gradient, factor: keep(variable) }];
  });
}

type Shared = Pick<AdamState, "beta1" | "beta2"> & Record<"stepSize" | "epsilon", Tensor>;

/** All of a group have the same factor, and are vectors if there is more than one. */
function update(group: readonly Parameter[], { beta1, beta2, ...shared }: Shared): void {
  const joined = (what: "variable" | "m" | "v" | "gradient"): Tensor =>
    group.length === 1 ? group[0]![what] : concat(group.map((each) => each[what]));
  const inputs = { variable: joined("variable"), m: joined("m"), v: joined("v"), gradient: joined("gradient") };
  const { factor } = group[0]!;
  const keep = factor === 1 ? {} : { keep: scalar(factor) };
  const next = adamStep({ ...inputs, ...shared, ...keep }, { beta1, beta2 });
  const sizes = group.map(({ variable }) => variable.size);
  for (const what of ["m", "v", "variable"] as const) {
    const parts = group.length === 1 ? [next[what]] : split(next[what], sizes);
    group.forEach((each, i) => each[what].assign(parts[i]!));
  }
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
