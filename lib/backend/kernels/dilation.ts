/**
 * Morphological dilation of pictures, and its gradients: each number is the largest of x + filter in its window.
 *
 * The pixels of all windows are gathered, one row of the filter at a time so that no more than its width has to be
 * held, and the largest is kept. As on the cpu backend NaN is passed over, and what is not above −2⁵³ + 1 counts as
 * nothing.
 *
 * Axes: batch, y, x, channel; of the filter: y, x, channel.
 */
import { backend_util } from "@tensorflow/tfjs";
import type { Dilation2DAttrs, Dilation2DInputs, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sameShape } from "../shapes.ts";
import { cast, full, list } from "./compose.ts";

type Info = backend_util.Conv2DInfo;
type NumberType = "float32" | "double";

const nothing = Number.MIN_SAFE_INTEGER;

interface Best {
  value: Name;
  /** The first place in the filter, row by row, that has it; −1 for nothing. Undefined if nobody asks. */
  tap?: Name;
}

function infoOf(x: TensorInfo, filter: TensorInfo, { strides, pad, dilations }: Dilation2DAttrs): Info {
  return backend_util.computeDilation2DInfo(x.shape as never, filter.shape as never, strides, pad, "NHWC", dilations);
}

function keyOfInfo({ padInfo, ...info }: Info): string {
  const { top, left } = padInfo;
  return [
    info.outShape,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    top,
    left,
  ].join();
}

/** What each row of the filter sees: the pixel, numbered row by row, for each output and column; outside one more. */
function pixelsOf(info: Info, row: number): number[] {
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  return product(outHeight, outWidth).flatMap(([outY, outX]) =>
    Array.from({ length: info.filterWidth }, (_, column) => {
      const y = outY * info.strideHeight - padInfo.top + row * info.dilationHeight;
      const x = outX * info.strideWidth - padInfo.left + column * info.dilationWidth;
      return y >= 0 && y < inHeight && x >= 0 && x < inWidth ? y * inWidth + x : inHeight * inWidth;
    }),
  );
}

function product(height: number, width: number): [y: number, x: number][] {
  return Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width]);
}

/** The largest of each window, [batch, outputs, channel]. */
function largest(graph: GraphBuilder, { x, filter, info, type, withTaps }: Search): Best {
  const { batchSize: batch, inChannels: channels, filterHeight, filterWidth: width } = info;
  const number = (value: number): Name =>
    type === "double" ? cast(graph, graph.scalar(value), type) : graph.scalar(value);
  const outside = graph.op("Expand", [number(-Infinity), graph.int64([batch, 1, channels])]);
  const flat = graph.reshape(x, [batch, info.inHeight * info.inWidth, channels]);
  const pixels = graph.op("Concat", [flat, outside], { axis: 1 });
  const outputs = info.outHeight * info.outWidth;
  let best: Best = { value: number(nothing), ...(withTaps ? { tap: graph.int64([-1]) } : {}) };
  for (let row = 0; row < filterHeight; row++) {
    const seen = graph.op("Gather", [pixels, list(graph, pixelsOf(info, row), [outputs, width])], { axis: 1 });
    const weights = graph.op("Gather", [filter, list(graph, [row])], { axis: 0 });
    const sums = graph.op("Add", [seen, weights]);
    const numbers = graph.op("Where", [graph.op("IsNaN", [sums]), number(-Infinity), sums]);
    const value = graph.op("ReduceMax", [numbers], { axes: [2], keepdims: 0 });
    const isMore = graph.op("Greater", [value, best.value]);
    const keep = (is: Name, was: Name): Name => graph.op("Where", [isMore, is, was]);
    const column = graph.op("ArgMax", [numbers], { axis: 2, keepdims: 0 });
    const tap = best.tap && keep(graph.op("Add", [column, graph.int64([row * width])]), best.tap);
    best = { value: keep(value, best.value), ...(tap ? { tap } : {}) };
  }
  return best;
}

interface Search {
  x: Name;
  filter: Name;
  info: Info;
  type: NumberType;
  withTaps: boolean;
}

interface GradientInputs extends Dilation2DInputs {
  x: TensorInfo;
  filter: TensorInfo;
  dy: TensorInfo;
}

