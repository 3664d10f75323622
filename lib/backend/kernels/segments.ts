/** Sums and counts of what belongs to one number: the gradient of an embedding, and histograms. */
import type {
  BincountAttrs,
  BincountInputs,
  DenseBincountAttrs,
  TensorInfo,
  UnsortedSegmentSumAttrs,
  UnsortedSegmentSumInputs,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { cast, full, list } from "./compose.ts";
import { knownValues, scatter } from "./indices.ts";

interface Segments {
  /** How many slices are summed, and how many numbers one has. */
  count: number;
  sliceSize: number;
  /** How many sums there are. */
  segments: number;
}

/**
 * The sums of the slices of `x`, `[count, sliceSize]`, that have the same id, `[segments, sliceSize]`. Slices whose id is
 * not one of `0 … segments - 1` count nowhere.
 */
function segmentSum(graph: GraphBuilder, x: Name, ids: Name, sizes: Segments): Name {
  const { count, segments } = sizes;
  // measured: with 256 segments the two take the same time, with 16 the product an eighth
  return segments <= 256 && segments * count <= 2 ** 20
    ? byProduct(graph, x, ids, sizes)
    : byScatter(graph, x, ids, sizes);
}

/** A matrix of which slice belongs where, times the slices. */
function byProduct(graph: GraphBuilder, x: Name, ids: Name, { count, segments }: Segments): Name {
  const range = list(graph, [...Array(segments).keys()], [segments, 1]);
  const belongs = cast(graph, graph.op("Equal", [graph.reshape(ids, [1, count]), range]), "float32");
  return graph.op("Gemm", [belongs, x]);
}

function byScatter(graph: GraphBuilder, x: Name, ids: Name, { count, segments, sliceSize }: Segments): Name {
  const rows = graph.reshape(orLast(graph, ids, segments), [count]);
  const zeros = full(graph, [segments + 1, sliceSize], { value: 0, type: "float32" });
  return withoutLast(graph, scatter(graph, zeros, { rows, updates: x, count, sliceSize, add: true }), segments);
}

/** What is outside of `0 … count - 1` becomes `count`: the place of a row that is left out afterwards. */
function orLast(graph: GraphBuilder, ids: Name, count: number): Name {
  const [zero, end] = [graph.scalar(0, "int32"), graph.scalar(count, "int32")];
  const isInside = graph.op("And", [graph.op("GreaterOrEqual", [ids, zero]), graph.op("Less", [ids, end])]);
  return graph.op("Where", [isInside, ids, end]);
}

function withoutLast(graph: GraphBuilder, x: Name, count: number): Name {
  return graph.op("Slice", [x, graph.int64([0]), graph.int64([count]), graph.int64([0])]);
}

interface Count {
  x: TensorInfo;
  /** What each counts; one for all of them that there are. */
  weights: TensorInfo;
  size: number;
  binary?: boolean;
}

/** How often each of `0 … size - 1` is in a row of `x`, `[row, column]`; larger numbers are not counted. */
function bincount(
  backend: OnnxBackend,
  name: string,
  { x, weights, size, binary = false }: Count,
): TensorInfo | undefined {
  const { dtype } = weights;
  if (x.dtype !== "int32" || (dtype !== "float32" && dtype !== "int32") || size === 0) return undefined;
  if (knownValues(backend, x)?.some((value) => value < 0)) throw new Error("Input x must be non-negative!");
  const isFlat = x.shape.length === 1;
  const [rows, columns] = isFlat ? [1, x.shape[0]!] : (x.shape as [number, number]);
  const count = rows * columns;
  const isWeighted = !weights.shape.includes(0) && !binary;
  const shape = isFlat ? [size] : [rows, size];
  const inputs = isWeighted ? [x, weights] : [x];
  return record(backend, `${name} ${size} ${binary} ${dtype}`, inputs, { shape, dtype }, (graph, [x, weights]) => {
    const zero = graph.scalar(0, "int32");
    const bins = graph.reshape(x!, [rows, columns]);
    const starts = list(
      graph,
      Array.from({ length: rows }, (_, row) => row * size),
      [rows, 1],
    );
    const isCounted = graph.op("Less", [bins, graph.scalar(size, "int32")]);
    const inRow = graph.op("Where", [isCounted, graph.op("Add", [bins, starts]), graph.scalar(rows * size, "int32")]);
    // a negative number, which was not known when it was asked for, fails when the graph runs
    const places = graph.op("Where", [graph.op("Less", [bins, zero]), graph.scalar(rows * size + 1, "int32"), inRow]);
    const counts = scatter(graph, full(graph, [rows * size + 1, 1], { value: 0, type: dtype }), {
      rows: graph.reshape(places, [count]),
      updates: isWeighted ? graph.reshape(weights!, [count, 1]) : full(graph, [count, 1], { value: 1, type: dtype }),
      count,
      sliceSize: 1,
      add: !binary,
    });
    return graph.reshape(withoutLast(graph, counts, rows * size), shape);
  });
}

export const segments: KernelTable = {
  /** float32 for either type, as on the cpu backend. There a NaN spoils all segments, here those beside it may be spared. */
  UnsortedSegmentSum: kernel<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
    ({ x, segmentIds }, { numSegments }, backend) => {
      const [count] = segmentIds.shape;
      if (segmentIds.dtype !== "int32" || segmentIds.shape.length !== 1 || x.shape[0] !== count) return undefined;
      if (numSegments === 0) return undefined;
      const sizes = { count, sliceSize: sizeOf(x.shape) / count, segments: numSegments };
      const shape = x.shape.with(0, numSegments);
      const output = { shape, dtype: "float32" } as const;
      const work = sizes.sliceSize * count * Math.min(numSegments, 256);
      const key = `UnsortedSegmentSum ${numSegments}`;
      return record(
        backend,
        key,
        [x, segmentIds],
        output,
        (graph, [name, ids]) => {
          const numbers = x.dtype === "float32" ? name! : cast(graph, name!, "float32");
          const slices = graph.reshape(numbers, [count, sizes.sliceSize]);
          return graph.reshape(segmentSum(graph, slices, ids!, sizes), shape);
        },
        { work },
      );
    },
  ),
  Bincount: kernel<BincountInputs, BincountAttrs>(({ x, weights }, { size }, backend) =>
    bincount(backend, "Bincount", { x, weights, size }),
  ),
  DenseBincount: kernel<BincountInputs, DenseBincountAttrs>(({ x, weights }, { size, binaryOutput }, backend) => {
    if (x.shape.length !== 1 && x.shape.length !== 2) return undefined;
    return bincount(backend, "DenseBincount", { x, weights, size, binary: x.shape.length === 2 && binaryOutput });
  }),
};
