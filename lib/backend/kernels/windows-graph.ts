/** What several kernels do with windows, in ONNX's own operators, which want channels to be the second axis. */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { restOf } from "./windows.ts";
import type { Windows } from "./windows.ts";

/** As [batch, channel, …]. */
export function channelsSecond(graph: GraphBuilder, x: Name, windows: Windows): Name {
  return windows.isChannelsLast ? toSecond(graph, x, windows) : x;
}

/** As [batch, …, channel]. */
export function channelsLast(graph: GraphBuilder, x: Name, windows: Windows): Name {
  return windows.isChannelsLast ? x : toLast(graph, x, windows);
}

/** From [batch, channel, …] to the order of axes that is wanted. */
export function inOwnOrder(graph: GraphBuilder, x: Name, windows: Windows): Name {
  return windows.isChannelsLast ? toLast(graph, x, windows) : x;
}

function toSecond(graph: GraphBuilder, x: Name, { size }: Windows): Name {
  return graph.op("Transpose", [x], { perm: [0, size.length + 1, ...size.keys().map((axis) => axis + 1)] });
}

function toLast(graph: GraphBuilder, x: Name, { size }: Windows): Name {
  return graph.op("Transpose", [x], { perm: [0, ...size.keys().map((axis) => axis + 2), 1] });
}

/** As attributes of operators. */
export function attributesOf({ kernel, strides, dilations, pads }: Windows): Record<string, number[]> {
  return { kernel_shape: kernel, strides, dilations, pads };
}

/** A convolution of x with weights [out, in of a group, …], plus a bias [out] if there is one. */
export function convolve(graph: GraphBuilder, [x, ...weights]: readonly Name[], windows: Windows, group = 1): Name {
  const y = graph.op("Conv", [channelsSecond(graph, x!, windows), ...weights], { ...attributesOf(windows), group });
  return inOwnOrder(graph, y, windows);
}

/** The gradient to x of such a convolution: each number of `dy` is spread over the window that it came from. */
export function spread(graph: GraphBuilder, [dy, weights]: readonly Name[], windows: Windows, group = 1): Name {
  const dx = graph.op("ConvTranspose", [channelsSecond(graph, dy!, windows), weights!], {
    ...attributesOf(windows),
    output_padding: restOf(windows),
    group,
  });
  return inOwnOrder(graph, dx, windows);
}

/** [batch, …, channel] with zeros around. */
export function padded(graph: GraphBuilder, x: Name, { pads, size }: Windows): Name {
  if (pads.every((pad) => pad === 0)) return x;
  return graph.op("Pad", [x, graph.int64([0, ...pads.slice(0, size.length), 0, 0, ...pads.slice(size.length), 0])]);
}

/** For each place in a window, what all windows have there: [batch, … out, channel] of x [batch, …, channel]. */
export function seenByTaps(graph: GraphBuilder, x: Name, windows: Windows): Name[] {
  const { kernel, strides, dilations, out } = windows;
  const all = padded(graph, x, windows);
  const axes = graph.int64(out.map((_, axis) => axis + 1));
  return Array.from({ length: sizeOf(kernel) }, (_, tap) => {
    const from = placeOf(tap, kernel).map((at, axis) => at * dilations[axis]!);
    const to = from.map((at, axis) => at + (out[axis]! - 1) * strides[axis]! + 1);
    return graph.op("Slice", [all, graph.int64(from), graph.int64(to), axes, graph.int64(strides)]);
  });
}

/** Where in a window its n-th place is. */
function placeOf(n: number, kernel: readonly number[]): number[] {
  return kernel.map((length, axis) => Math.floor(n / sizeOf(kernel.slice(axis + 1))) % length);
}

export function concat(graph: GraphBuilder, parts: readonly Name[], axis: number): Name {
  return parts.length === 1 ? parts[0]! : graph.op("Concat", parts, { axis });
}
