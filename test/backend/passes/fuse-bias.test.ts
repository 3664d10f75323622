/** Whether the sum with a bias is left to the convolution is told by the operators of the graph; its numbers, by the cpu backend. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../fused/float64.ts";
import { expectClose, expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { operatorsOf } from "./operators.ts";

beforeAll(startEngine);

const tolerance = { relative: 1e-4, absolute: 1e-5, anyZero: true };

function tensorOf<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);
}

/** Five by five pictures, so that in neither order of axes a shape decides which axis the channels are. */
const [x, filter] = [
  (channels: number) => tensorOf<tf.Rank.R4>([2, 5, 5, channels], 1),
  (from: number, to: number) => tensorOf<tf.Rank.R4>([3, 3, from, to], 2),
];

/** Whether what is computed takes no sum; the numbers are right in any case. */
function isWithoutSum(run: () => tf.Tensor | tf.Tensor[]): boolean {
  return !operatorsOf(() => expectSame(() => tf.tidy(run), tolerance)).includes("Add");
}

function isFused(after: (y: tf.Tensor4D) => tf.Tensor | tf.Tensor[], [from, to]: [number, number] = [3, 5]): boolean {
  return isWithoutSum(() => after(tf.conv2d(x(from), filter(from, to), 1, "same")));
}

describe("a bias is added by the convolution", () => {
  test.each([[[5]], [[1, 5]], [[1, 1, 1, 5]]])("of shape %j", (shape) => {
    expect(isFused((y) => y.add(tensorOf(shape as [number], 3)))).toBe(true);
    expect(isFused((y) => tf.add(tensorOf(shape as [number], 3), y).tanh())).toBe(true);
  });

  test("in blocks of channels and from a single channel", () => {
    expect(isFused((y) => y.add(tensorOf([32], 3)), [16, 32])).toBe(true);
    expect(isFused((y) => y.add(tensorOf([32], 3)), [1, 32])).toBe(true);
    expect(isFused((y) => y.add(tensorOf([1], 3)), [16, 1])).toBe(true);
  });

  test("of each channel for itself, and of stacks", () => {
    expect(isWithoutSum(() => tf.depthwiseConv2d(x(3), filter(3, 2), 1, "same").add(tensorOf([6], 3)))).toBe(true);
    const [stack, cube] = [tensorOf<tf.Rank.R5>([2, 3, 3, 3, 2], 1), tensorOf<tf.Rank.R5>([2, 2, 2, 2, 3], 2)];
    expect(isWithoutSum(() => tf.conv3d(stack, cube, 1, "same").add(tensorOf([3], 3)))).toBe(true);
  });

  test("that is learned", () => {
    expectSame(() => tf.grads(loss)([filter(3, 5), tensorOf([5], 3)]), tolerance);
  });
});

function loss(w: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.sum(tf.square(tf.conv2d(x(3), w as tf.Tensor4D, 1, "same").add(b)));
}

describe("a sum stays a sum", () => {
  test("with rows, columns, pictures or all numbers", () => {
    for (const shape of [[5, 1], [5, 1, 1], [2, 1, 1, 1], [1, 5, 1, 5], [2, 5, 5, 5], []])
      expect(isFused((y) => y.add(tf.tensor(numbers(tf.util.sizeFromShape(shape), 3), shape)))).toBe(false);
  });

  test("where the convolution is needed without it", () => {
    expect(isFused((y) => [y.add(tensorOf([5], 3)), y.tanh()])).toBe(false);
    const kept = tf.tidy(() => {
      const y = tf.conv2d(x(3), filter(3, 5), 1, "same");
      return [y, y.add(tensorOf([5], 3))];
    });
    const [y, sum] = kept.map((tensor) => tensor.dataSync());
    expect(sum![0]).toBeCloseTo(y![0]! + numbers(5, 3)[0]!, 5);
    tf.dispose(kept);
  });

  test("with the convolution itself, or another", () => {
    expect(isFused((y) => y.add(y))).toBe(false);
    expect(isFused((y) => y.add(tf.conv2d(x(3), filter(3, 5).mul(2), 1, "same") as tf.Tensor4D))).toBe(false);
  });

  test("where the channels come second, although there are as many columns", () => {
    // the cpu backend has convolutions in the other order only
    const sums = tf.tidy(() => {
      const second = tensorOf<tf.Rank.R4>([2, 3, 5, 5], 1);
      const last: tf.Tensor4D = tf.transpose(second, [0, 2, 3, 1]);
      return [
        tf.conv2d(second, filter(3, 5), 1, "same", "NCHW").add(tensorOf([5], 3)),
        tf.transpose(tf.conv2d(last, filter(3, 5), 1, "same"), [0, 3, 1, 2]).add(tensorOf([5], 3)),
      ];
    });
    const [ours, theirs] = sums.map((sum) => [...sum.dataSync()]);
    tf.dispose(sums);
    expectClose(ours!, theirs!, tolerance);
  });

  test("where the result is seen in another shape", () => {
    expect(isFused((y) => y.reshape([10, 5, 5]).add(tensorOf([5], 3)))).toBe(false);
  });
});
