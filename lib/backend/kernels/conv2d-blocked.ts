/**
 * A 2-D convolution and its gradients by ONNX Runtime's convolutions on blocks of channels.
 *
 * ONNX Runtime uses them by itself only for weights that never change. They take numbers in the order [batch,
 * channels / b, y, x, b], filters in the order [out / b, in / b, y, x, b in, b out].
 *
 * Axes: batch, y, x, in, out; a filter is [y, x, in, out].
 */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { areInside, restOf } from "./windows.ts";
import type { Windows } from "./windows.ts";
import { attributesOf, padded } from "./windows-graph.ts";

/** Whether `blockedConv` can do it in blocks of `b`. */
export function canBlockConv({ inChannels, outChannels, isChannelsLast }: Windows, b: number): boolean {
  return b > 0 && isChannelsLast && outChannels % b === 0 && (inChannels % b === 0 || inChannels <= 3);
}

/** The result [batch, y, x, out]. */
export function blockedConv(
  graph: GraphBuilder,
  [x, filter, bias]: readonly Name[],
  windows: Windows,
  b: number,
): Name {
  const { kernel, inChannels, outChannels } = windows;
  const isWhole = inChannels % b === 0;
  const input = isWhole
    ? graph.blocked("ReorderInput", [x!], { channels_last: 1 })
    : graph.op("Transpose", [x!], { perm: [0, 3, 1, 2] });
  const weights = isWhole
    ? graph.op("Transpose", [graph.reshape(filter!, [...kernel, inChannels / b, b, outChannels / b, b])], {
        perm: [4, 2, 0, 1, 3, 5],
      })
    : graph.op("Transpose", [graph.reshape(filter!, [...kernel, inChannels, outChannels / b, b])], {
        perm: [3, 2, 0, 1, 4],
      });
  const inputs = [input, graph.reshape(weights, [outChannels, inChannels, ...kernel])];
  if (bias !== undefined) inputs.push(bias);
  const y = graph.blocked("Conv", inputs, { ...attributesOf(windows), group: 1 });
  return graph.blocked("ReorderOutput", [y], { channels: outChannels, channels_last: 1 });
}

/** Whether `blockedInputGradient` can do it. */
export function canBlockInputGradient(windows: Windows, b: number): boolean {
  const { strides, dilations } = windows;
  const isDense = [...strides, ...dilations].every((step) => step === 1);
  return isDense && areInside(windows) && canBlockConv(transposed(windows), b);
}

/** The gradient to the input of a convolution in single steps: a convolution of `dy` with the filter turned round. */
export function blockedInputGradient(
  graph: GraphBuilder,
  [dy, filter]: readonly Name[],
  windows: Windows,
  b: number,
): Name {
  return blockedConv(graph, [dy!, turned(graph, filter!)], transposed(windows), b);
}

/** A filter by half a turn, from `out` to `in`. */
function turned(graph: GraphBuilder, filter: Name): Name {
  const [last, beforeFirst] = [-1, -(2 ** 31)].map((at) => graph.int64([at, at])) as [Name, Name];
  const round = graph.op("Slice", [filter, last, beforeFirst, graph.int64([0, 1]), last]);
  return graph.op("Transpose", [round], { perm: [0, 1, 3, 2] });
}

/** The convolution from `dy` to the gradient of the input. */
function transposed(windows: Windows): Windows {
  const { size, out, inChannels, outChannels, kernel, pads } = windows;
  return {
    ...windows,
    size: out,
    out: size,
    inChannels: outChannels,
    outChannels: inChannels,
    pads: pads.map((each, i) => kernel[i % kernel.length]! - 1 - each),
  };
}

/** Whether `blockedFilterGradient` can do it, and not mostly with zeros. */
export function canBlockFilterGradient({ batch, outChannels, dilations, isChannelsLast }: Windows, b: number): boolean {
  return b > 0 && isChannelsLast && outChannels % b === 0 && batch * 2 >= b && dilations.every((step) => step === 1);
}

/**
 * The gradient to the filter, which is a convolution, too: of the input with `dy` as its filter and the batch as its
 * channels. Columns and channels of the input are one axis, along which the taps of `dy` lie `in` apart: so nothing has
 * to be put in another order, and each row of the result holds all columns and channels of the filter.
 *
 * The rows of `dy` are dealt to groups of such a convolution, whose results are added.
 */
