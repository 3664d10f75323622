/** Kernels that read and write at places that are given as numbers. */
import { backend_util } from "@tensorflow/tfjs";
import type {
  GatherNdInputs,
  ScatterNdAttrs,
  ScatterNdInputs,
  SparseToDenseAttrs,
  SparseToDenseInputs,
  TensorInfo,
  TensorScatterUpdateInputs,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { isGraphType } from "../onnx/graph-types.ts";
import { sizeOf } from "../shapes.ts";
import { full } from "./compose.ts";
import { checkPlaces, rowsOf, scatter } from "./indices.ts";

interface Scatter {
  indices: TensorInfo;
  updates: TensorInfo;
  shape: readonly number[];
  /** Whether what falls on one place is summed; else the last one stays. */
  add: boolean;
  /** What is there before: as many numbers, or one for all places (default: zeros). */
  target?: TensorInfo;
}

function scattered(backend: OnnxBackend, name: string, options: Scatter): TensorInfo | undefined {
  const { indices, updates, shape, add, target } = options;
  const { dtype } = updates;
  if (indices.dtype !== "int32" || !isGraphType(dtype) || (target && target.dtype !== dtype)) return undefined;
  if (shape.includes(0) || (add && dtype === "bool")) return undefined;
  const { numUpdates: count, outputSize, sliceRank: rank, ...rest } = scatterShapes(options);
  const places = { ...rest, count, rank, rows: outputSize / rest.sliceSize, shape };
  checkPlaces(backend, indices, places);
  const flat = [places.rows, places.sliceSize];
  const inputs = target ? [indices, updates, target] : [indices, updates];
  return record(backend, `${name} ${shape}`, inputs, { shape, dtype }, (graph, [at, given, before]) => {
    const start = target
      ? spread(graph, before!, { from: target, to: flat })
      : full(graph, flat, { value: 0, type: dtype });
    const rows = rowsOf(graph, at!, places);
    const slices = spread(graph, given!, { from: updates, to: [count, places.sliceSize] });
    return graph.reshape(scatter(graph, start, { ...places, rows, updates: slices, add }), shape);
  });
}

/** One number for all places, or as many as there are. */
function spread(graph: GraphBuilder, x: Name, { from, to }: { from: TensorInfo; to: number[] }): Name {
  return from.shape.length === 0 ? graph.op("Expand", [x, graph.int64(to)]) : graph.reshape(x, to);
}

function scatterShapes({ indices, updates, shape }: Scatter) {
  return backend_util.calculateShapes(updates, indices, shape as number[]);
}

export const scatters: KernelTable = {
  ScatterNd: kernel<ScatterNdInputs, ScatterNdAttrs>(({ indices, updates }, { shape }, backend) =>
    scattered(backend, "ScatterNd", { indices, updates, shape, add: true }),
  ),
  TensorScatterUpdate: kernel<TensorScatterUpdateInputs>(({ tensor: target, indices, updates }, _, backend) =>
    scattered(backend, "TensorScatterUpdate", { indices, updates, shape: target.shape, add: false, target }),
  ),
  SparseToDense: kernel<SparseToDenseInputs, SparseToDenseAttrs>(
    ({ sparseIndices: indices, sparseValues: updates, defaultValue: target }, { outputShape: shape }, backend) =>
      scattered(backend, "SparseToDense", { indices, updates, shape, add: false, target }),
  ),
  GatherNd: kernel<GatherNdInputs>(({ params, indices }, _, backend) => {
    if (indices.dtype !== "int32") return undefined;
    const [shape, count, sliceSize, strides] = backend_util.prepareAndValidate(params, indices);
    const { shape: whole, dtype } = params;
    const places = {
      count,
      sliceSize,
      strides,
      rank: indices.shape.at(-1)!,
      rows: sizeOf(whole) / sliceSize,
      shape: whole,
    };
    checkPlaces(backend, indices, places);
    return record(backend, "GatherNd", [params, indices], { shape, dtype }, (graph, [params, indices]) => {
      const slices = graph.reshape(params!, [places.rows, sliceSize]);
      return graph.reshape(graph.op("Gather", [slices, rowsOf(graph, indices!, places)], { axis: 0 }), shape);
    });
  }),
};
