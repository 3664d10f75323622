/**
 * Group normalisation: the channels of an image in groups, each with mean 0 and variance 1 over all its places.
 *
 * Reference: Wu and He 2018, "Group Normalization", equation 1.
 */
import { add, mean, mul, ones, rsqrt, square, sub, zeros } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check } from "../../core/index.ts";

/** `gain [channel]` and `bias [channel]`. */
export type GroupNorm = { readonly gain: Tensor; readonly bias: Tensor };

export function initGroupNorm(channels: number): GroupNorm {
  return { gain: ones([channels]), bias: zeros([channels]) };
}

export function countGroupNorm(channels: number): number {
  return 2 * channels;
}

/** x `[batch, height, width, channel]` → the same shape. `groups` divides the channels. */
export function groupNorm(
  { gain, bias }: GroupNorm,
  x: Tensor,
  { groups, epsilon = 1e-5 }: { groups: number; epsilon?: number },
): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  check(channels % groups === 0, "groupNorm groups", `a divisor of ${channels}`, groups);
  const grouped = x.reshape([batch, height * width, groups, channels / groups]);
  const centred = sub(grouped, mean(grouped, [1, 3], true));
  const normalised = mul(centred, rsqrt(add(mean(square(centred), [1, 3], true), epsilon)));
  return add(mul(normalised.reshape([batch, height, width, channels]), gain), bias);
}
