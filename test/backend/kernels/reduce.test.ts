/** Sums, means, largest and smallest numbers, and softmax, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  anyFloat,
  anyInteger,
  dense,
  expectClose,
  expectSame,
  expectSameError,
  integerSpecials,
  smallFloat,
  tensorOf,
} from "../on-both.ts";
import type { Dense } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

/** Each shape is a graph of its own, which takes longer than to compute it. */
const runs = { numRuns: 40 };

type Reduce = (x: tf.Tensor, axes: number[] | undefined, keepDims: boolean) => tf.Tensor;
const reductions: Record<string, Reduce> = { max: tf.max, mean: tf.mean, min: tf.min, sum: tf.sum };

/** A tensor, some of its axes in any order and counted from either end, and whether they are kept. */
function reduction(value: fc.Arbitrary<number>): fc.Arbitrary<{ x: Dense; axes: number[] | undefined; keep: boolean }> {
  return dense(value).chain((x) => {
    const rank = x.shape.length;
    const axes = fc.shuffledSubarray(x.shape.map((_, axis) => axis)).chain((some) =>
      fc.constantFrom(
        some,
        some.map((axis) => axis - rank),
      ),
    );
    return fc.record({ x: fc.constant(x), axes: fc.option(axes, { nil: undefined }), keep: fc.boolean() });
  });
}

describe.each(Object.entries(reductions))("%s", (name, reduce) => {
  // up to 256 numbers of up to 4: sums that cancel keep the rounding of the larger ones. Of 0 and -0 either may come out
  const tolerance = { anyZero: true, ...(name === "sum" || name === "mean" ? { absolute: 2e-4 } : {}) };

  test("is the cpu backend's along any axes", () => {
    fc.assert(
      fc.property(reduction(smallFloat), ({ x, axes, keep }) =>
        expectSame(() => reduce(tensorOf(x), axes, keep), tolerance),
      ),
      runs,
    );
  });

  test("of integers is the cpu backend's", () => {
    fc.assert(
      fc.property(reduction(anyInteger), ({ x, axes, keep }) => {
        // the mean is one of float32, whose large numbers are added in another order
        const rounding = name === "mean" ? { absolute: 2_000 } : {};
        expectSame(() => reduce(tensorOf(x, "int32"), axes, keep), rounding);
      }),
      runs,
    );
  });

  test("of truth values is the cpu backend's", () => {
    fc.assert(
      fc.property(reduction(fc.constantFrom(0, 1)), ({ x, axes, keep }) =>
        expectSame(() => reduce(tensorOf(x, "bool"), axes, keep)),
      ),
      runs,
    );
  });

  test("is NaN wherever one of the numbers is, and only there", () => {
    const finiteOrNot = fc.oneof(smallFloat, fc.constantFrom(NaN, Infinity, -Infinity, 0, -0));
    fc.assert(
      fc.property(reduction(finiteOrNot), ({ x, axes, keep }) =>
        expectSame(() => reduce(tensorOf(x), axes, keep), tolerance),
      ),
      runs,
    );
  });

  test("refuses an axis that is not there when it is called, in tfjs' words", () => {
    expectSameError(() => reduce(tf.zeros([2, 3]), [2], false));
  });
});

test("max and min take infinities of both signs in one row, and very large numbers, for what they are", () => {
  const rows = tf.tensor2d([Infinity, -Infinity, 1, 3e38, -3e38, 0, 3e38, 3e38, 3e38], [3, 3]);
  for (const axis of [0, 1]) {
    expectSame(() => tf.max(rows, axis));
    expectSame(() => tf.min(rows, axis));
  }
});

test.each([
  [[2048, 3], [0]],
  [
    [32, 70, 2],
    [0, 1],
  ],
  [
    [32, 70, 2],
    [1, 0],
  ],
  [
    [3, 1000, 1, 5],
    [0, 1, 2],
  ],
  [[2053, 2], [0]],
])("the sum of many rows, [%s] along %j, is that of float64", (shape, axes) => {
  const columns = shape.at(-1)!;
  const size = shape.reduce((product, length) => product * length);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * i) + 0.5);
  const exact = Array.from({ length: columns }, () => 0);
  values.forEach((value, i) => (exact[i % columns]! += value));
  const [sum, kept] = tf.tidy(() => {
    const x = tf.tensor(values, shape);
    return [tf.sum(x, axes), tf.sum(x, axes, true)].map((total) => ({
      shape: total.shape,
      numbers: [...total.dataSync()],
    }));
  });
  expectClose(sum!.numbers, exact);
  expect(sum!.shape).toEqual([columns]);
  expect(kept).toEqual({ shape: [...axes.map(() => 1), columns], numbers: sum!.numbers });
});

test("sum of integers wraps around", () => {
  expectSame(() => tf.sum(tf.tensor1d([...integerSpecials, 2 ** 31 - 1, 2 ** 31 - 1], "int32")));
});

test("mean adds before it divides, so that it is infinite where the sum does not fit", () => {
  // the cpu backend divides first; TensorFlow and PyTorch do as here
  const mean = tf.tidy(() => tf.mean(tf.tensor1d([3e38, 3e38])).dataSync()[0]);
  expect(mean).toBe(Infinity);
});

test("sum and prod are infinite where they do not fit into float32 on the way", () => {
  const [sum, prod] = tf.tidy(() => [
    tf.sum(tf.tensor1d([3e38, 3e38, -3e38])).dataSync()[0],
    tf.prod(tf.tensor1d([1e30, 1e30, 1e-30])).dataSync()[0],
  ]);
  expect([sum, prod]).toEqual([Infinity, Infinity]);
});

describe("softmax", () => {
  test("is the cpu backend's in the last axis", () => {
    fc.assert(
      fc.property(dense(anyFloat, { minRank: 1 }), (x) =>
        expectSame(() => tf.softmax(tensorOf(x)), { relative: 3e-6, absolute: 1e-30 }),
      ),
      runs,
    );
  });

  test("of a row with NaN, with infinity or of nothing but minus infinity is NaN, and other rows are not", () => {
    const rows = [1, NaN, 2, Infinity, 1, 2, -Infinity, -Infinity, -Infinity, -Infinity, 0, 1, 3e38, -3e38, 0];
    expectSame(() => tf.softmax(tf.tensor2d(rows, [5, 3])));
  });

  test("of scores that exp does not reach is right", () => {
    expectSame(() => tf.softmax(tf.tensor2d([1000, 1001, -1000, -1001, 0, 0], [3, 2])), { relative: 3e-6 });
  });
});
