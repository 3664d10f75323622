/** Places in a tensor that are given as numbers, for kernels that gather and scatter. */
import type { TensorInfo } from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { list } from "./compose.ts";

/** What `indices`, `[...places, rank]`, point at: slices of a tensor, which is seen as `[rows, sliceSize]`. */
export interface Places {
  /** How many places there are. */
  count: number;
  /** How many numbers give one place. */
  rank: number;
  /** By how many rows each of them counts. */
  strides: readonly number[];
  rows: number;
  sliceSize: number;
  /** Of the tensor, for the error. */
  shape: readonly number[];
}

/**
 * Throw what the cpu backend throws for a place outside of the tensor. Only if the numbers are there already: those that
 * are not are checked when the graph runs.
 */
export function checkPlaces(backend: OnnxBackend, indices: TensorInfo, { rank, strides, rows, shape }: Places): void {
  const values = knownValues(backend, indices);
  if (!values) return;
  for (let at = 0; at < values.length; at += rank) {
    let row = 0;
    for (let i = 0; i < rank; i++) row += values[at + i]! * strides[i]!;
    if (row < 0 || row >= rows) {
      const index = [...values.subarray(at, at + rank)];
      throw new Error(`Invalid indices: ${index} does not index into ${shape}`);
    }
  }
}

/** The integers of a tensor, unless a pending kernel is still to make them. */
export function knownValues(backend: OnnxBackend, { dataId, shape }: TensorInfo): Int32Array | undefined {
  const { producer, values } = backend.datum(dataId);
  return producer || !(values instanceof Int32Array) ? undefined : values.subarray(0, sizeOf(shape));
}

/** The row of each place, `[count]`. One outside of the tensor is too large afterwards, and so fails when it is used. */
export function rowsOf(graph: GraphBuilder, indices: Name, { count, rank, strides, rows }: Places): Name {
  const weighted = (): Name =>
    graph.op("Mul", [graph.reshape(indices, [count, rank]), list(graph, strides.slice(0, rank))]);
  const row = rank === 1 ? graph.reshape(indices, [count]) : sum(graph, weighted());
  // subtle: ONNX counts negative ones from the end
  return graph.op("Where", [graph.op("Less", [row, graph.scalar(0, "int32")]), graph.scalar(rows, "int32"), row]);
}

function sum(graph: GraphBuilder, x: Name): Name {
  return graph.op("ReduceSum", [x, graph.int64([1])], { keepdims: 0 });
}

/**
 * Write `updates`, `[count, sliceSize]`, to the `rows` of `target`, `[rows, sliceSize]`.
 *
 * Subtle: with ScatterND, which is ten times as fast, threads add to the same row at the same time and lose numbers.
 */
export function scatter(
  graph: GraphBuilder,
  target: Name,
  {
    rows,
    updates,
    count,
    sliceSize,
    add,
  }: { rows: Name; updates: Name; add: boolean } & Pick<Places, "count" | "sliceSize">,
): Name {
  const spread = graph.op("Expand", [graph.reshape(rows, [count, 1]), graph.int64([count, sliceSize])]);
  return graph.op("ScatterElements", [target, spread, updates], { axis: 0, ...(add ? { reduction: "add" } : {}) });
}
