/** Numbers chosen by place or by truth, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { anyFloat, dense, expectSame, expectSameError, specials, tensorOf, withShape } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const runs = { numRuns: 30 };

describe("gather", () => {
  const any = dense(anyFloat, { minRank: 1 }).chain((x) =>
    fc.integer({ min: 0, max: x.shape.length - 1 }).chain((axis) =>
      fc.record({
        x: fc.constant(x),
        axis: fc.constant(axis),
        indices: dense(fc.nat(x.shape[axis]! - 1), { maxRank: 2 }),
      }),
    ),
  );

  test("takes the slices that indices of any shape name, along any axis", () => {
    fc.assert(
      fc.property(any, ({ x, axis, indices }) =>
        expectSame(() => tf.gather(tensorOf(x), tensorOf(indices, "int32") as tf.Tensor1D, axis)),
      ),
      runs,
    );
  });

  test("takes indices that are computed in the same graph", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    expectSame(() => tf.gather(x, tf.tensor1d([1, 0, -1], "int32").add(tf.scalar(1, "int32"))));
  });

  test("takes other indices for each batch", () => {
    const x = tf.tensor4d([...Array(48).keys()], [2, 3, 4, 2]);
    const indices = tf.tensor2d([3, 0, 1, 1], [2, 2], "int32");
    for (const axis of [1, 2, 3])
      expectSame(() =>
        tf.gather(
          x,
          axis === 3 ? indices.minimum(tf.scalar(1, "int32")) : tf.minimum(indices, tf.scalar(2, "int32")),
          axis,
          1,
        ),
      );
    const deep = tf.tensor3d([0, 1, 2, 2, 1, 0], [2, 3, 1], "int32");
    expectSame(() => tf.gather(x, deep, 2, 2));
  });

  test("refuses an index that is not there when it is called, in tfjs' words", () => {
    for (const index of [3, -1]) expectSameError(() => tf.gather(tf.zeros([3, 2]), tf.tensor1d([0, index], "int32")));
    expectSameError(() => tf.gather(tf.zeros([3, 2]), tf.tensor2d([0, 1], [2, 1], "int32"), 1, 1));
  });

  test("refuses an index that is computed and not there when the numbers are read, a negative one too", () => {
    for (const offset of [2, -2]) {
      const indices = tf.tensor1d([0, 1], "int32").add(tf.scalar(offset, "int32"));
      expect(() => tf.gather(tf.zeros([3, 2]), indices as tf.Tensor1D).dataSync()).toThrow();
    }
  });

  test("has the cpu backend's gradient, where slices that were taken twice count twice", () => {
    const indices = tf.tensor1d([2, 0, 2], "int32");
    expectSame(() => tf.grad((x) => tf.gather(x, indices).square())(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])));
  });
});

describe("oneHot", () => {
  test("marks places from 0 to the depth, and no others", () => {
    for (const dtype of ["int32", "float32", "bool"] as const) {
      const indices = tf.tensor2d([0, 2, -1, 3, 1, 100], [2, 3], "int32");
      expectSame(() => tf.oneHot(indices, 3, 1, 0, dtype));
    }
    expectSame(() => tf.oneHot(tf.scalar(1, "int32"), 3, 5, -2));
    expectSame(() => tf.oneHot(tf.tensor1d([1, 0], "int32"), 2, 0.25, -0.5, "float32"));
  });
});

describe("where", () => {
  test("takes numbers of any type, NaN and infinity among them, from one or the other", () => {
    const condition = tf.tensor1d(
      specials.map((_, i) => i % 2),
      "bool",
    );
    expectSame(() => tf.where(condition, tf.tensor1d(specials), tf.neg(tf.tensor1d(specials))), { anyZero: true });
    for (const dtype of ["int32", "bool"] as const)
      expectSame(() => tf.where(condition, tf.onesLike(condition).cast(dtype), tf.zerosLike(condition).cast(dtype)));
  });

  test("spreads the condition and both sides", () => {
    const sides = fc.tuple(withShape([2, 1, 3], anyFloat), withShape([4, 1], anyFloat));
    fc.assert(
      fc.property(sides, ([a, b]) =>
        // ONNX Runtime takes 0 for -0
        expectSame(() => tf.where(tf.tensor1d([1, 0, 1], "bool"), tensorOf(a), tensorOf(b)), { anyZero: true }),
      ),
      runs,
    );
  });
});
