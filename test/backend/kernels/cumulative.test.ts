/** Running and whole sums and products, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { dense, expectSame, smallFloat, tensorOf } from "../on-both.ts";
import type { Dense } from "../on-both.ts";

beforeAll(startEngine);

/** A tensor, one of its axes, and the two ways to run along it. */
function scans(value: fc.Arbitrary<number>): fc.Arbitrary<[Dense, number, boolean, boolean]> {
  return dense(value, { minRank: 1 }).chain((x) =>
    fc.tuple(fc.constant(x), fc.nat(x.shape.length - 1), fc.boolean(), fc.boolean()),
  );
}

describe.each([
  ["cumsum", tf.cumsum],
  ["cumprod", tf.cumprod],
] as const)("%s", (_, f) => {
  test("runs along any axis, from either end, with and without the number itself", () => {
    fc.assert(
      fc.property(scans(smallFloat), ([x, axis, exclusive, reverse]) =>
        expectSame(() => f(tensorOf(x), axis, exclusive, reverse), { absolute: 1e-6, anyZero: true }),
      ),
    );
  });

  test("wraps integers that overflow, and makes integers of truth values", () => {
    fc.assert(
      fc.property(scans(fc.integer({ min: -40_000, max: 40_000 })), ([x, axis, exclusive, reverse]) =>
        expectSame(() => f(tensorOf(x, "int32"), axis, exclusive, reverse)),
      ),
    );
    expectSame(() => f(tf.tensor1d([true, true, false, true])));
  });

  test("carries NaN and infinities to all that come after", () => {
    expectSame(() => f(tf.tensor1d([1, Infinity, 2, NaN, 3])));
    expectSame(() => f(tf.tensor1d([1, -Infinity, 2, 0, 3]), 0, true));
  });

  test.each([1, 2, 3, 31, 32, 33])("runs over %i numbers", (length) => {
    const numbers = Array.from({ length }, (_, i) => 1 + Math.sin(i) / 4);
    expectSame(() => f(tf.tensor1d(numbers)), { relative: 1e-5 });
  });
});

test("cumsum has the cpu backend's gradient", () => {
  fc.assert(
    fc.property(scans(smallFloat), ([x, axis, exclusive, reverse]) => {
      const gradient = tf.grad((x) => tf.cumsum(x, axis, exclusive, reverse).square());
      expectSame(() => gradient(tensorOf(x)), { absolute: 1e-4, anyZero: true });
    }),
  );
});

/** A tensor, some of its axes, and whether they are kept. */
function reductions(value: fc.Arbitrary<number>): fc.Arbitrary<[Dense, number[], boolean]> {
  return dense(value, { minRank: 1, maxRank: 3 }).chain((x) =>
    fc.tuple(fc.constant(x), fc.subarray([...x.shape.keys()], { minLength: 1 }), fc.boolean()),
  );
}

describe("prod", () => {
  test("goes over any axes, kept or not", () => {
    fc.assert(
      fc.property(reductions(smallFloat), ([x, axes, keepDims]) =>
        expectSame(() => tf.prod(tensorOf(x), axes, keepDims), { relative: 1e-5, anyZero: true }),
      ),
    );
    expectSame(() => tf.prod(tf.scalar(3)));
  });

  test("wraps integers that overflow, and makes an integer of truth values", () => {
    expectSame(() => tf.prod(tf.tensor1d([65_536, 65_537, 3], "int32")));
    expectSame(() =>
      tf.prod(
        tf.tensor2d([
          [true, true],
          [true, false],
        ]),
        1,
      ),
    );
  });

  test("has the cpu backend's gradient, zeros among the factors included", () => {
    const x = tf.tensor2d([
      [1, 2, 3],
      [0, -4, 5],
    ]);
    expectSame(() => tf.grad((x) => tf.prod(x, 1))(x), { anyZero: true });
  });
});
