/**
 * From a picture to a vector, and from a vector to a picture: convolutions that halve the picture, and others that double
 * it. Autoencoders and GANs are made of these two.
 *
 * Reference: Radford, Metz and Chintala 2016, "Unsupervised Representation Learning with Deep Convolutional Generative
 * Adversarial Networks", section 3; doubled by repeated pixels as Odena, Dumoulin and Olah 2016 recommend.
 */
import { leakyRelu } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { conv2d, countConv2d, initConv2d } from "./conv2d.ts";
import type { Conv2d } from "./conv2d.ts";
import { doubled } from "./doubled.ts";
import { countLinear, initLinear, linear } from "./linear.ts";
import type { Linear } from "./linear.ts";

export interface TowerSizes {
  /** Height and width of the picture, a multiple of 2 for each of `widths`. */
  side: number;
  /** Of the picture. */
  channels: number;
  /** Channels after each halving, from the largest picture to the smallest. */
  widths: readonly number[];
}

/** A picture to a vector. */
export type ConvEncoder = { readonly convs: readonly Conv2d[]; readonly out: Linear };
/** A vector to a picture. */
export type ConvDecoder = { readonly in: Linear; readonly convs: readonly Conv2d[] };

/** How high and wide the smallest picture is. Throws if the sizes do not fit each other. */
export function smallestSide({ side, channels, widths }: TowerSizes): number {
  for (const [name, size] of Object.entries({ side, channels })) checkInteger(size, `convTower ${name}`, { min: 1 });
  for (const width of widths) checkInteger(width, "convTower widths", { min: 1 });
  const small = side / 2 ** widths.length;
  check(widths.length > 0 && Number.isInteger(small), "convTower side", `a multiple of ${2 ** widths.length}`, side);
  return small;
}

export function initConvEncoder(sizes: TowerSizes, { rng, dOut }: { rng: Rng; dOut: number }): ConvEncoder {
  return {
    convs: sizes.widths.map((to, i) => initConv2d([sizes.widths[i - 1] ?? sizes.channels, to], { rng })),
    out: initLinear([smallestSide(sizes) ** 2 * sizes.widths.at(-1)!, dOut], { rng }),
  };
}

export function countConvEncoder(sizes: TowerSizes, { dOut }: { dOut: number }): number {
  const convs = sizes.widths.map((to, i) => countConv2d([sizes.widths[i - 1] ?? sizes.channels, to]));
  return (
    convs.reduce((sum, count) => sum + count, 0) + countLinear([smallestSide(sizes) ** 2 * sizes.widths.at(-1)!, dOut])
  );
}

/** x `[batch, side, side, channel]` → `[batch, dOut]`. */
export function convEncoder({ convs, out }: ConvEncoder, x: Tensor): Tensor {
  const small = convs.reduce((seen, conv) => leakyRelu(conv2d(conv, seen, { stride: 2 }), slope), x);
  return linear(out, small.reshape([x.shape[0]!, small.size / x.shape[0]!]));
}

export function initConvDecoder(sizes: TowerSizes, { rng, dIn }: { rng: Rng; dIn: number }): ConvDecoder {
  const { channels, widths } = sizes;
  return {
    in: initLinear([dIn, smallestSide(sizes) ** 2 * widths.at(-1)!], { rng }),
    convs: widths.toReversed().map((from, i) => initConv2d([from, widths.toReversed()[i + 1] ?? channels], { rng })),
  };
}

export function countConvDecoder(sizes: TowerSizes, { dIn }: { dIn: number }): number {
  const { channels, widths } = sizes;
  const convs = widths.map((from, i) => countConv2d([from, widths[i - 1] ?? channels]));
  return convs.reduce((sum, count) => sum + count, 0) + countLinear([dIn, smallestSide(sizes) ** 2 * widths.at(-1)!]);
}

/** z `[batch, dIn]` → `[batch, side, side, channel]`, any numbers. */
export function convDecoder(params: ConvDecoder, z: Tensor): Tensor {
  const width = params.convs[0]!.weight.shape[2]!;
  const side = Math.sqrt(params.in.weight.shape[1]! / width);
  let x: Tensor = leakyRelu(linear(params.in, z).reshape([z.shape[0]!, side, side, width]), slope);
  params.convs.forEach((conv, i) => {
    x = conv2d(conv, doubled(x));
    if (i + 1 < params.convs.length) x = leakyRelu(x, slope);
  });
  return x;
}

/** What is left of numbers below 0, as in the paper. */
const slope = 0.2;
