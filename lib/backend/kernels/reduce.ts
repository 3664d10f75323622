/** Kernels that make one number of all those along some axes, and softmax. */
import { backend_util, util } from "@tensorflow/tfjs";
import type {
  DataType,
  MaxAttrs,
  MaxInputs,
  MeanAttrs,
  MeanInputs,
  MinAttrs,
  MinInputs,
  SoftmaxAttrs,
  SoftmaxInputs,
  SumAttrs,
  SumInputs,
  TensorInfo,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast } from "./compose.ts";

interface Axes {
  axes: number[];
  /** 1 or 0, as ONNX wants it. */
  keepdims: number;
  /** Whether nothing but these axes comes after the first of them. */
  areLast: boolean;
}

interface Reduction {
  axis: number | number[] | undefined;
  keepDims: boolean | undefined;
  /** The type in which it is computed. */
  of: "float32" | "int32" | "int64";
  to: DataType;
  /** Adds the operators for at least one axis. */
  build(graph: GraphBuilder, x: Name, axes: Axes): Name;
}

function reduce(
  backend: OnnxBackend,
  name: string,
  x: TensorInfo,
  { axis, keepDims, of, to, build }: Reduction,
): TensorInfo {
  const axes = util.parseAxisParam(axis as number[], x.shape);
  const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
  const areLast = axes.every((each) => each >= x.shape.length - axes.length);
  return record(backend, `${name} ${axes} ${keepDims}`, [x], { shape, dtype: to }, (graph, [name]) => {
    const numbers = x.dtype === of ? name! : cast(graph, name!, of);
    // subtle: without axes ONNX would reduce them all
    const result = axes.length > 0 ? build(graph, numbers, { axes, keepdims: keepDims ? 1 : 0, areLast }) : numbers;
    return to === of ? result : cast(graph, result, to as "bool");
  });
}

/** The largest or smallest, and NaN if there is one: ONNX Runtime's own operators pass over it. */
function extreme(
  name: "Max" | "Min",
  backend: OnnxBackend,
  x: TensorInfo,
  options: Pick<Reduction, "axis" | "keepDims">,
) {
  const isFloat = x.dtype === "float32";
  return reduce(backend, name, x, {
    ...options,
    of: isFloat ? "float32" : "int32",
    to: x.dtype,
    build(graph, x, { areLast, ...attributes }) {
      const result = graph.op(`Reduce${name}`, [x], attributes);
      if (!isFloat) return result;
      // the sum of magnitudes is NaN if and only if one of them is; the one operator for it is slow along leading axes
      const { axes, keepdims } = attributes;
      const magnitude = areLast
        ? graph.op("ReduceL1", [x], attributes)
        : graph.op("ReduceSum", [graph.op("Abs", [x]), graph.int64(axes)], { keepdims });
      return graph.op("Where", [graph.op("IsNaN", [magnitude]), magnitude, result]);
    },
  });
}

/**
 * The first part of a sum along all leading axes: runs of rows are added up, and their sums take the place of the rows.
 * ONNX Runtime adds row by row on one thread; this way several work, and rounding errors add up less.
 */
function sumOfRuns(graph: GraphBuilder, x: Name, shape: readonly number[], axes: readonly number[]): Name {
  const leading = axes.length;
  if (leading === shape.length || axes.some((axis) => axis >= leading)) return x;
  const rows = util.sizeFromShape(shape.slice(0, leading));
  const runs = runsOf(rows);
  if (runs === 1) return x;
  const row = shape.slice(leading);
  const split = graph.reshape(x, [runs, rows / runs, ...row]);
  const sums = graph.op("ReduceSum", [split, graph.int64([1])], { keepdims: 0 });
  return graph.reshape(sums, [runs, ...Array.from({ length: leading - 1 }, () => 1), ...row]);
}

/** How many runs of equal length: 64 or somewhat less, or 1 if the rows are few or have no such divisor. */
function runsOf(rows: number): number {
  if (rows < 2048) return 1;
  for (let runs = 64; runs >= 16; runs--) if (rows % runs === 0) return runs;
  return 1;
}

export const reductions: KernelTable = {
  /** Truth values are counted. */
  Sum: kernel<SumInputs, SumAttrs & { keepDims?: boolean }>(({ x }, { axis, keepDims }, backend) =>
    reduce(backend, "Sum", x, {
      axis,
      keepDims,
      // subtle: of int32 a sum that does not fit would be the largest number, and is to wrap around
      of: x.dtype === "float32" ? "float32" : "int64",
      to: x.dtype === "float32" ? "float32" : "int32",
      build(graph, numbers, { axes, keepdims }) {
        const fewer = x.dtype === "float32" ? sumOfRuns(graph, numbers, x.shape, axes) : numbers;
        return graph.op("ReduceSum", [fewer, graph.int64(axes)], { keepdims });
      },
    }),
  ),
  Mean: kernel<MeanInputs, MeanAttrs>(({ x }, { axis, keepDims }, backend) =>
    reduce(backend, "Mean", x, {
      axis,
      keepDims,
      of: "float32",
      to: "float32",
      build: (graph, x, { axes, keepdims }) => graph.op("ReduceMean", [x], { axes, keepdims }),
    }),
  ),
  Max: kernel<MaxInputs, MaxAttrs>(({ x }, { reductionIndices, keepDims }, backend) =>
    extreme("Max", backend, x, { axis: reductionIndices, keepDims }),
  ),
  Min: kernel<MinInputs, MinAttrs>(({ x }, { axis, keepDims }, backend) =>
    extreme("Min", backend, x, { axis, keepDims }),
  ),
  Softmax: kernel<SoftmaxInputs, SoftmaxAttrs>(({ logits }, { dim }, backend) =>
    logits.dtype === "float32"
      ? record(backend, `Softmax ${dim}`, [logits], logits, (graph, [x]) => graph.op("Softmax", [x!], { axis: dim }))
      : undefined,
  ),
};
