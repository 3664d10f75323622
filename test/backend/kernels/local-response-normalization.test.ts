/** Normalisation over neighbouring channels and its gradient, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { expectSame, smallFloat, withShape } from "../on-both.ts";
import type { Dense } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const cases = fc.record({
  x: fc
    .tuple(
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constant(1),
      fc.integer({ min: 1, max: 9 }),
    )
    .chain((shape) => withShape(shape, smallFloat)),
  radius: fc.integer({ min: 0, max: 10 }),
  bias: fc.constantFrom(1, 0.5, 2),
  alpha: fc.constantFrom(1, 0.25, 1e-4),
  beta: fc.constantFrom(0.5, 0.75, 1, 2),
});

const tensor4d = ({ values, shape }: Dense): tf.Tensor4D =>
  tf.tensor4d(values, shape as [number, number, number, number]);
const tolerance = { relative: 1e-5, absolute: 1e-5, anyZero: true };

test("each number is divided as on the cpu backend, for windows narrower and wider than the channels", () => {
  fc.assert(
    fc.property(cases, ({ x, radius, bias, alpha, beta }) =>
      expectSame(() => tf.localResponseNormalization(tensor4d(x), radius, bias, alpha, beta), tolerance),
    ),
  );
});

test("the gradient is the cpu backend's", () => {
  fc.assert(
    fc.property(cases, ({ x, radius, bias, alpha, beta }) =>
      expectSame(() => {
        const weights = tf.range(0, x.values.length).sin().reshape(x.shape);
        const normalised = (x: tf.Tensor4D): tf.Tensor =>
          tf.localResponseNormalization(x, radius, bias, alpha, beta).mul(weights);
        return tf.grad((x) => normalised(x as tf.Tensor4D))(tensor4d(x));
      }, tolerance),
    ),
  );
});

test("one picture, without an axis for the batch, is normalised too", () => {
  expectSame(() => tf.localResponseNormalization(tf.tensor3d([1, -2, 3, 0.5], [1, 2, 2]), 1), tolerance);
});

describe("what is not finite", () => {
  test.each([NaN, Infinity, -Infinity])("%d reaches the windows that it is in, and no others", (value) => {
    const x = (): tf.Tensor4D => tf.tensor4d([1, 2, value, 4, 5, 6, 7, 8], [1, 2, 1, 4]);
    expectSame(() => tf.localResponseNormalization(x(), 1), tolerance);
    expectSame(() => tf.grad((x) => tf.localResponseNormalization(x as tf.Tensor4D, 1))(x()), tolerance);
  });

  test("a zero over a sum of zero without bias is NaN, as 0 · ∞, and −0 stays −0 with one", () => {
    expectSame(() => tf.localResponseNormalization(tf.tensor4d([0, 1, 0, 0], [1, 1, 1, 4]), 1, 0), { relative: 1e-5 });
    expectSame(() => tf.localResponseNormalization(tf.tensor4d([-0, 1], [1, 1, 1, 2]), 0), { relative: 1e-5 });
  });

  test("a radius below zero is left to the cpu backend", () => {
    const fallbacks = ["LRN"];
    expectSame(() => tf.localResponseNormalization(tf.tensor4d([1, 2], [1, 1, 1, 2]), -1), { fallbacks, ...tolerance });
  });
});
