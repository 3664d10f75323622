/** Magnitudes, squares and powers of integers, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { dense, expectSame, integerSpecials, spreadPair, tensorOf } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const integer = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(...integerSpecials));

describe.each([
  ["abs", tf.abs],
  ["square", tf.square],
] as const)("%s of integers", (_, f) => {
  test("is the cpu backend's, wrapped around and with the digits that it keeps", () => {
    fc.assert(fc.property(dense(integer), (x) => expectSame(() => f(tensorOf(x, "int32")))));
  });

  test("is exact up to 2²⁴", () => {
    const values = [0, 1, -1, 4095, -4096, 4096];
    const exact = values.map((value) => (f === tf.abs ? Math.abs(value) : value * value));
    expect(tf.tidy(() => [...f(tf.tensor1d(values, "int32")).dataSync()])).toEqual(exact);
  });

  test("has the cpu backend's gradient", () => {
    expectSame(() => tf.grad((x) => f(x.toInt()).toFloat())(tf.tensor1d([1, -2, 0, 5])));
  });
});

describe("pow of integers", () => {
  test("is the cpu backend's, spread over each other, with fractions towards zero and wrapped around", () => {
    const small = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(-3, -1, 0, 1, 13));
    fc.assert(
      fc.property(spreadPair(small), ([a, b]) => expectSame(() => tf.pow(tensorOf(a, "int32"), tensorOf(b, "int32")))),
    );
  });

  test("of large numbers is the cpu backend's, as far as float64 is exact", () => {
    const bases = [65_535, -65_537, 46_341, 2 ** 26, -(2 ** 31), 2 ** 31 - 1];
    for (const exponent of [-1, 0, 1, 2])
      expectSame(() => tf.pow(tf.tensor1d(bases.slice(0, 4), "int32"), tf.scalar(exponent, "int32")));
    expectSame(() => tf.pow(tf.tensor1d(bases, "int32"), tf.scalar(1, "int32")));
    expectSame(() => tf.pow(tf.tensor1d([2, -2, 4], "int32"), tf.tensor1d([31, 31, 600], "int32")));
  });

  test("of a number and another type is as before", () => {
    expectSame(() => tf.pow(tf.tensor1d([2, 3], "int32"), tf.tensor1d([0.5, -1])), { relative: 1e-6 });
  });
});
