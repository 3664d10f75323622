/** Hyperbolic functions, angles, exponentials and logarithms near 0 and 1, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { anyFloat, dense, expectSame, smallFloat, specials, spreadPair, tensorOf } from "../on-both.ts";

beforeAll(startEngine);

const functions = {
  acosh: tf.acosh,
  asinh: tf.asinh,
  atanh: tf.atanh,
  cosh: tf.cosh,
  expm1: tf.expm1,
  log1p: tf.log1p,
  sinh: tf.sinh,
} satisfies Record<string, (x: tf.Tensor) => tf.Tensor>;

const near0 = [1e-30, -1e-30, 1e-8, -1e-8, 1e-4, -1e-4, 0.01, -0.01];
const edges = [88.7, 88.8, -88, 89.4, -104, -0.99999, 0.99999, 1.0000001, -1.0000001, 2 ** 24, 1e30, 3.4e38];

describe.each(Object.entries(functions))("%s", (_, f) => {
  test("is right to the last digits near 0, at its edges, at infinity and for NaN", () => {
    expectSame(() => f(tf.tensor1d([...specials, ...near0, ...edges])), { relative: 2e-6 });
  });

  test("is the cpu backend's for any numbers", () => {
    fc.assert(fc.property(dense(anyFloat), (x) => expectSame(() => f(tensorOf(x)), { relative: 2e-6 })));
  });

  test("has the cpu backend's gradient", () => {
    const gradient = tf.grad((x) => f(x));
    fc.assert(fc.property(dense(smallFloat), (x) => expectSame(() => gradient(tensorOf(x)), { relative: 1e-5 })));
  });
});

describe("atan2", () => {
  test("finds the angle in every direction, on the axes, with both zeros and both infinities", () => {
    const y = specials.flatMap((a) => specials.map(() => a));
    const x = specials.flatMap(() => specials);
    expectSame(() => tf.atan2(tf.tensor1d(y), tf.tensor1d(x)), { relative: 2e-6 });
  });

  test("spreads one input over the other", () => {
    fc.assert(
      fc.property(spreadPair(anyFloat), ([y, x]) =>
        expectSame(() => tf.atan2(tensorOf(y), tensorOf(x)), { relative: 2e-6 }),
      ),
    );
  });

  test("has the cpu backend's gradients", () => {
    const [y, x] = [tf.tensor1d([1, -2, 3, -4]), tf.tensor1d([2, 1, -1, -0.5])];
    expectSame(() => tf.grads((y, x) => tf.atan2(y, x))([y, x]));
  });
});
