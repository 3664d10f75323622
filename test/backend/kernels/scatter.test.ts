/** Kernels that read and write at places that are given as numbers, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startEngine } from "../start.ts";
import {
  anyFloat,
  anyInteger,
  dense,
  expectSame,
  expectSameError,
  smallFloat,
  tensorOf,
  withShape,
} from "../on-both.ts";
import type { Dense } from "../on-both.ts";

beforeAll(startEngine);

interface Case {
  /** The tensor that is read or written. */
  x: Dense;
  indices: Dense;
  /** What is written. */
  updates: Dense;
}

/** Places that are given by the first so many axes of a tensor, the same one often. */
function cases(value: fc.Arbitrary<number>): fc.Arbitrary<Case> {
  return dense(value, { minRank: 1 }).chain((x) =>
    fc.tuple(fc.integer({ min: 1, max: x.shape.length }), fc.integer({ min: 1, max: 6 })).chain(([rank, count]) => {
      const place = fc.tuple(...x.shape.slice(0, rank).map((length) => fc.nat(length - 1)));
      return fc.record({
        x: fc.constant(x),
        indices: fc
          .array(place, { minLength: count, maxLength: count })
          .map((places) => ({ shape: [count, rank], values: places.flat() })),
        updates: withShape([count, ...x.shape.slice(rank)], value),
      });
    }),
  );
}

describe("gatherND", () => {
  test("reads numbers and slices at any places", () => {
    fc.assert(
      fc.property(cases(anyFloat), ({ x, indices }) =>
        expectSame(() => tf.gatherND(tensorOf(x), tensorOf(indices, "int32"))),
      ),
    );
    expectSame(() => tf.gatherND(tf.tensor1d([5, 6, 7], "int32"), tf.tensor3d([[[0]], [[2]]], undefined, "int32")));
  });

  test("refuses a place outside at the call, and one that is not known there when it is read", () => {
    expectSameError(() => tf.gatherND(tf.tensor1d([1, 2]), tf.tensor2d([[2]], undefined, "int32")));
    expectSameError(() => tf.gatherND(tf.tensor1d([1, 2]), tf.tensor2d([[-1]], undefined, "int32")));
    for (const index of [2, -1])
      expect(() =>
        tf.tidy(() =>
          tf
            .gatherND(tf.tensor1d([1, 2]), tf.tensor2d([[index]], undefined, "int32").add(tf.scalar(0, "int32")))
            .dataSync(),
        ),
      ).toThrow();
  });
});

describe("scatterND", () => {
  test("adds up what falls on one place", () => {
    fc.assert(
      fc.property(cases(smallFloat), ({ x, indices, updates }) =>
        expectSame(() => tf.scatterND(tensorOf(indices, "int32"), tensorOf(updates), x.shape), {
          absolute: 1e-6,
          anyZero: true,
        }),
      ),
    );
  });

  test("wraps integers that overflow", () => {
    fc.assert(
      fc.property(cases(anyInteger), ({ x, indices, updates }) =>
        expectSame(() => tf.scatterND(tensorOf(indices, "int32"), tensorOf(updates, "int32"), x.shape)),
      ),
    );
  });

  test("loses nothing, although many threads could add to one place at a time", () => {
    const count = 20_000;
    const sum = tf.tidy(() => {
      const indices = tf.zeros([count, 1], "int32");
      return [...tf.scatterND(indices, tf.ones([count, 64]), [1, 64]).dataSync()];
    });
    expect(new Set(sum)).toEqual(new Set([count]));
  });

  test("refuses a place outside", () => {
    expectSameError(() => tf.scatterND(tf.tensor2d([[3]], undefined, "int32"), tf.tensor1d([1]), [3]));
  });
});

const twice = (): tf.Tensor => tf.tensor2d([[1], [1]], undefined, "int32");
const places = (): tf.Tensor2D => tf.tensor2d([0, 1, 2, 0], [2, 2], "int32");

describe("tensorScatterUpdate", () => {
  test("writes, the last one where there are several, and leaves its input alone", () => {
    fc.assert(
      fc.property(cases(anyFloat), ({ x, indices, updates }) =>
        expectSame(() => tf.tensorScatterUpdate(tensorOf(x), tensorOf(indices, "int32"), tensorOf(updates))),
      ),
    );
    const before = tf.tensor1d([1, 2]);
    tf.tensorScatterUpdate(before, tf.tensor2d([[0]], undefined, "int32"), tf.tensor1d([9])).dataSync();
    expect([...before.dataSync()]).toEqual([1, 2]);
  });

  test("writes integers and truth values", () => {
    expectSame(() => tf.tensorScatterUpdate(tf.tensor1d([1, 2, 3], "int32"), twice(), tf.tensor1d([8, 9], "int32")));
    expectSame(() => tf.tensorScatterUpdate(tf.tensor1d([true, true]), twice(), tf.tensor1d([true, false])));
  });
});

describe("sparseToDense", () => {
  test("writes numbers, or one number, between those that stand everywhere else", () => {
    expectSame(() => tf.sparseToDense(places(), tf.tensor1d([5, -0]), [3, 2], NaN));
    expectSame(() => tf.sparseToDense(places(), 7, [3, 2], tf.scalar(-1)));
    expectSame(() =>
      tf.sparseToDense(tf.tensor1d([1, 3], "int32"), tf.tensor1d([4, 5], "int32"), [4], tf.scalar(2, "int32")),
    );
    expectSame(() => tf.sparseToDense(tf.scalar(2, "int32"), tf.scalar(9), [4], tf.scalar(0)));
  });
});
