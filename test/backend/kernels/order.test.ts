/** Where the largest and smallest numbers are, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { anyFloat, anyInteger, dense, expectSame, expectSameError, tensorOf } from "../on-both.ts";
import type { Dense } from "../on-both.ts";

beforeAll(startEngine);

function withAxis(value: fc.Arbitrary<number>): fc.Arbitrary<[Dense, number]> {
  return dense(value, { minRank: 1 }).chain((x) =>
    fc.tuple(fc.constant(x), fc.integer({ min: -x.shape.length, max: x.shape.length - 1 })),
  );
}

describe.each([
  ["argMax", tf.argMax],
  ["argMin", tf.argMin],
] as const)("%s", (_, f) => {
  test("finds the first of them along any axis, and passes over NaN unless it comes first", () => {
    fc.assert(fc.property(withAxis(anyFloat), ([x, axis]) => expectSame(() => f(tensorOf(x), axis))));
    fc.assert(
      fc.property(withAxis(fc.constantFrom(0, 1, -0, NaN)), ([x, axis]) => expectSame(() => f(tensorOf(x), axis))),
    );
  });

  test("finds it in long rows with NaN anywhere", () => {
    for (const at of [0, 1, 7, 8, 15, 16, 31, 40])
      expectSame(() => f(tf.tensor1d(Array.from({ length: 41 }, (_, i) => (i === at ? NaN : (i * 17) % 41)))));
  });

  test("compares integers and truth values", () => {
    fc.assert(fc.property(withAxis(anyInteger), ([x, axis]) => expectSame(() => f(tensorOf(x, "int32"), axis))));
    expectSame(() =>
      f(
        tf.tensor2d([
          [false, true],
          [true, true],
        ]),
        1,
      ),
    );
  });
});

function withCount(value: fc.Arbitrary<number>): fc.Arbitrary<[Dense, number]> {
  return dense(value, { minRank: 1 }).chain((x) =>
    fc.tuple(fc.constant(x), fc.integer({ min: 1, max: x.shape.at(-1)! })),
  );
}

describe("topk", () => {
  // the cpu backend subtracts to compare, and so loses its way between equal infinities
  const finite = anyFloat.filter((x) => Number.isFinite(x));

  test("gives the largest numbers in order, the earlier first among equals", () => {
    fc.assert(
      fc.property(withCount(finite), ([x, k]) =>
        expectSame(() => {
          const { values, indices } = tf.topk(tensorOf(x), k);
          return [values, indices];
        }),
      ),
    );
  });

  test("orders integers", () => {
    fc.assert(
      fc.property(withCount(anyInteger), ([x, k]) =>
        expectSame(() => {
          const { values, indices } = tf.topk(tensorOf(x, "int32"), k);
          return [values, indices];
        }),
      ),
    );
  });

  test("refuses more than there are", () => {
    expectSameError(() => tf.topk(tf.tensor1d([1, 2]), 3));
  });
});
