/** Products of matrices. */
import { broadcast_util, util } from "@tensorflow/tfjs";
import type { BatchMatMulAttrs, BatchMatMulInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";

/** Undefined for what a vector lacks. */
function lastTwo(shape: readonly number[], isTransposed: boolean): [number | undefined, number | undefined] {
  const [rows, columns] = [shape[shape.length - 2], shape[shape.length - 1]];
  return isTransposed ? [columns, rows] : [rows, columns];
}

/** The last two of so many axes swapped. */
function transposed(graph: GraphBuilder, x: Name, rank: number): Name {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  return graph.op("Transpose", [x], { perm: [...perm.slice(0, -2), rank - 1, rank - 2] });
}

export const matmul: KernelTable = {
  BatchMatMul: kernel<BatchMatMulInputs, BatchMatMulAttrs>(({ a, b }, { transposeA, transposeB }, backend) => {
    const { dtype } = a;
    if (b.dtype !== dtype || dtype === "bool") return undefined;
    const [rows, innerA] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    util.assert(
      innerA === innerB,
      () =>
        `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
    );
    const shape = [...batch, rows, columns] as number[];
    const transposes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
    const isPlain = a.shape.length === 2 && b.shape.length === 2;
    return record(
      backend,
      `BatchMatMul ${transposes.transA}${transposes.transB}`,
      [a, b],
      { shape, dtype },
      (graph, [nameA, nameB]) => {
        if (dtype === "int32") {
          // the two operators below are of float32
          const left = transposeA ? transposed(graph, nameA!, a.shape.length) : nameA!;
          const right = transposeB ? transposed(graph, nameB!, b.shape.length) : nameB!;
          return graph.op("MatMul", [left, right]);
        }
        return isPlain
          ? graph.op("Gemm", [nameA!, nameB!], transposes)
          : graph.microsoft("FusedMatMul", [nameA!, nameB!], { ...transposes, alpha: { float: 1 } });
      },
      { work: sizeOf(shape) * innerA! },
    );
  }),
};
