/**
 * A U-Net that looks at a noisy picture and says what of it is noise: down to few large-scale numbers, up again, and at
 * every scale what was seen on the way down is put beside what comes up.
 *
 * Left out: attention at the coarse scales and dropout, which large pictures need.
 *
 * References: Ronneberger, Fischer and Brox 2015, "U-Net"; Ho, Jain and Abbeel 2020, appendix B.
 */
import { add, concat, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { conv2d, countConv2d, initConv2d } from "../layers/conv2d.ts";
import type { Conv2d } from "../layers/conv2d.ts";
import { doubled } from "../layers/doubled.ts";
import { countGroupNorm, groupNorm, initGroupNorm } from "../layers/group-norm.ts";
import type { GroupNorm } from "../layers/group-norm.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import { silu } from "../layers/silu.ts";
import { countTimeEmbedding, initTimeEmbedding, timeEmbedding } from "../layers/time-embedding.ts";
import type { TimeEmbedding } from "../layers/time-embedding.ts";
import type { Model } from "../model.ts";
import { countResidualBlock, initResidualBlock, residualBlock } from "./residual-block.ts";
import type { ResidualBlock } from "./residual-block.ts";

export interface UNetConfig {
  /** Of the picture: 1 or 3. */
  channels: number;
  /** Channels at each scale, from the finest; each next scale is half as high and wide. Multiples of `groups`. */
  widths: readonly number[];
  /** Of the normalisations (default 4). */
  groups?: number;
  /** How many numbers say what the picture shall be; 0 for a model that is told nothing (default). */
  dCondition?: number;
}

export type UNetParams = {
  readonly time: TimeEmbedding;
  readonly condition?: Linear;
  readonly first: Conv2d;
  readonly down: readonly { readonly block: ResidualBlock; readonly shrink?: Conv2d }[];
  readonly middle: ResidualBlock;
  readonly up: readonly { readonly block: ResidualBlock; readonly grow?: Conv2d }[];
  readonly norm: GroupNorm;
  readonly last: Conv2d;
};

export interface NoisyInput {
  /** `[batch, height, width, channel]`; height and width are divided by 2 at each scale but the first. */
  x: Tensor;
  /** How noisy, `[batch]`: the step of the schedule. */
  times: Tensor;
  /** What it shall be, `[batch, dCondition]`; zeros say nothing. */
  condition?: Tensor;
}

export interface UNet extends Model<UNetParams, NoisyInput, Tensor> {
  readonly config: Required<UNetConfig>;
}

/** A U-Net of the sizes in `config`. Its output has the shape of x. */
export function unet(given: UNetConfig): UNet {
  const config = { groups: 4, dCondition: 0, ...given };
  const { channels, widths, groups, dCondition } = config;
  checkInteger(channels, "unet channels", { min: 1 });
  check(widths.length > 0, "unet widths", "at least one", widths);
  for (const width of widths)
    check(width > 0 && width % groups === 0 && width % 2 === 0, "unet widths", `multiples of ${groups}, even`, width);
  const [finest, coarsest] = [widths[0]!, widths.at(-1)!];
  const dTold = finest;
  // each scale goes from the one before it, and up from the one below together with what was seen here
  const downs = widths.map((to, i) => [widths[i - 1] ?? finest, to] as const);
  const ups = widths.map((to, i) => [(widths[i + 1] ?? coarsest) + to, to] as const);
  const scale = 2 ** (widths.length - 1);

  function init({ rng }: { rng: Rng }): UNetParams {
    return {
      time: initTimeEmbedding(dTold, { rng }),
      ...(dCondition > 0 && { condition: initLinear([dCondition, dTold], { rng }) }),
      first: initConv2d([channels, finest], { rng }),
      down: downs.map((sizes, i) => ({
        block: initResidualBlock(sizes, { rng, dTold }),
        ...(i < widths.length - 1 && { shrink: initConv2d([sizes[1], sizes[1]], { rng }) }),
      })),
      middle: initResidualBlock([coarsest, coarsest], { rng, dTold }),
      up: ups.map((sizes, i) => ({
        block: initResidualBlock(sizes, { rng, dTold }),
        ...(i > 0 && { grow: initConv2d([sizes[1], sizes[1]], { rng }) }),
      })),
      norm: initGroupNorm(finest),
      // the first guess is that nothing is noise
      last: initConv2d([finest, channels], { rng, std: 0 }),
    };
  }

  function checkInput({ x, times, condition }: NoisyInput): void {
    const [batch = 0, height = 0, width = 0, depth = 0] = x.shape;
    const fits =
      x.rank === 4 &&
      batch > 0 &&
      height > 0 &&
      width > 0 &&
      height % scale === 0 &&
      width % scale === 0 &&
      depth === channels;
    check(
      fits,
      "unet x",
      `[batch, height, width, ${channels}], height and width multiples of ${scale}`,
      `[${x.shape.join(", ")}]`,
    );
    check(times.shape.join() === `${batch}`, "unet times", `[${batch}]`, `[${times.shape.join(", ")}]`);
    const expected = dCondition === 0 ? undefined : `${batch},${dCondition}`;
    check(
      condition?.shape.join() === expected,
      "unet condition",
      dCondition === 0 ? "none" : `[${batch}, ${dCondition}]`,
      condition?.shape,
    );
  }

  function forward(params: UNetParams, input: NoisyInput): Tensor {
    checkInput(input);
    return tidy(() => {
      const time = timeEmbedding(params.time, input.times);
      const told = params.condition ? add(time, linear(params.condition, input.condition!)) : time; // [batch, dTold]
      let x = conv2d(params.first, input.x);
      const seen: Tensor[] = [];
      for (const { block, shrink } of params.down) {
        x = residualBlock(block, x, { told, groups });
        seen.push(x);
        if (shrink) x = conv2d(shrink, x, { stride: 2 });
      }
      x = residualBlock(params.middle, x, { told, groups });
      for (const { block, grow } of params.up.toReversed()) {
        x = residualBlock(block, concat([x, seen.pop()!], 3), { told, groups });
        if (grow) x = conv2d(grow, doubled(x));
      }
      return conv2d(params.last, silu(groupNorm(params.norm, x, { groups })));
    });
  }

  return Object.freeze({
    config,
    parameterCount:
      countTimeEmbedding(dTold) +
      (dCondition > 0 ? countLinear([dCondition, dTold]) : 0) +
      countConv2d([channels, finest]) +
      sum(
        downs.map(
          (sizes, i) =>
            countResidualBlock(sizes, { dTold }) + (i < widths.length - 1 ? countConv2d([sizes[1], sizes[1]]) : 0),
        ),
      ) +
      countResidualBlock([coarsest, coarsest], { dTold }) +
      sum(
        ups.map((sizes, i) => countResidualBlock(sizes, { dTold }) + (i > 0 ? countConv2d([sizes[1], sizes[1]]) : 0)),
      ) +
      countGroupNorm(finest) +
      countConv2d([finest, channels]),
    init,
    forward,
  });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
