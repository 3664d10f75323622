/** A product of matrices with a bias and an activation, as a dense layer calls it. */
import { broadcast_util, util } from "@tensorflow/tfjs";
import type { _FusedMatMulAttrs, _FusedMatMulInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { activate, isActivation } from "./activations.ts";
import { given } from "./given.ts";
import type { FusedInputs } from "./given.ts";

type Inputs = Pick<_FusedMatMulInputs, "a" | "b"> & FusedInputs;

type Attributes = Partial<Pick<_FusedMatMulAttrs, "leakyreluAlpha">> &
  Pick<_FusedMatMulAttrs, "transposeA" | "transposeB" | "activation">;

export const fusedMatmul: KernelTable = {
  _FusedMatMul: kernel<Inputs, Attributes>((inputs, attributes, backend) => {
    const { a, b, bias, preluActivationWeights: alpha } = inputs as Inputs;
    const { transposeA, transposeB, activation, leakyreluAlpha } = attributes;
    const tensors = given([a, b, bias, alpha]);
    if (tensors.some(({ dtype }) => dtype !== "float32") || !isActivation(activation)) return undefined;
    const [rows, innerA] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    util.assert(
      innerA === innerB,
      () =>
        `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} ` +
        `and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
    );
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const shape = [...batch, rows, columns];
    for (const each of [bias, alpha])
      if (each && !util.arraysEqual(broadcast_util.assertAndGetBroadcastShape(shape, each.shape), shape))
        return undefined;
    const isRow = bias && sizeOf(bias.shape) === columns && bias.shape.at(-1) === columns;
    const transposes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };

    function product(graph: GraphBuilder, a_: Name, b_: Name, bias_: Name | undefined): Name {
      if (sizeOf(batch) === 1) {
        const matrices = [graph.reshape(a_, a.shape.slice(-2)), graph.reshape(b_, b.shape.slice(-2))];
        if (isRow) matrices.push(graph.reshape(bias_!, [columns]));
        const sum = graph.reshape(graph.op("Gemm", matrices, transposes), shape);
        return isRow || !bias_ ? sum : graph.op("Add", [sum, bias_]);
      }
      const products = graph.microsoft("FusedMatMul", [a_, b_], { ...transposes, alpha: { float: 1 } });
      return bias_ ? graph.op("Add", [products, bias_]) : products;
    }

    const { transA, transB } = transposes;
    const key = `_FusedMatMul ${transA}${transB} ${activation} ${leakyreluAlpha} ${Boolean(bias)}`;
    return record(
      backend,
      key,
      tensors,
      { shape, dtype: "float32" },
      (graph, [a, b, ...rest]) => {
        const sum = product(graph, a!, b!, bias ? rest[0] : undefined);
        return activate(graph, sum, { activation, leakyreluAlpha, alpha: alpha ? rest.at(-1) : undefined });
      },
      { work: sizeOf(shape) * innerA },
    );
  }),
};

function lastTwo(shape: readonly number[], isTransposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return isTransposed ? [columns, rows] : [rows, columns];
}
