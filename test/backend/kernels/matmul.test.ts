/** Products of matrices, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectSame, expectSameError, smallFloat, tensorOf, withShape } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const length = fc.integer({ min: 1, max: 5 });

/** Two stacks of matrices that can be multiplied, and how each is to be turned. */
function factors(value: fc.Arbitrary<number>) {
  return fc
    .record({
      batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      rows: length,
      inner: length,
      columns: length,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
    })
    .chain(({ batch, rows, inner, columns, transposeA, transposeB }) =>
      fc.record({
        a: withShape([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], value),
        b: withShape([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], value),
        transposeA: fc.constant(transposeA),
        transposeB: fc.constant(transposeB),
      }),
    );
}

describe("matMul", () => {
  test("is the cpu backend's for stacks of any matrices, turned or not", () => {
    fc.assert(
      fc.property(factors(smallFloat), ({ a, b, transposeA, transposeB }) =>
        expectSame(() => tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB), {
          absolute: 2e-5,
          anyZero: true,
        }),
      ),
    );
  });

  test("of integers is the cpu backend's", () => {
    fc.assert(
      fc.property(factors(fc.integer({ min: -10_000, max: 10_000 })), ({ a, b, transposeA, transposeB }) =>
        expectSame(() => tf.matMul(tensorOf(a, "int32"), tensorOf(b, "int32"), transposeA, transposeB)),
      ),
    );
  });

  test("has the cpu backend's gradients", () => {
    fc.assert(
      fc.property(factors(smallFloat), ({ a, b, transposeA, transposeB }) =>
        expectSame(
          () =>
            tf.grads((a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB).square())([
              tensorOf(a),
              tensorOf(b),
            ]),
          { relative: 1e-5, absolute: 2e-3, anyZero: true },
        ),
      ),
      { numRuns: 40 },
    );
  });

  test("uses one matrix for a whole stack of others", () => {
    const a = tf.randomUniform([2, 3, 4], -1, 1, "float32", 1);
    expectSame(() => tf.matMul(a, tf.ones([1, 4, 2])), { absolute: 1e-6 });
  });

  test("spreads stacks of different lengths over each other, where the cpu backend mixes them up", () => {
    // [2, 1] over [1, 3]: entry [i, j] is the product of the i-th and the j-th, all 1 × 1
    const [a, b] = [tf.tensor4d([2, 3], [2, 1, 1, 1]), tf.tensor4d([5, 7, 11], [1, 3, 1, 1])];
    expect([...tf.matMul(a, b).dataSync()]).toEqual([10, 14, 22, 15, 21, 33]);
  });

  test("keeps NaN and infinity to the rows and columns that they are in", () => {
    const a = tf.tensor2d([NaN, 1, 2, 3, Infinity, 1], [3, 2]);
    expectSame(() => tf.matMul(a, tf.tensor2d([1, 0, 0, 1, 2, -1], [2, 3])));
  });

  test("refuses what does not fit when it is called, in tfjs' words", () => {
    expectSameError(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3])));
    expectSameError(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([3, 2]), true, false));
    expectSameError(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([3])));
    expectSameError(() => tf.matMul(tf.zeros([3]), tf.zeros([3, 2])));
    expectSameError(() => tf.matMul(tf.scalar(0), tf.zeros([2, 2])));
    expectSameError(() => tf.matMul(tf.zeros([2, 2, 3]), tf.zeros([3, 3, 2])));
  });
});
