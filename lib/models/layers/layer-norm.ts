/**
 * Layer normalisation: (x − mean) / √(variance + ε) · gain + bias over the features of each position.
 *
 * Reference: Ba, Kiros and Hinton 2016, "Layer Normalization", equation 4.
 */
import type { Tensor } from "@tensorflow/tfjs";
import { layerNorm as normalise } from "../../backend/index.ts";
import { ones, zeros } from "../initializers.ts";

/** `gain [dModel]` and `bias [dModel]`. */
export type LayerNorm = { readonly gain: Tensor; readonly bias: Tensor };

/** A layer that only normalises: gain 1, bias 0. */
export function initLayerNorm(dModel: number): LayerNorm {
  return { gain: ones([dModel]), bias: zeros([dModel]) };
}

/** How many numbers such a layer has. */
export function countLayerNorm(dModel: number): number {
  return 2 * dModel;
}

/** x `[..., dModel]` → the same shape. `epsilon` keeps a constant row from dividing by zero. */
export function layerNorm({ gain, bias }: LayerNorm, x: Tensor, { epsilon = 1e-5 } = {}): Tensor {
  return normalise(x, { gain, bias, epsilon });
}
