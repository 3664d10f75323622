/**
 * Training, step by step: a batch, its loss, the gradient, a step of AdamW, and again.
 *
 *     const mo = trainer(model.init({ rng }), { objective: pretrain(model, corpus), learningRate: 1e-3, rng });
 *     for (const { step, loss } of progress(mo.steps(500))) …
 *
 * It can be left at any time and taken up again: `steps` goes on where it stopped, with the numbers that it would have had.
 * What was broken off in the middle of a step is taken back to the last step that is known whole.
 */
import { tidy, zerosLike } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { adamW } from "../backend/index.ts";
import { check, checkInteger, checkNumber, decodeSafetensors, streams } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import {
  disposeParams,
  loadParams,
  mapParams,
  namedParams,
  saveParams,
  trainable,
  variablesOf,
} from "../models/index.ts";
import type { Params } from "../models/index.ts";
import { clipGradients } from "./clip-gradients.ts";
import type { Objective } from "./objective.ts";
import type { Schedule } from "./schedule.ts";

export interface TrainerOptions<P extends Params> {
  objective: Objective<P>;
  /** One for all steps, or one for each. */
  learningRate: number | Schedule;
  /** Batches come from it, each from a generator of its own. */
  rng: Rng;
  /** λ of AdamW (default 0); matrices lose weight, and nothing else. */
  weightDecay?: number;
  beta1?: number;
  beta2?: number;
  /** The longest gradient (default 1; Infinity: as long as it is). */
  clip?: number;
  /** How many steps lie between two states that are kept in memory, to go back to when a step was broken off. */
  keepEvery?: number;
}

export interface TrainingStep {
  /** The first one is 0. */
  readonly step: number;
  /** Of the batch, before the step. */
  readonly loss: number;
  readonly learningRate: number;
  /** The length of the gradient before it was clipped. */
  readonly gradientNorm: number;
}

export interface Trainer<P extends Params> {
  /** The numbers as they are: variables, which change with every step. */
  readonly params: P;
  /** How many steps were made. */
  readonly step: number;
  /**
   * Makes `count` steps, one each time it is asked; a batch that is for several is used up. Throws if a loss is no number,
   * and the next call begins where all was well.
   */
  steps(count: number): Generator<TrainingStep, void>;
  /** Everything that the next step depends on, as the bytes of a safetensors file. */
  save(): Uint8Array;
  /** Go on from what `save` gave, of a trainer with the same options. */
  load(bytes: Uint8Array): void;
  /** Free all memory; what `params` held is gone. */
  dispose(): void;
}

type State<P extends Params> = {
  readonly params: P;
  readonly first: P;
  readonly second: P;
  readonly powers: readonly [Tensor, Tensor];
};

/** A training that begins at `start`, which is copied. */
export function trainer<P extends Params>(start: P, options: TrainerOptions<P>): Trainer<P> {
  const { objective, learningRate, rng, weightDecay = 0, beta1, beta2, clip = 1, keepEvery = 100 } = options;
  const rateOf = typeof learningRate === "number" ? () => learningRate : learningRate;
  checkNumber(rateOf(0), "trainer learningRate", { min: 0 });
  checkInteger(keepEvery, "trainer keepEvery", { min: 1 });
  const { stepsPerBatch = 1 } = objective;
  const optimizer = adamW({
    learningRate: rateOf(0),
    weightDecay,
    ...(beta1 !== undefined && { beta1 }),
    ...(beta2 !== undefined && { beta2 }),
    decays: ({ rank }) => rank > 1,
  });
  const params = trainable(start);
  const variables = variablesOf(params);
  const chance = streams(rng);
  let step = 0;
  let isWhole = true;
  let kept: Uint8Array | undefined;

  /** Moments are made by the first step; before it they are zeros. */
  function state(): State<P> {
    const { first, second, powers } = optimizer.memory();
    return { params, first: treeOf(first), second: treeOf(second), powers };
  }

  function treeOf(moments: readonly Tensor[]): P {
    let at = 0;
    return mapParams(params, (leaf) => moments[at++] ?? zerosLike(leaf));
  }

  function save(): Uint8Array {
    let bytes: Uint8Array;
    // not returned by tidy, which would look for tensors in each byte
    tidy(() => {
      bytes = saveParams(state(), { metadata: { step: String(step) } });
    });
    return bytes!;
  }

  function load(bytes: Uint8Array): void {
    const made = Number(decodeSafetensors(bytes).metadata["step"]);
    checkInteger(made, "trainer.load step");
    tidy(() => {
      const { first, second, powers, ...read } = loadParams(bytes, { like: state() });
      const values = leavesOf(read.params);
      variables.forEach((variable, i) => variable.assign(values[i]!));
      optimizer.setMemory({ first: leavesOf(first), second: leavesOf(second), powers });
    });
    step = made;
    isWhole = true;
    kept = bytes;
  }

  /** One step down the gradient of the loss of `batch`. */
  function down(batch: unknown): TrainingStep {
    const rate = rateOf(step);
    optimizer.setLearningRate(rate);
    const { loss, norm } = tidy(() => {
      const { value, grads } = optimizer.computeGradients(() => objective.loss(params, batch), variables);
      // one for each variable, so that moments keep their places whatever a loss does not use
      const all = variables.map((variable) => [variable.name, grads[variable.name] ?? zerosLike(variable)] as const);
      const { gradients, norm: length } = clipGradients(Object.fromEntries(all), { longest: clip });
      optimizer.applyGradients(gradients);
      return { loss: value.dataSync()[0]!, norm: length.dataSync()[0]! };
    });
    check(
      Number.isFinite(loss),
      `${objective.name} loss of step ${step}`,
      "a number (is the learning rate too large?)",
      loss,
    );
    return { step: step++, loss, learningRate: rate, gradientNorm: norm };
  }

  function* steps(count: number): Generator<TrainingStep, void> {
    checkInteger(count, "trainer.steps count");
    if (!isWhole && kept) load(kept);
    for (let made = 0; made < count;) {
      if (kept === undefined || step % keepEvery < stepsPerBatch) kept = save();
      isWhole = false;
      const results: TrainingStep[] = [];
      tidy(() => {
        const batch = objective.batch({ rng: chance(step), params });
        for (let i = 0; i < stepsPerBatch; i++) results.push(down(batch));
      });
      isWhole = true;
      made += results.length;
      yield* results;
    }
  }

  return {
    params,
    get step() {
      return step;
    },
    steps,
    save,
    load,
    dispose() {
      disposeParams(params);
      optimizer.dispose();
    },
  };
}

function leavesOf(params: Params): Tensor[] {
  return [...namedParams(params).values()];
}
