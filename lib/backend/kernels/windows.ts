/** The sizes of windows that slide over the pictures of a batch, or over stacks of pictures. */
import type { backend_util } from "@tensorflow/tfjs";
import { sizeOf } from "../shapes.ts";

/** Lists have one number for each axis that windows slide along. */
export interface Windows {
  batch: number;
  inChannels: number;
  outChannels: number;
  size: number[];
  out: number[];
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** All of what is put before, then all of what is put after. */
  pads: number[];
  /** Whether channels are the last axis, or the second. */
  isChannelsLast: boolean;
}

export function windows2d(info: backend_util.Conv2DInfo): Windows {
  const { top, left, bottom, right } = info.padInfo;
  return {
    ...channelsOf(info),
    size: [info.inHeight, info.inWidth],
    out: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, bottom, right],
  };
}

export function windows3d(info: backend_util.Conv3DInfo): Windows {
  const { front, top, left, back, bottom, right } = info.padInfo;
  return {
    ...channelsOf(info),
    size: [info.inDepth, info.inHeight, info.inWidth],
    out: [info.outDepth, info.outHeight, info.outWidth],
    kernel: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    pads: [front, top, left, back, bottom, right],
  };
}

function channelsOf({
  batchSize,
  inChannels,
  outChannels,
  dataFormat,
}: backend_util.Conv2DInfo | backend_util.Conv3DInfo): Pick<
  Windows,
  "batch" | "inChannels" | "outChannels" | "isChannelsLast"
> {
  return { batch: batchSize, inChannels, outChannels, isChannelsLast: dataFormat === "channelsLast" };
}

/** For each axis, how much of the padded input the last window does not reach. */
export function restOf({ size, out, kernel, strides, dilations, pads }: Windows): number[] {
  return size.map((length, axis) => {
    const reached = (out[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
    return length + pads[axis]! + pads[axis + size.length]! - reached;
  });
}

/** Whether there are as many windows as fit: tfjs can round up, which ONNX cannot. */
export function areFloored(windows: Windows): boolean {
  return restOf(windows).every((rest, axis) => rest >= 0 && rest < windows.strides[axis]!);
}

/** Whether each window sees some of the input. */
export function areInside({ kernel, pads }: Windows): boolean {
  return pads.every((pad, i) => pad >= 0 && pad < kernel[i % kernel.length]!);
}

/** The shape of what comes out. */
export function outShape({ batch, out, outChannels, isChannelsLast }: Windows): number[] {
  return isChannelsLast ? [batch, ...out, outChannels] : [batch, outChannels, ...out];
}

/** Multiplications and additions of a convolution. */
export function workOf(windows: Windows): number {
  return sizeOf(outShape(windows)) * windows.inChannels * sizeOf(windows.kernel);
}

/** What a kernel's key needs besides the shapes of its inputs. */
export function keyOfWindows({ size, kernel, strides, dilations, pads, isChannelsLast }: Windows): string {
  return [size, kernel, strides, dilations, pads, isChannelsLast].join(" ");
}
