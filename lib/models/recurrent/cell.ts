/** What reads a text token by token has a state, and a cell says how one token changes it. */
import { add } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import type { Rng } from "../../core/index.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import type { Params } from "../params.ts";

/** Tensors `[batch, dHidden]`; the first is what others see. */
export type CellState = readonly Tensor[];

export interface Cell<P extends Params> {
  /** How many tensors a state has; each starts as 0. */
  readonly states: number;
  /** Parameters for sizes [dInput, dHidden]. */
  init(sizes: readonly [number, number], options: { rng: Rng }): P;
  count(sizes: readonly [number, number]): number;
  /** x `[batch, dInput]` changes the state. */
  step(params: P, x: Tensor, state: CellState): CellState;
}

/** x · W + h · U + b: what every gate starts from. The bias is the input's. */
export type Gate = { readonly input: Linear; readonly hidden: Linear };

export function initGate([dInput, dHidden]: readonly [number, number], { rng }: { rng: Rng }): Gate {
  return {
    input: initLinear([dInput, dHidden], { rng }),
    hidden: initLinear([dHidden, dHidden], { rng, bias: false }),
  };
}

export function countGate([dInput, dHidden]: readonly [number, number]): number {
  return countLinear([dInput, dHidden]) + countLinear([dHidden, dHidden], { bias: false });
}

export function gate({ input, hidden }: Gate, x: Tensor, h: Tensor): Tensor {
  return add(linear(input, x), linear(hidden, h));
}
