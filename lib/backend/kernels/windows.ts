/** Windows that slide over the middle axes of a tensor [batch, …, channel], in two or three dimensions. */
import { backend_util } from "@tensorflow/tfjs";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";

/** Lists have one number for each axis that windows slide along. */
export interface Windows {
  batch: number;
  channels: number;
  size: number[];
  out: number[];
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** All of what is put before, then all of what is put after. */
  pads: number[];
}

export interface WindowAttributes {
  filterSize: number | number[];
  strides: number | number[];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Undefined where windows reach beyond the padding or lie wholly in it, which ONNX's do not. Throws what tfjs throws. */
export function windowsOf(shape: readonly number[], attributes: WindowAttributes): Windows | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as {
    filterSize: number;
    strides: number;
    pad: "valid";
    dimRoundingMode?: "floor";
  };
  if (shape.length === 5) {
    const sizes = shape as [number, number, number, number, number];
    return fitting(windows3d(backend_util.computePool3DInfo(sizes, filterSize, strides, 1, pad, dimRoundingMode)));
  }
  if (shape.length !== 4) return undefined;
  const sizes = shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(sizes, filterSize, strides, 1, pad, dimRoundingMode);
  const { top, left, bottom, right } = info.padInfo;
  return fitting({
    batch: info.batchSize,
    channels: info.inChannels,
    size: [info.inHeight, info.inWidth],
    out: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    pads: [top, left, bottom, right],
  });
}

/** Those of a convolution or of pooling in three dimensions. */
export function windows3d(info: backend_util.Conv3DInfo): Windows {
  const { front, top, left, back, bottom, right } = info.padInfo;
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    size: [info.inDepth, info.inHeight, info.inWidth],
    out: [info.outDepth, info.outHeight, info.outWidth],
    kernel: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    pads: [front, top, left, back, bottom, right],
  };
}

/** The same windows, or undefined if they are not as ONNX has them. */
export function fitting(windows: Windows): Windows | undefined {
  const { kernel, strides, pads } = windows;
  const fits = restOf(windows).every((rest, axis) => {
    const [before, after] = [pads[axis]!, pads[axis + kernel.length]!];
    const isInside = [before, after].every((each) => each >= 0 && each < kernel[axis]!);
    return rest >= 0 && rest < strides[axis]! && isInside;
  });
  return fits ? windows : undefined;
}

/** For each axis, how much of the padded input the last window does not reach. */
export function restOf({ size, out, kernel, strides, dilations, pads }: Windows): number[] {
  return size.map((length, axis) => {
    const reached = (out[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
    return length + pads[axis]! + pads[axis + size.length]! - reached;
  });
}

/** What a kernel's key needs besides the shapes of its inputs. */
export function keyOfWindows({ size, kernel, strides, dilations, pads }: Windows): string {
  return [size, kernel, strides, dilations, pads].join(" ");
}

/** [batch, …, channel] as [batch, channel, …]. */
export function channelsSecond(graph: GraphBuilder, x: Name, { size }: Windows): Name {
  return graph.op("Transpose", [x], { perm: [0, size.length + 1, ...size.keys().map((axis) => axis + 1)] });
}

/** [batch, channel, …] as [batch, …, channel]. */
export function channelsLast(graph: GraphBuilder, x: Name, { size }: Windows): Name {
  return graph.op("Transpose", [x], { perm: [0, ...size.keys().map((axis) => axis + 2), 1] });
}
