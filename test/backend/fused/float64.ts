/** An operation against its formula in plain float64, and its gradients against the formula's finite differences. */
import * as tf from "@tensorflow/tfjs";
import { backendReport } from "../../../lib/backend/index.ts";
import { expectClose } from "../on-both.ts";

export interface Formula {
  shapes: readonly number[][];
  /** The operation under test. */
  op(...inputs: tf.Tensor[]): tf.Tensor;
  /** The same formula on plain numbers. */
  formula(...inputs: number[][]): number[];
}

/** Irregular numbers between −2 and 2. */
export function numbers(count: number, seed = 0): number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(2 * Math.sin(12.9898 * (i + 1) + 78.233 * (seed + 1))));
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Expect the formula's numbers, and its gradients when each result counts differently, without a fallback. */
export function expectFormula({ shapes, op, formula }: Formula): void {
  const inputs = shapes.map((shape, i) => numbers(sizeOf(shape), i));
  const expected = formula(...inputs);
  const weights = numbers(expected.length, 99);
  backendReport({ reset: true });
  const [value, gradients] = tf.tidy(() => {
    const tensors = inputs.map((input, i) => tf.tensor(input, shapes[i]!));
    const y = op(...tensors);
    const weighted = (...each: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(op(...each), tf.tensor(weights, y.shape)));
    return [
      [...y.dataSync()],
      tf
        .grads(weighted)(tensors)
        .map((gradient) => [...gradient.dataSync()]),
    ];
  });
  expectClose(value, expected, { relative: 1e-5, absolute: 2e-6, anyZero: true });
  const total = (...each: number[][]): number => formula(...each).reduce((sum, y, i) => sum + y * weights[i]!, 0);
  inputs.forEach((input, which) => {
    const differences = input.map((_, at) => {
      const [up, down] = [1e-4, -1e-4].map((step) => total(...inputs.with(which, input.with(at, input[at]! + step))));
      return (up! - down!) / 2e-4;
    });
    expectClose(gradients[which]!, differences, { relative: 1e-4, absolute: 2e-5, anyZero: true });
  });
  const { fallbacks } = backendReport()!;
  if (fallbacks.length > 0) throw new Error(`fallbacks: expected none, got ${fallbacks.map(({ kernel }) => kernel)}`);
}

/** The value and the gradients of all inputs, where each result counts differently. */
export function withGradients(op: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  const y = op(...inputs);
  const weights = tf.tensor(numbers(y.size, 7), y.shape);
  return [y, ...tf.grads((...each: tf.Tensor[]) => tf.sum(tf.mul(op(...each), weights)))(inputs)];
}

export function rowsOf(values: readonly number[], length: number): number[][] {
  return Array.from({ length: values.length / length }, (_, row) => values.slice(row * length, (row + 1) * length));
}

export const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);
