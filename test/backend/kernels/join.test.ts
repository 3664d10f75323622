/** Tensors put together and cut apart, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { anyFloat, anyInteger, dense, expectSame, expectSameError, tensorOf } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const runs = { numRuns: 30 };
/** A tensor and one of its axes, counted from either end. */
const withAxis = dense(anyFloat, { minRank: 1 }).chain((x) =>
  fc.record({ x: fc.constant(x), axis: fc.integer({ min: -x.shape.length, max: x.shape.length - 1 }) }),
);

describe("concat", () => {
  test("puts tensors of any type one behind the other", () => {
    for (const dtype of ["float32", "int32", "bool"] as const) {
      const [a, b] = [tf.ones([2, 1, 3], dtype), tf.zeros([2, 2, 3], dtype)];
      expectSame(() => tf.concat([a, b, a], 1));
    }
    fc.assert(
      fc.property(withAxis, ({ x, axis }) =>
        expectSame(() => tf.concat([tensorOf(x), tensorOf(x), tf.neg(tensorOf(x))], axis)),
      ),
      runs,
    );
  });

  test("of one tensor is another tensor of the same numbers", () => {
    const x = tf.tensor1d([1, 2]).add(1);
    const same = tf.concat([x]);
    x.dispose();
    expect([...same.dataSync()]).toEqual([2, 3]);
  });

  test("refuses what does not fit when it is called, in tfjs' words", () => {
    expectSameError(() => tf.concat([tf.zeros([2, 2]), tf.zeros([1, 2])], 1));
    expectSameError(() => tf.concat([tf.zeros([2, 2]), tf.zeros([2])], 0));
  });
});

describe("stack and unstack", () => {
  test("are each other's inverse along every axis", () => {
    fc.assert(
      fc.property(withAxis, ({ x, axis }) => {
        expectSame(() => tf.stack([tensorOf(x), tf.neg(tensorOf(x))], axis));
        expectSame(() => tf.unstack(tensorOf(x), axis));
        expectSame(() => tf.stack(tf.unstack(tensorOf(x), axis), axis));
      }),
      runs,
    );
  });

  test("refuse shapes and types that differ when they are called, in tfjs' words", () => {
    expectSameError(() => tf.stack([tf.zeros([2]), tf.zeros([3])]));
    expectSameError(() => tf.stack([tf.zeros([2]), tf.zeros([2], "int32")]));
  });
});

describe("split", () => {
  test("cuts into equal parts, and into parts of given lengths of which one may be left open", () => {
    const x = tf.tensor2d([...Array(24).keys()], [4, 6]);
    for (const axis of [0, 1, -1]) expectSame(() => tf.split(x, 2, axis));
    expectSame(() => tf.split(x, [1, 3, 2], 1));
    expectSame(() => tf.split(x, [1, -1, 2], 1));
    expectSame(() => tf.split(x, [4], 0));
  });

  test("refuses lengths that do not add up when it is called, in tfjs' words", () => {
    const x = tf.zeros([4, 6]);
    expectSameError(() => tf.split(x, 4, 1));
    expectSameError(() => tf.split(x, [1, 2], 1));
    expectSameError(() => tf.split(x, [-1, -1, 1], 1));
  });
});

describe("slice", () => {
  test("is the cpu backend's from any place to any place", () => {
    const cut = dense(anyInteger, { minRank: 1 }).chain((x) =>
      fc.record({
        x: fc.constant(x),
        begin: fc.tuple(...x.shape.map((length) => fc.nat(length - 1))),
        size: fc.tuple(...x.shape.map(() => fc.nat(3))),
      }),
    );
    fc.assert(
      fc.property(cut, ({ x, begin, size }) => {
        const sizes = size.map((length, axis) => (length === 0 ? -1 : Math.min(length, x.shape[axis]! - begin[axis]!)));
        expectSame(() => tf.slice(tensorOf(x, "int32"), begin, sizes));
      }),
      runs,
    );
  });

  test("refuses what lies outside when it is called, in tfjs' words", () => {
    expectSameError(() => tf.slice(tf.zeros([2, 3]), [1, 1], [2, 2]));
  });
});
