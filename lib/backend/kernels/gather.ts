/** Kernels that choose numbers: by place, or by truth. */
import { backend_util, util } from "@tensorflow/tfjs";
import type {
  GatherV2Attrs,
  GatherV2Inputs,
  OneHotAttrs,
  OneHotInputs,
  SelectInputs,
  TensorInfo,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { isGraphType } from "../onnx/graph-types.ts";
import { cast } from "./compose.ts";
import { knownValues } from "./indices.ts";
import { sizeOf } from "../shapes.ts";

/** Throw the cpu backend's error if an index is outside of 0 … length − 1. False if they are not known yet. */
function checkIndices(backend: OnnxBackend, indices: TensorInfo, length: number): boolean {
  const values = knownValues(backend, indices);
  if (!values) return false;
  for (const index of values)
    util.assert(index >= 0 && index < length, () => `GatherV2: the index value ${index} is not in [0, ${length - 1}]`);
  return true;
}

/** Negative ones made too large, so that they fail: ONNX counts them from the end. */
function withoutNegative(graph: GraphBuilder, indices: Name, length: number): Name {
  const isNegative = graph.op("Less", [indices, graph.scalar(0, "int32")]);
  return graph.op("Where", [isNegative, graph.scalar(length, "int32"), indices]);
}

interface Batched {
  /** `[batch, outer, length, slice]`, as which `x` is seen. */
  flat: readonly [batch: number, outer: number, length: number, slice: number];
  count: number;
  shape: readonly number[];
}

/** Each batch has its own indices. */
function gatherBatched(graph: GraphBuilder, [x, indices]: [Name, Name], { flat, count, shape }: Batched): Name {
  const [batch, outer, length, slice] = flat;
  const rows =
    outer === 1
      ? graph.reshape(x, [batch, length, outer, slice])
      : graph.op("Transpose", [graph.reshape(x, flat)], { perm: [0, 2, 1, 3] });
  const places = graph.reshape(cast(graph, indices, "int64"), [batch, count, 1]);
  const gathered = graph.op("GatherND", [rows, places], { batch_dims: 1 });
  return graph.reshape(outer === 1 ? gathered : graph.op("Transpose", [gathered], { perm: [0, 2, 1, 3] }), shape);
}

export const selections: KernelTable = {
  GatherV2: kernel<GatherV2Inputs, GatherV2Attrs>(({ x, indices }, { axis, batchDims = 0 }, backend) => {
    if (indices.dtype !== "int32") return undefined;
    const [at] = util.parseAxisParam(axis, x.shape) as [number];
    const length = x.shape[at]!;
    const isChecked = checkIndices(backend, indices, length);
    const { batchSize, outerSize, sliceSize, outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(
      x as never,
      indices as never,
      at,
      batchDims,
    );
    const count = sizeOf(indices.shape) / batchSize;
    const batched: Batched = { flat: [batchSize, outerSize, length, sliceSize], count, shape: outputShape };
    return record(
      backend,
      `GatherV2 ${at} ${batchDims} ${isChecked}`,
      [x, indices],
      { shape: outputShape, dtype: x.dtype },
      (graph, [x, indices]) => {
        const places = isChecked ? indices! : withoutNegative(graph, indices!, length);
        return batchDims === 0
          ? graph.op("Gather", [x!, places], { axis: at })
          : gatherBatched(graph, [x!, places], batched);
      },
    );
  }),
  /** `onValue` at each index, nowhere for an index outside of 0 … depth − 1. */
  OneHot: kernel<OneHotInputs, OneHotAttrs>(({ indices }, { depth, onValue, offValue, dtype }, backend) => {
    if (!isGraphType(dtype)) return undefined;
    const shape = [...indices.shape, depth];
    const key = `OneHot ${depth} ${onValue} ${offValue} ${dtype}`;
    return record(backend, key, [indices], { shape, dtype }, (graph, [indices_]) => {
      const places = withoutNegative(graph, graph.reshape(indices_!, [sizeOf(indices.shape)]), depth);
      const values = graph.tensor({ type: "float32", shape: [2], data: Float32Array.of(offValue, onValue) });
      const rows = graph.op("OneHot", [cast(graph, places, "int64"), graph.int64([depth]), values]);
      return graph.reshape(dtype === "float32" ? rows : cast(graph, rows, dtype), shape);
    });
  }),
  Select: kernel<SelectInputs>(({ condition, t, e }, _, backend) => {
    if (condition.dtype !== "bool" || t.dtype !== e.dtype) return undefined;
    if (condition.shape.length !== t.shape.length) return undefined;
    return record(backend, "Select", [condition, t, e], t, (graph, [condition, t_, e_]) =>
      t.dtype === "bool" ? choose(graph, [condition!, t_!, e_!]) : graph.op("Where", [condition!, t_!, e_!]),
    );
  }),
};

/** ONNX Runtime's `Where` is not for truth values. */
function choose(graph: GraphBuilder, [condition, yes, no]: [Name, Name, Name]): Name {
  const chosen = graph.op("And", [condition, yes]);
  return graph.op("Or", [chosen, graph.op("And", [graph.op("Not", [condition]), no])]);
}
