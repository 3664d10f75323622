/** Signs, limits, rounding, remainders and sums of many tensors, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import {
  anyFloat,
  anyInteger,
  dense,
  expectSame,
  integerSpecials,
  pairs,
  specials,
  spreadPair,
  tensorOf,
} from "../on-both.ts";

beforeAll(startEngine);

describe("sign", () => {
  test("is -1, 0 or 1, and 0 for NaN and -0", () => {
    fc.assert(fc.property(dense(anyFloat), (x) => expectSame(() => tf.sign(tensorOf(x)))));
    expectSame(() => tf.sign(tf.tensor1d(specials)));
  });

  test("of integers is an integer", () => {
    fc.assert(fc.property(dense(anyInteger), (x) => expectSame(() => tf.sign(tensorOf(x, "int32")))));
  });
});

describe("round", () => {
  test("goes to the next integer, from the middle to the even one", () => {
    const halves = Array.from({ length: 41 }, (_, i) => i / 2 - 10);
    // tfjs makes 0 of -0.5, and -0 of -0.3; here both are -0
    expectSame(() => tf.round(tf.tensor1d([...halves, ...specials, 2 ** 24 + 2, -0.3])), { anyZero: true });
    fc.assert(fc.property(dense(anyFloat), (x) => expectSame(() => tf.round(tensorOf(x)), { anyZero: true })));
  });

  test("leaves integers alone", () => {
    expectSame(() => tf.round(tf.tensor1d(integerSpecials, "int32")));
  });
});

describe("clipByValue", () => {
  test("keeps NaN and what lies between, and takes infinite limits", () => {
    for (const [low, high] of [
      [-1, 1],
      [-Infinity, 0.5],
      [0, Infinity],
      [-0.1, 0.1],
    ] as const)
      expectSame(() => tf.clipByValue(tf.tensor1d(specials), low, high));
  });

  test("of integers takes limits with a fraction, and such that no integer reaches", () => {
    for (const [low, high] of [
      [-2.5, 2.5],
      [0.5, 1.5],
      [-Infinity, 1e10],
      [-1e10, 3],
    ] as const)
      expectSame(() => tf.clipByValue(tf.tensor1d([...integerSpecials, 3, -2], "int32"), low, high));
  });

  test("has the cpu backend's gradient, at the limits too", () => {
    expectSame(() => tf.grad((x) => tf.clipByValue(x, -1, 1))(tf.tensor1d([-2, -1, -0.5, 0, 1, 1.5])));
  });
});

describe("mod", () => {
  test("has the sign of the divisor", () => {
    fc.assert(
      fc.property(spreadPair(anyFloat), ([a, b]) =>
        expectSame(() => tf.mod(tensorOf(a), tensorOf(b)), { anyZero: true }),
      ),
    );
    const [a, b] = pairs(specials);
    expectSame(() => tf.mod(tf.tensor1d(a), tf.tensor1d(b)), { anyZero: true });
  });

  test("of integers is exact, and 0 where the divisor is 0 or overflows", () => {
    const [a, b] = pairs([...integerSpecials, 7, -7]);
    expectSame(() => tf.mod(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")));
  });

  test("has the cpu backend's gradients", () => {
    expectSame(() => tf.grads((a, b) => tf.mod(a, b))([tf.tensor1d([5, -5, 7.5]), tf.tensor1d([3, 3, -2])]));
  });
});

describe("floorDiv", () => {
  test("is the largest integer that is not above the exact quotient, as int32", () => {
    // rounded to float32, the first quotient is 7
    expectSame(() => tf.floorDiv(tf.tensor1d([0.7, -0.7, 6, -7, 1e30]), tf.tensor1d([0.1, 0.1, 4, 2, 1e-9])));
    fc.assert(fc.property(spreadPair(anyFloat), ([a, b]) => expectSame(() => tf.floorDiv(tensorOf(a), tensorOf(b)))));
    const [a, b] = pairs(specials);
    expectSame(() => tf.floorDiv(tf.tensor1d(a), tf.tensor1d(b)));
  });

  test("of integers is 0 where the divisor is 0, and wraps where the quotient does not fit", () => {
    const [a, b] = pairs([...integerSpecials, 7, -7]);
    expectSame(() => tf.floorDiv(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")));
  });
});

describe("addN", () => {
  test("adds tensors of one shape, in their order", () => {
    fc.assert(
      fc.property(dense(anyFloat), fc.integer({ min: 1, max: 5 }), (x, count) =>
        expectSame(() => tf.addN(Array.from({ length: count }, (_, i) => tensorOf(x).mul(i + 1))), { anyZero: true }),
      ),
    );
  });

  test("wraps integers that overflow", () => {
    expectSame(() => tf.addN([1, 2, 3].map(() => tf.tensor1d([2 ** 31 - 1, -(2 ** 31), 5], "int32"))));
  });
});
