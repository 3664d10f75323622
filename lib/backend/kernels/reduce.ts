/** Kernels that make one number of all those along some axes, and softmax. */
import { backend_util, util } from "@tensorflow/tfjs";
import type {
  MaxAttrs,
  MaxInputs,
  MeanAttrs,
  MeanInputs,
  SoftmaxAttrs,
  SoftmaxInputs,
  SumAttrs,
  SumInputs,
} from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import type { OnnxBackend } from "../backend.ts";
import type { DataType, TensorInfo } from "@tensorflow/tfjs";

interface Reduction {
  axis: number | number[] | undefined;
  keepDims: boolean | undefined;
  dtype: DataType;
  /** Adds the operator, for the axes. */
  build(graph: GraphBuilder, x: Name, axes: number[]): Name;
}

/** The operator keeps the axes; that a result has fewer is a matter of its shape alone. */
function reduce(
  backend: OnnxBackend,
  key: string,
  x: TensorInfo,
  { axis, keepDims, dtype, build }: Reduction,
): TensorInfo {
  const axes = util.parseAxisParam(axis as number[], x.shape);
  const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const kept = backend_util.expandShapeToKeepDim(outShape, axes);
  const shape = keepDims ? kept : outShape;
  if (axes.length === 0)
    return record(backend, `${key} none`, [x], { shape, dtype }, (graph, [x]) => graph.op("Identity", [x!]));
  return record(backend, `${key} ${axes}${keepDims ? " keep" : ""}`, [x], { shape, dtype }, (graph, [x]) =>
    build(graph, x!, axes),
  );
}

const flag = (keepDims: boolean | undefined): number => (keepDims ? 1 : 0);

export const reductions: KernelTable = {
  Sum: kernel<SumInputs, SumAttrs & { keepDims?: boolean }>(({ x }, { axis, keepDims }, backend) =>
    x.dtype === "bool"
      ? undefined
      : reduce(backend, "Sum", x, {
          axis,
          keepDims,
          dtype: x.dtype,
          build: (graph, x, axes) => graph.op("ReduceSum", [x, graph.int64(axes)], { keepdims: flag(keepDims) }),
        }),
  ),
  Mean: kernel<MeanInputs, MeanAttrs>(({ x }, { axis, keepDims }, backend) =>
    x.dtype === "float32"
      ? reduce(backend, "Mean", x, {
          axis,
          keepDims,
          dtype: "float32",
          build: (graph, x, axes) => graph.op("ReduceMean", [x], { axes, keepdims: flag(keepDims) }),
        })
      : undefined,
  ),
  ...Object.fromEntries(
    ["Max", "Min"].map((name) => [
      name,
      kernel<MaxInputs, MaxAttrs>(({ x }, { reductionIndices, keepDims, ...rest }, backend) =>
        x.dtype === "float32"
          ? reduce(backend, name, x, {
              axis: reductionIndices ?? (rest as { axis?: number[] }).axis,
              keepDims,
              dtype: x.dtype,
              build: (graph, x, axes) => graph.op(`Reduce${name}`, [x], { axes, keepdims: flag(keepDims) }),
            })
          : undefined,
      ),
    ]),
  ),
  Softmax: kernel<SoftmaxInputs, SoftmaxAttrs>(({ logits }, { dim }, backend) =>
    logits.dtype === "float32"
      ? record(backend, `Softmax ${dim}`, [logits], logits, (graph, [x]) => graph.op("Softmax", [x!], { axis: dim }))
      : undefined,
  ),
};
