/** One step of Adam for one variable. Reference: Kingma and Ba 2015, "Adam", algorithm 1. */
import { engine } from "@tensorflow/tfjs";
import type { NamedTensorMap, Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { Name } from "../onnx/graph-builder.ts";

interface AdamAttributes {
  beta1: number;
  beta2: number;
}

interface AdamInputs {
  variable: TensorInfo;
  /** The first moment, of the variable's shape. */
  m: TensorInfo;
  /** The second moment, of the variable's shape. */
  v: TensorInfo;
  gradient: TensorInfo;
  /** The learning rate times √(1 − β₂ᵗ) / (1 − β₁ᵗ); a scalar. */
  stepSize: TensorInfo;
  /** ε times √(1 − β₂ᵗ); a scalar. */
  epsilon: TensorInfo;
  /** What the variable is multiplied by first; a scalar. */
  keep?: TensorInfo;
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← keep · w − stepSize · m / (√v + ε).
 *
 * That is the algorithm in the order that its section 2 gives at the end, where the corrections are made on numbers and not on tensors.
 * Returns the new variable and moments; nothing is assigned.
 */
export function adamStep(
  inputs: { [Name in keyof AdamInputs]: Exclude<AdamInputs[Name], TensorInfo> | Tensor },
  attributes: AdamAttributes,
): { variable: Tensor; m: Tensor; v: Tensor } {
  const [variable, m, v] = engine().runKernel("AdamStep", inputs as unknown as NamedTensorMap, {
    ...attributes,
  }) as Tensor[];
  return { variable: variable!, m: m!, v: v! };
}

export const adam: KernelTable = {
  AdamStep: kernel<AdamInputs, AdamAttributes>((inputs, { beta1, beta2 }, backend) => {
    const { variable, m, v, gradient, stepSize, epsilon, keep } = inputs as AdamInputs;
    const key = `AdamStep ${beta1} ${beta2}`;
    const tensors = [variable, m, v, gradient, stepSize, epsilon, ...(keep ? [keep] : [])];
    return backend.record(key, tensors, [variable, m, v], (graph, names) => {
      const [w, m, v, g, stepSize, epsilon, keep] = names as [Name, Name, Name, Name, Name, Name, Name?];
      const op = (type: string, a: Name, b: Name): Name => graph.op(type, [a, b]);
      const number = (value: number): Name => graph.scalar(value);
      const nextM = op("Add", op("Mul", m, number(beta1)), op("Mul", g, number(1 - beta1)));
      const nextV = op("Add", op("Mul", v, number(beta2)), op("Mul", op("Mul", g, g), number(1 - beta2)));
      const change = op("Div", op("Mul", nextM, stepSize), op("Add", graph.op("Sqrt", [nextV]), epsilon));
      return [op("Sub", keep === undefined ? w : op("Mul", w, keep), change), nextM, nextV];
    });
  }),
};