export function blockedFilterGradient(
  graph: GraphBuilder,
  [x, dy]: readonly Name[],
  windows: Windows,
  b: number,
): Name {
  const { kernel, inChannels, outChannels, strides, batch } = windows;
  const [outHeight, outWidth] = windows.out as [number, number];
  const [rowStride, columnStride] = strides as [number, number];
  const examples = Math.ceil(batch / b) * b;
  const groups = groupsOf(outHeight, examples * outWidth * outChannels);
  const groupHeight = outHeight / groups;
  const reach = (axis: 0 | 1, taps: number): number => kernel[axis]! + (taps - 1) * strides[axis]!;
  const width = reach(1, outWidth);
  const seen = withExamples(graph, cropped(graph, padded(graph, x!, windows), windows), windows, examples);
  const rows = graph.reshape(seen, [1, examples, reach(0, outHeight), width * inChannels]);
  const input = inGroups(graph, graph.blocked("ReorderInput", [rows], { channels_last: 0 }), {
    blocks: examples / b,
    starts: Array.from({ length: groups }, (_, group) => group * groupHeight * rowStride),
    height: reach(0, groupHeight),
    row: width * inChannels * b,
  });
  const taps = graph.reshape(withExamples(graph, dy!, windows, examples), [
    examples / b,
    b,
    groups,
    groupHeight,
    outWidth,
    outChannels / b,
    b,
  ]);
  const filter = graph.op("Transpose", [taps], { perm: [2, 5, 0, 3, 4, 1, 6] });
  const gradients = graph.blocked(
    "Conv",
    [
      graph.reshape(input, [1, groups * examples, reach(0, groupHeight), width * inChannels]),
      graph.reshape(filter, [groups * outChannels, examples, groupHeight, outWidth]),
    ],
    {
      kernel_shape: [groupHeight, outWidth],
      strides: [1, 1],
      dilations: [rowStride, columnStride * inChannels],
      pads: [0, 0, 0, 0],
      group: groups,
    },
  );
  const places = sizeOf(kernel) * inChannels;
  const byGroup = graph.reshape(gradients, [groups, outChannels / b, places, b]);
  const sum = groups > 1 ? graph.op("ReduceSum", [byGroup, graph.int64([0])], { keepdims: 0 }) : byGroup;
  const byPlace = graph.op("Transpose", [graph.reshape(sum, [outChannels / b, places, b])], { perm: [1, 0, 2] });
  return graph.reshape(byPlace, [...kernel, inChannels, outChannels]);
}

/** Numbers of a filter that the second-level cache of most processors holds beside what it is multiplied with. */
const mostInFilter = 2 ** 17;

/**
 * How many groups: each position of the result reads a whole filter, which has to come from the cache, and groups are
 * dealt to threads evenly, where the few rows of the result are not. (Measured, 96 to 32 channels of 32 × 32: 7.8 ms in
 * one group, 3.2 ms in four.)
 */
function groupsOf(height: number, rowSize: number): number {
  const least = Math.max(2, (height * rowSize) / mostInFilter);
  for (let groups = 2; groups <= height; groups++) if (height % groups === 0 && groups >= least) return groups;
  return 1;
}

interface RowGroups {
  /** Blocks of channels. */
  blocks: number;
  /** The first row of each group. */
  starts: readonly number[];
  /** Rows of a group. */
  height: number;
  /** Numbers in a row of a block. */
  row: number;
}

/** From [blocks, rows] to [group, blocks, rows of the group]; groups overlap. */
function inGroups(graph: GraphBuilder, x: Name, { blocks, starts, height, row }: RowGroups): Name {
  if (starts.length === 1) return x;
  const rows = starts.flatMap((start) => Array.from({ length: height }, (_, i) => start + i));
  const lines = graph.op("Gather", [graph.reshape(x, [blocks, -1, row]), graph.int64(rows)], { axis: 1 });
  if (blocks === 1) return lines;
  const byBlock = graph.reshape(lines, [blocks, starts.length, height * row]);
  return graph.op("Transpose", [byBlock], { perm: [1, 0, 2] });
}

/** Whether `blockedSwappedFilterGradient` can do it. */
export function canBlockSwappedFilterGradient(windows: Windows, b: number): boolean {
  return (
    windows.strides.every((step) => step === 1) && areInside(windows) && canBlockFilterGradient(transposed(windows), b)
  );
}

/** The same in single steps where `in`, not `out`, is whole blocks: input and `dy` change places, and the filter is turned round. */
export function blockedSwappedFilterGradient(
  graph: GraphBuilder,
  [x, dy]: readonly Name[],
  windows: Windows,
  b: number,
): Name {
  return turned(graph, blockedFilterGradient(graph, [dy!, x!], transposed(windows), b));
}

/** Without the rows and columns that no window reaches. */
function cropped(graph: GraphBuilder, x: Name, windows: Windows): Name {
  const rests = restOf(windows);
  if (rests.every((rest) => rest === 0)) return x;
  const { size, pads } = windows;
  const ends = size.map((length, axis) => length + pads[axis]! + pads[axis + size.length]! - rests[axis]!);
  return graph.op("Slice", [x, graph.int64([0, 0]), graph.int64(ends), graph.int64([1, 2])]);
}

/** With examples of zeros, so that they fill their blocks. */
function withExamples(graph: GraphBuilder, x: Name, { batch }: Windows, examples: number): Name {
  return examples === batch ? x : graph.op("Pad", [x, graph.int64([0, 0, 0, 0, examples - batch, 0, 0, 0])]);
}
