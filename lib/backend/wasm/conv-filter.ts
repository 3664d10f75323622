/** The gradient of a convolution to its filter, which the wasm backend lacks, from its matrix product. */
import { backend_util } from "@tensorflow/tfjs";
import type { Conv2DBackpropFilterAttrs, Conv2DBackpropFilterInputs, TensorInfo } from "@tensorflow/tfjs";
import { reshaped, Steps } from "./runtime.ts";
import type { WasmCall } from "./runtime.ts";

/**
 * dw[r, s, i, o] = Σ over batch, row, column of x[batch, row·stride + r − top, column·stride + s − left, i] ·
 * dy[batch, row, column, o]: a product of matrices for each place (r, s) of the filter.
 *
 * `x` is `[batch, height, width, in]` and `dy` is `[batch, outHeight, outWidth, out]`, or with channels second.
 */
export function convFilterGradient({
  inputs,
  attrs,
  backend,
}: WasmCall<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>): TensorInfo {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
  using steps = new Steps(backend);
  const channelsLast = (t: TensorInfo): TensorInfo =>
    dataFormat === "NCHW" ? steps.run("Transpose", { x: t }, { perm: [0, 2, 3, 1] }) : t;
  const x = channelsLast(inputs.x);
  const dy = channelsLast(inputs.dy);
  const shape = x.shape as [number, number, number, number];
  const info = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode, false);
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const { strideHeight, strideWidth } = info;
  const spanHeight = (outHeight - 1) * strideHeight + 1;
  const spanWidth = (outWidth - 1) * strideWidth + 1;
  const { top, left } = info.padInfo;
  // what the last place of the filter reaches, which may be more or less than the padding that the convolution names
  const bottom = Math.max(0, filterHeight - 1 + spanHeight - top - info.inHeight);
  const right = Math.max(0, filterWidth - 1 + spanWidth - left - info.inWidth);
  const paddings = [[0, 0], [top, bottom], [left, right], [0, 0]]; // prettier-ignore
  const padded = steps.run("PadV2", { x }, { paddings, constantValue: 0 });
  const pixels = batchSize * outHeight * outWidth;
  const b = reshaped(dy, [pixels, outChannels]);
  const places: TensorInfo[] = [];
  for (let r = 0; r < filterHeight; r++)
    for (let s = 0; s < filterWidth; s++) {
      const end = [batchSize, r + spanHeight, s + spanWidth, inChannels];
      const window = { begin: [0, r, s, 0], end, strides: [1, strideHeight, strideWidth, 1] };
      const seen = steps.run("StridedSlice", { x: padded }, { ...window, ...noMasks });
      const a = reshaped(seen, [pixels, inChannels]);
      places.push(steps.run("BatchMatMul", { a, b }, { transposeA: true, transposeB: false }));
    }
  const rows = steps.run("Concat", places as unknown as Record<string, TensorInfo>, { axis: 0 });
  return reshaped(steps.keep(rows), filterShape);
}

const noMasks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