/** `build`: from what comes in, [batch, outputs, channel], and the taps that it goes to. */
function gradient(
  name: string,
  of: "x" | "filter",
  build: (graph: GraphBuilder, dy: Name, tap: Name, info: Info) => Name,
): Kernel {
  return kernel<GradientInputs, Dilation2DAttrs>((inputs, attributes, backend) => {
    const { x, filter, dy } = inputs;
    const info = infoOf(x, filter, attributes);
    if (!areFloats(x, filter, dy) || !sameShape(dy.shape, info.outShape)) return undefined;
    const output = inputs[of];
    return record(backend, `${name} ${keyOfInfo(info)}`, [x, filter, dy], output, (graph, [x, filter, dy]) => {
      // in float64, in which sums differ that are the same in float32
      const numbers = { x: cast(graph, x!, "double"), filter: cast(graph, filter!, "double") };
      const { tap } = largest(graph, { ...numbers, info, type: "double", withTaps: true });
      const flat = graph.reshape(dy!, [info.batchSize, info.outHeight * info.outWidth, info.inChannels]);
      return graph.reshape(build(graph, flat, tap!, info), output.shape);
    });
  });
}

function areFloats(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}

/** For each output, the pixel that its window starts with within the picture, and then those of the taps. */
function pixelsByTap(info: Info): number[] {
  const { inHeight, inWidth, filterHeight, filterWidth: width, padInfo } = info;
  const rows = Array.from({ length: filterHeight }, (_, row) => pixelsOf(info, row));
  return product(info.outHeight, info.outWidth).flatMap(([outY, outX], output) => {
    const y = Math.max(outY * info.strideHeight - padInfo.top, 0);
    const x = Math.max(outX * info.strideWidth - padInfo.left, 0);
    const first = y < inHeight && x < inWidth ? y * inWidth + x : inHeight * inWidth;
    return [first, ...rows.flatMap((row) => row.slice(output * width, (output + 1) * width))];
  });
}

/** Each number of dy added to the pixel that its window has taken. */
function toPixels(graph: GraphBuilder, dy: Name, tap: Name, info: Info): Name {
  const { batchSize, inHeight, inWidth, inChannels } = info;
  const [pixels, outputs] = [inHeight * inWidth, info.outHeight * info.outWidth];
  const choices = info.filterHeight * info.filterWidth + 1;
  const starts = graph.int64(Array.from({ length: outputs }, (_, i) => i * choices + 1));
  const choice = graph.op("Add", [tap, graph.reshape(starts, [outputs, 1])]);
  const taken = graph.op("Gather", [list(graph, pixelsByTap(info)), choice], { axis: 0 });
  const zeros = full(graph, [batchSize, pixels + 1, inChannels], { value: 0, type: "float32" });
  const added = graph.op("ScatterElements", [zeros, taken, dy], { axis: 1, reduction: "add" });
  return graph.op("Slice", [added, graph.int64([0]), graph.int64([pixels]), graph.int64([1])]);
}

/** Each number of dy added to the number of the filter that its window has taken, and to the first if there is none. */
function toTaps(graph: GraphBuilder, dy: Name, tap: Name, { filterHeight, filterWidth, ...info }: Info): Name {
  const rows = [info.batchSize * info.outHeight * info.outWidth, info.inChannels];
  const taken = graph.reshape(graph.op("Max", [tap, graph.int64([0])]), rows);
  const zeros = full(graph, [filterHeight * filterWidth, info.inChannels], { value: 0, type: "float32" });
  return graph.op("ScatterElements", [zeros, taken, graph.reshape(dy, rows)], { axis: 0, reduction: "add" });
}

export const dilation: KernelTable = {
  Dilation2D: kernel<Dilation2DInputs, Dilation2DAttrs>(({ x, filter }, attributes, backend) => {
    const info = infoOf(x, filter, attributes);
    if (!areFloats(x, filter)) return undefined;
    const output = { shape: info.outShape, dtype: x.dtype };
    return record(backend, `Dilation2D ${keyOfInfo(info)}`, [x, filter], output, (graph, [x, filter]) => {
      const { value } = largest(graph, { x: x!, filter: filter!, info, type: "float32", withTaps: false });
      return graph.reshape(value, info.outShape);
    });
  }),
  Dilation2DBackpropInput: gradient("Dilation2DBackpropInput", "x", toPixels),
  Dilation2DBackpropFilter: gradient("Dilation2DBackpropFilter", "filter", toTaps),
};
