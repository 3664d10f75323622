/** Batch normalisation with given means and variances. Reference: Ioffe and Szegedy 2015, algorithm 2. */
import type { FusedBatchNormAttrs, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { given } from "./given.ts";

interface Inputs {
  x: TensorInfo;
  mean: TensorInfo;
  variance: TensorInfo;
  scale?: TensorInfo | null;
  offset?: TensorInfo | null;
}

export const batchNormalisation: KernelTable = {
  /** (x − mean) / √(variance + ε) · scale + offset, each spread over x. */
  FusedBatchNorm: kernel<Inputs, FusedBatchNormAttrs>((inputs, { varianceEpsilon }, backend) => {
    const { x, mean, variance, scale, offset } = inputs as Inputs;
    const tensors = given([x, mean, variance, scale, offset]);
    const { shape } = x;
    const isSpread = ({ shape: other }: TensorInfo): boolean =>
      other.every((length, i) => length === 1 || length === shape.at(i - other.length));
    if (!tensors.every((each) => each.dtype === "float32" && isSpread(each))) return undefined;
    const key = `FusedBatchNorm ${varianceEpsilon} ${Boolean(scale)} ${Boolean(offset)}`;
    return record(backend, key, tensors, { shape, dtype: "float32" }, (graph, [x, mean, variance, ...more]) => {
      const deviation = graph.op("Sqrt", [graph.op("Add", [variance!, graph.scalar(varianceEpsilon)])]);
      let y = graph.op("Div", [graph.op("Sub", [x!, mean!]), deviation]);
      if (scale) y = graph.op("Mul", [y, more[0]!]);
      return offset ? graph.op("Add", [y, more.at(-1)!]) : y;
    });
  }),
};
