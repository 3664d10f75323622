/** The sizes of a 2-D convolution. */
import { backend_util } from "@tensorflow/tfjs";

export interface Geometry {
  batch: number;
  height: number;
  width: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  outChannels: number;
  /** Height and width each, as the next two. */
  kernel: readonly [number, number];
  strides: readonly [number, number];
  dilations: readonly [number, number];
  /** Top, left, bottom, right. */
  pads: readonly [number, number, number, number];
  /** Whether channels are the last axis (NHWC) or the second (NCHW). */
  isChannelsLast: boolean;
}

export interface ConvAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Undefined where its rows are rounded up, which ONNX's convolutions do not. Throws what tfjs throws. */
export function geometryOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dilations = 1, dimRoundingMode }: ConvAttributes,
): Geometry | undefined {
  const info = backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const { top, left, bottom, right } = info.padInfo;
  const geometry: Geometry = {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, bottom, right],
    isChannelsLast: dataFormat === "NHWC",
  };
  const isFloored = rest(geometry, 0) >= 0 && rest(geometry, 1) >= 0 && filterShape[2] === info.inChannels;
  return isFloored && outRows(geometry, 0) === info.outHeight && outRows(geometry, 1) === info.outWidth
    ? geometry
    : undefined;
}

/** Rows (axis 0) or columns (axis 1) of the padded input that the last window does not reach. */
export function rest(
  { height, width, outHeight, outWidth, kernel, strides, dilations, pads }: Geometry,
  axis: 0 | 1,
): number {
  const [size, out] = axis === 0 ? [height, outHeight] : [width, outWidth];
  const reached = (out - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1;
  return size + pads[axis] + pads[axis === 0 ? 2 : 3] - reached;
}

function outRows(geometry: Geometry, axis: 0 | 1): number {
  const out = axis === 0 ? geometry.outHeight : geometry.outWidth;
  return out + Math.floor(rest(geometry, axis) / geometry.strides[axis]);
}

/** Multiplications and additions. */
export function workOf({ batch, outHeight, outWidth, outChannels, inChannels, kernel }: Geometry): number {
  return batch * outHeight * outWidth * outChannels * inChannels * kernel[0] * kernel[1];
}

/** What a kernel's key needs besides the shapes of its inputs. */
export function keyOfGeometry({ kernel, strides, dilations, pads, isChannelsLast, height, width }: Geometry): string {
  return `${[kernel, strides, dilations, pads, height, width].join(" ")} ${isChannelsLast ? "NHWC" : "NCHW"}`;
}
