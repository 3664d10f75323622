/** Products of matrices. */
import type { BatchMatMulAttrs, BatchMatMulInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { matmulShapes } from "./matmul-shapes.ts";

/** The last two of so many axes swapped. */
function transposed(graph: GraphBuilder, x: Name, rank: number): Name {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  return graph.op("Transpose", [x], { perm: [...perm.slice(0, -2), rank - 1, rank - 2] });
}

export const matmul: KernelTable = {
  BatchMatMul: kernel<BatchMatMulInputs, BatchMatMulAttrs>(({ a, b }, attributes, backend) => {
    const { dtype } = a;
    if (b.dtype !== dtype || dtype === "bool") return undefined;
    if (a.shape.length < 2 || b.shape.length < 2) return undefined; // no matrix: cpu has the error
    const { shape, inner, transposes } = matmulShapes(a, b, attributes);
    const { transA, transB } = transposes;
    const isPlain = a.shape.length === 2 && b.shape.length === 2;
    return record(
      backend,
      `BatchMatMul ${transA}${transB}`,
      [a, b],
      { shape, dtype },
      (graph, [nameA, nameB]) => {
        if (dtype === "int32") {
          // the two operators below are of float32
          const left = transA ? transposed(graph, nameA!, a.shape.length) : nameA!;
          const right = transB ? transposed(graph, nameB!, b.shape.length) : nameB!;
          return graph.op("MatMul", [left, right]);
        }
        return isPlain
          ? graph.op("Gemm", [nameA!, nameB!], transposes)
          : graph.microsoft("FusedMatMul", [nameA!, nameB!], { ...transposes, alpha: { float: 1 } });
      },
      { work: sizeOf(shape) * inner },
    );
  }),
};
