/** Products of matrices. */
import { broadcast_util, util } from "@tensorflow/tfjs";
import type { BatchMatMulAttrs, BatchMatMulInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { sizeOf } from "../shapes.ts";

export const matmul: KernelTable = {
  BatchMatMul: kernel<BatchMatMulInputs, BatchMatMulAttrs>(({ a, b }, { transposeA, transposeB }, backend) => {
    if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
    const [rows, innerA] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    util.assert(
      innerA === innerB,
      () =>
        `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
    );
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const shape = [...batch, rows, columns];
    const attributes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
    const key = `BatchMatMul ${attributes.transA}${attributes.transB}`;
    const work = sizeOf(shape) * innerA;
    return sizeOf(a.shape.slice(0, -2)) === 1 &&
      sizeOf(b.shape.slice(0, -2)) === 1 &&
      a.shape.length === 2 &&
      b.shape.length === 2
      ? record(
          backend,
          key,
          [a, b],
          { shape, dtype: "float32" },
          (graph, inputs) => graph.op("Gemm", inputs, attributes),
          { work },
        )
      : record(
          backend,
          key,
          [a, b],
          { shape, dtype: "float32" },
          (graph, inputs) => graph.microsoft("FusedMatMul", inputs, { ...attributes, alpha: { float: 1 } }),
          { work },
        );
  }),
};

function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}
