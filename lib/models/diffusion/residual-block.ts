/**
 * What a U-Net is made of: two convolutions whose result is added to what came in, told how noisy it is.
 *
 *     h = conv(silu(norm(x)));   h = conv(silu(norm(h + told)));   x + h
 *
 * Reference: Ho, Jain and Abbeel 2020, "Denoising Diffusion Probabilistic Models", appendix B.
 */
import { add } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import type { Rng } from "../../core/index.ts";
import { conv2d, countConv2d, initConv2d } from "../layers/conv2d.ts";
import type { Conv2d } from "../layers/conv2d.ts";
import { countGroupNorm, groupNorm, initGroupNorm } from "../layers/group-norm.ts";
import type { GroupNorm } from "../layers/group-norm.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import { silu } from "../layers/silu.ts";

export type ResidualBlock = {
  readonly norm1: GroupNorm;
  readonly conv1: Conv2d;
  readonly told: Linear;
  readonly norm2: GroupNorm;
  readonly conv2: Conv2d;
  /** Where the number of channels changes. */
  readonly skip?: Conv2d;
};

/** Sizes [in, out] of channels, and of the vector that tells how noisy it is. */
export function initResidualBlock(
  [from, to]: readonly [number, number],
  { rng, dTold }: { rng: Rng; dTold: number },
): ResidualBlock {
  return {
    norm1: initGroupNorm(from),
    conv1: initConv2d([from, to], { rng }),
    told: initLinear([dTold, to], { rng }),
    norm2: initGroupNorm(to),
    // a block begins by changing nothing
    conv2: initConv2d([to, to], { rng, std: 0 }),
    ...(from !== to && { skip: initConv2d([from, to], { rng, side: 1 }) }),
  };
}

export function countResidualBlock([from, to]: readonly [number, number], { dTold }: { dTold: number }): number {
  const convolutions =
    countConv2d([from, to]) + countConv2d([to, to]) + (from === to ? 0 : countConv2d([from, to], { side: 1 }));
  return countGroupNorm(from) + countGroupNorm(to) + convolutions + countLinear([dTold, to]);
}

/** x `[batch, height, width, in]`, told `[batch, dTold]` → `[batch, height, width, out]`. */
export function residualBlock(
  params: ResidualBlock,
  x: Tensor,
  { told, groups }: { told: Tensor; groups: number },
): Tensor {
  const first = conv2d(params.conv1, silu(groupNorm(params.norm1, x, { groups })));
  const moved = add(first, linear(params.told, silu(told)).reshape([x.shape[0]!, 1, 1, first.shape[3]!]));
  const second = conv2d(params.conv2, silu(groupNorm(params.norm2, moved, { groups })));
  return add(params.skip ? conv2d(params.skip, x) : x, second);
}
