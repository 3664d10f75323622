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
import { matmulShapes } from "./matmul-shapes.ts";

type Inputs = Pick<_FusedMatMulInputs, "a" | "b"> & FusedInputs;

type Attributes = Partial<Pick<_FusedMatMulAttrs, "leakyreluAlpha">> &
  Pick<_FusedMatMulAttrs, "transposeA" | "transposeB" | "activation">;

export const fusedMatmul: KernelTable = {
  _FusedMatMul: kernel<Inputs, Attributes>((inputs, attributes, backend) => {
    const { a, b, bias, preluActivationWeights: alpha } = inputs as Inputs;
    const { activation, leakyreluAlpha } = attributes;
    const tensors = given([a, b, bias, alpha]);
    if (tensors.some(({ dtype }) => dtype !== "float32") || !isActivation(activation)) return undefined;
    const { shape, batch, columns, inner, transposes } = matmulShapes(a, b, attributes);
    for (const each of [bias, alpha])
      if (each && !util.arraysEqual(broadcast_util.assertAndGetBroadcastShape(shape, each.shape), shape))
        return undefined;
    const isRow = bias && sizeOf(bias.shape) === columns && bias.shape.at(-1) === columns;

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
      { work: sizeOf(shape) * inner },
    );
  }),
};
