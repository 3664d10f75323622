/** Windows of pictures, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectClose, expectSame, filled } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const side = fc.integer({ min: 3, max: 9 });
const few = fc.integer({ min: 1, max: 3 });
const cases = fc.record({
  shape: fc.tuple(fc.constantFrom(1, 3), side, side, fc.constantFrom(1, 5)),
  window: fc.tuple(few, few),
  strides: fc.tuple(few, few),
  pad: fc.constantFrom("same" as const, "valid" as const),
});

/** Steps of a half, so that windows have several largest numbers. */
const stepped = (shape: readonly number[], phase: number): tf.Tensor4D =>
  filled(shape, phase, { map: (value) => Math.round(4 * value) / 2 });

const tolerance = { relative: 1e-5, absolute: 1e-6, anyZero: true };

test.each([
  ["the largest", tf.maxPool],
  ["the mean", tf.avgPool],
] as const)("%s of each window is the cpu backend's", (_, pool) => {
  fc.assert(
    fc.property(cases, ({ shape, window, strides, pad }) =>
      expectSame(() => pool(stepped(shape, 1), window, strides, pad), tolerance),
    ),
  );
});

test("the gradient of the largest goes where the cpu backend's goes, to the first of equal numbers", () => {
  fc.assert(
    fc.property(cases, ({ shape, window, strides, pad }) =>
      expectSame(() => {
        const x = stepped(shape, 1);
        const dy = stepped(tf.maxPool(x, window, strides, pad).shape, 2);
        return tf.grad((images) => tf.maxPool(images as tf.Tensor4D, window, strides, pad).mul(dy))(x);
      }, tolerance),
    ),
  );
});

describe("the gradient of the mean", () => {
  test("is what each number counts in the means, also at the edge, where windows hold fewer", () => {
    fc.assert(
      fc.property(cases, ({ shape, window, strides, pad }) =>
        tf.tidy(() => {
          const x = stepped([1, shape[1], shape[2], 1], 1);
          const dy = stepped(tf.avgPool(x, window, strides, pad).shape, 2);
          const counted = (images: tf.Tensor): tf.Tensor =>
            tf.avgPool(images as tf.Tensor4D, window, strides, pad).mul(dy);
          const gradient = tf.grad(counted)(x).dataSync();
          // a mean is linear: a number counts what the picture of only that number becomes
          const expected = Array.from({ length: x.size }, (_, i) => {
            const one = tf.tensor4d(new Float32Array(x.size).fill(1, i, i + 1), x.shape);
            return counted(one).sum().dataSync()[0]!;
          });
          expectClose([...gradient], expected, { relative: 1e-4, absolute: 1e-5, anyZero: true });
        }),
      ),
      { numRuns: 20 },
    );
  });

  test("is the cpu backend's where every window is full", () => {
    fc.assert(
      fc.property(cases, ({ shape, window, strides }) =>
        expectSame(() => {
          const x = stepped(shape, 1);
          const dy = stepped(tf.avgPool(x, window, strides, "valid").shape, 2);
          return tf.grad((images) => tf.avgPool(images as tf.Tensor4D, window, strides, "valid").mul(dy))(x);
        }, tolerance),
      ),
    );
  });
});

test("one number alone is its own largest and mean", () => {
  const x = tf.tensor4d([3], [1, 1, 1, 1]);
  expect([tf.maxPool(x, 1, 1, "same"), tf.avgPool(x, 1, 1, "valid")].map((y) => y.dataSync()[0])).toEqual([3, 3]);
});
