/**
 * The feed-forward part of a block: activation(x · W_up + b) · W_down + b, for each position alone.
 *
 * Reference: Vaswani et al. 2017, section 3.3, with the activation of Hendrycks and Gimpel 2016, "GELUs".
 */
import { relu } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { gelu } from "../../backend/index.ts";
import { touch } from "../hook.ts";
import type { Hook } from "../hook.ts";
import { countLinear, initLinear, linear } from "./linear.ts";
import type { Linear, LinearOptions } from "./linear.ts";

/** `up [dModel, dMlp]` and `down [dMlp, dModel]`. */
export type Mlp = { readonly up: Linear; readonly down: Linear };

/** x Φ(x) and its two approximations, as in `lib/backend`; or max(0, x). */
export type MlpActivation = "gelu" | "gelu-tanh" | "gelu-sigmoid" | "relu";

export interface MlpInit extends LinearOptions {
  /** Deviation of the last layer's first weights (default: `std`). */
  outputStd?: number;
}

export interface MlpOptions {
  activation?: MlpActivation;
  /** Is shown `hidden [..., dMlp]`, after the activation. */
  hook?: Hook;
}

/** Weights between vectors of dModel numbers by way of dMlp: sizes [dModel, dMlp]. */
export function initMlp([dModel, dMlp]: readonly [number, number], { outputStd, ...options }: MlpInit): Mlp {
  const outputOptions = outputStd === undefined ? options : { ...options, std: outputStd };
  return { up: initLinear([dModel, dMlp], options), down: initLinear([dMlp, dModel], outputOptions) };
}

/** How many numbers they are. */
export function countMlp([dModel, dMlp]: readonly [number, number], { bias = true } = {}): number {
  return countLinear([dModel, dMlp], { bias }) + countLinear([dMlp, dModel], { bias });
}

/** x `[..., dModel]` → the same shape. */
export function mlp({ up, down }: Mlp, x: Tensor, { activation = "gelu-tanh", hook }: MlpOptions = {}): Tensor {
  const hidden = activate(linear(up, x), activation);
  return linear(down, touch(hook, "hidden", hidden));
}

/** The activation applied to each number. */
export function activate(x: Tensor, activation: MlpActivation): Tensor {
  if (activation === "relu") return relu(x);
  return gelu(x, { form: activation === "gelu" ? "erf" : activation === "gelu-tanh" ? "tanh" : "sigmoid" });
}
