/**
 * How noisy a picture is, as a vector: waves of the step, then two layers.
 *
 * References: Vaswani et al. 2017, section 3.5, for the waves; Ho, Jain and Abbeel 2020, "Denoising Diffusion
 * Probabilistic Models", appendix B, for the use.
 */
import { concat, cos, mul, sin, tensor } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { countLinear, initLinear, linear } from "./linear.ts";
import type { Linear } from "./linear.ts";
import { silu } from "./silu.ts";

export type TimeEmbedding = { readonly first: Linear; readonly second: Linear };

/** From waves of `width` numbers, an even one, to a vector of as many. */
export function initTimeEmbedding(width: number, { rng }: { rng: Rng }): TimeEmbedding {
  return { first: initLinear([width, width], { rng }), second: initLinear([width, width], { rng }) };
}

export function countTimeEmbedding(width: number): number {
  return 2 * countLinear([width, width]);
}

/** times `[batch]`, from 0 on → `[batch, width]`. */
export function timeEmbedding({ first, second }: TimeEmbedding, times: Tensor): Tensor {
  return linear(second, silu(linear(first, timeWaves(times, first.weight.shape[0]!))));
}

/** sin(t ω) and cos(t ω) for ω from 1 down to 1 / 10,000: times `[batch]` → `[batch, width]`. */
export function timeWaves(times: Tensor, width: number): Tensor {
  check(width % 2 === 0 && width > 0, "timeWaves width", "an even number above 0", width);
  const half = width / 2;
  const omegas = tensor(
    Float32Array.from({ length: half }, (_, i) => 10_000 ** (-i / half)),
    [1, half],
  );
  const angles = mul(times.toFloat().reshape([times.size, 1]), omegas);
  return concat([sin(angles), cos(angles)], 1);
}
