/** Kernels that answer with true or false, compared with tfjs' cpu backend. */
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
  specials,
  spreadPair,
  tensorOf,
} from "../on-both.ts";

beforeAll(startEngine);

test.each([
  ["isNaN", tf.isNaN],
  ["isInf", tf.isInf],
  ["isFinite", tf.isFinite],
] as const)("%s tells NaN, infinities and numbers apart, and knows that integers are finite", (_, f) => {
  expectSame(() => f(tf.tensor1d(specials)));
  expectSame(() => f(tf.tensor1d(integerSpecials, "int32")));
});

describe("notEqual", () => {
  test("holds between NaN and NaN, and not between 0 and -0", () => {
    expectSame(() => tf.notEqual(tf.tensor1d([NaN, 0, -0, 1, Infinity]), tf.tensor1d([NaN, -0, -0, 2, Infinity])));
    fc.assert(fc.property(spreadPair(anyFloat), ([a, b]) => expectSame(() => tf.notEqual(tensorOf(a), tensorOf(b)))));
  });

  test("compares integers and truth values", () => {
    fc.assert(
      fc.property(spreadPair(anyInteger), ([a, b]) =>
        expectSame(() => tf.notEqual(tensorOf(a, "int32"), tensorOf(b, "int32"))),
      ),
    );
    expectSame(() => tf.notEqual(tf.tensor1d([true, false]), tf.tensor1d([true, true])));
  });
});

describe.each([
  ["all", tf.all],
  ["any", tf.any],
] as const)("%s", (_, f) => {
  test("goes over any axes, kept or not", () => {
    const cases = dense(fc.constantFrom(0, 1)).chain((x) =>
      fc.tuple(fc.constant(x), fc.option(fc.subarray([...x.shape.keys()]), { nil: undefined }), fc.boolean()),
    );
    fc.assert(
      fc.property(cases, ([x, axes, keepDims]) =>
        expectSame(() =>
          f(tensorOf(x, "bool").notEqual(tf.zeros([], "bool")), axes?.length === 0 ? undefined : axes, keepDims),
        ),
      ),
    );
  });
});
