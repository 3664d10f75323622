/** Sums and counts of what belongs to one number, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startEngine } from "../start.ts";
import { dense, expectSame, expectSameError, smallFloat, tensorOf } from "../on-both.ts";

beforeAll(startEngine);

const onnxOf = (run: () => tf.Tensor): number[] => tf.tidy(() => [...run().dataSync()]);

describe("unsortedSegmentSum", () => {
  const cases = dense(smallFloat, { minRank: 1 }).chain((x) =>
    fc.tuple(
      fc.constant(x),
      fc.array(fc.integer({ min: -1, max: 5 }), { minLength: x.shape[0]!, maxLength: x.shape[0]! }),
    ),
  );

  test("adds the slices of each segment, and leaves out those that belong to none", () => {
    fc.assert(
      fc.property(cases, ([x, ids]) =>
        expectSame(() => tf.unsortedSegmentSum(tensorOf(x), tf.tensor1d(ids, "int32"), 5), {
          absolute: 1e-6,
          anyZero: true,
        }),
      ),
    );
    expectSame(() => tf.unsortedSegmentSum(tf.tensor1d([1, 2, 3], "int32"), tf.tensor1d([1, 0, 1], "int32"), 2));
  });

  test("adds those of many segments too", () => {
    fc.assert(
      fc.property(cases, ([x, ids]) =>
        expectSame(
          () =>
            tf.unsortedSegmentSum(
              tensorOf(x),
              tf.tensor1d(
                ids.map((id) => id * 60),
                "int32",
              ),
              300,
            ),
          { absolute: 1e-6, anyZero: true },
        ),
      ),
      { numRuns: 20 },
    );
  });

  test("loses nothing, although many threads could add to one segment at a time", () => {
    const sums = onnxOf(() => tf.unsortedSegmentSum(tf.ones([20_000, 64]), tf.zeros([20_000], "int32"), 300));
    expect(new Set(sums.slice(0, 64))).toEqual(new Set([20_000]));
    expect(new Set(sums.slice(64))).toEqual(new Set([0]));
  });

  test("has the cpu backend's gradient", () => {
    const ids = tf.tensor1d([2, 0, 2], "int32");
    expectSame(() =>
      tf.grad((x) => tf.unsortedSegmentSum(x, ids, 3).square())(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])),
    );
  });

  test("is the gradient of gather, along any axis", () => {
    for (const axis of [0, 1, 2]) {
      const indices = tf.tensor1d([1, 0, 1, 1], "int32");
      const x = tf.range(0, 12).reshape([2, 2, 3]);
      expectSame(() => tf.grad((x) => tf.gather(x, indices, axis).square())(x));
    }
  });
});

const row = (): tf.Tensor1D => tf.tensor1d([3, 0, 1, 1, 9], "int32");
const rows = (): tf.Tensor2D => tf.tensor2d([3, 0, 1, 1, 9, 1], [2, 3], "int32");
const weights = (): tf.Tensor2D => tf.tensor2d([1, 2, 3, 4, 5, 6.5], [2, 3]);
/** Not known before the graph has run. */
const late = (): tf.Tensor1D => tf.tensor1d([1, -1], "int32").add(tf.scalar(0, "int32"));

describe("bincount and denseBincount", () => {
  test("count numbers, or their weights, and nothing beyond the last bin", () => {
    expectSame(() => tf.bincount(row(), tf.tensor1d([1, 2.5, 3, 4, 5]), 4));
    expectSame(() => tf.denseBincount(row(), tf.tensor1d([1, 2, 3, 4, 5], "int32"), 10));
  });

  test("count each row by itself, as often or only whether", () => {
    expectSame(() => tf.denseBincount(rows(), weights(), 4));
    expectSame(() => tf.denseBincount(rows(), weights(), 4, true));
  });

  test("refuse negative numbers", () => {
    expectSameError(() => tf.bincount(tf.tensor1d([1, -1], "int32"), tf.tensor1d([1, 1]), 3));
    expect(() => onnxOf(() => tf.bincount(late(), tf.tensor1d([1, 1]), 3))).toThrow();
  });
});
