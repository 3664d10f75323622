/** The windows of pooling. */
import { backend_util } from "@tensorflow/tfjs";
import { areFloored, areInside, windows2d, windows3d } from "./windows.ts";
import type { Windows } from "./windows.ts";

export interface PoolAttributes {
  filterSize: number | number[];
  strides: number | number[];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Undefined where windows reach beyond the padding or lie wholly in it, which ONNX's do not. Throws what tfjs throws. */
export function poolWindows(shape: readonly number[], attributes: PoolAttributes): Windows | undefined {
  const windows = windowsOf(shape, attributes);
  return windows && areFloored(windows) && areInside(windows) ? windows : undefined;
}

function windowsOf(shape: readonly number[], attributes: PoolAttributes): Windows | undefined {
  // tfjs' types have two lengths or three where one is for pictures, the other for stacks
  const { filterSize, strides, pad, dimRoundingMode } = attributes as {
    filterSize: number;
    strides: number;
    pad: "valid";
    dimRoundingMode?: "floor";
  };
  if (shape.length === 4) {
    const sizes = shape as [number, number, number, number];
    return windows2d(backend_util.computePool2DInfo(sizes, filterSize, strides, 1, pad, dimRoundingMode));
  }
  if (shape.length !== 5) return undefined;
  const sizes = shape as [number, number, number, number, number];
  return windows3d(backend_util.computePool3DInfo(sizes, filterSize, strides, 1, pad, dimRoundingMode));
}
