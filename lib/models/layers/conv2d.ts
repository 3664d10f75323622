/** A convolution: every place is seen through the same small window. Images are `[batch, height, width, channel]`. */
import { add, conv2d as convolve, zeros } from "@tensorflow/tfjs";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { check } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { heNormal, normal } from "../initializers.ts";

/** `weight [height, width, in, out]` and `bias [out]`. */
export type Conv2d = { readonly weight: Tensor; readonly bias: Tensor };

export interface Conv2dInit {
  rng: Rng;
  /** The window's side in pixels (default 3). */
  side?: number;
  /** Deviation of the first weights (default: He's, as before a ReLU). 0 makes a layer that says nothing at first. */
  std?: number;
}

/** Weights from `sizes` [in, out] channels. */
export function initConv2d([from, to]: readonly [number, number], { rng, side = 3, std }: Conv2dInit): Conv2d {
  const shape = [side, side, from, to];
  return { weight: std === undefined ? heNormal(shape, { rng }) : normal(shape, { rng, std }), bias: zeros([to]) };
}

/** How many numbers they are. */
export function countConv2d([from, to]: readonly [number, number], { side = 3 } = {}): number {
  return side * side * from * to + to;
}

/** x `[batch, height, width, in]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, out]`: beyond the edge there are zeros. */
export function conv2d({ weight, bias }: Conv2d, x: Tensor, { stride = 1 } = {}): Tensor {
  const channels = weight.shape[2]!;
  check(
    x.rank === 4 && x.shape[3] === channels,
    "conv2d x",
    `[batch, height, width, ${channels}]`,
    `[${x.shape.join(", ")}]`,
  );
  return add(convolve(x as Tensor4D, weight as Tensor4D, stride, "same"), bias);
}
