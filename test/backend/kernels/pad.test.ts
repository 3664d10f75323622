/** Kernels that put numbers around a tensor, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { anyFloat, anyInteger, dense, expectSame, smallFloat, specials, tensorOf } from "../on-both.ts";
import type { Dense } from "../on-both.ts";

beforeAll(startEngine);

type Pairs = [number, number][];

/** A tensor and how much is put before and after each axis; `most` for an axis of a length. */
function padded(
  value: fc.Arbitrary<number>,
  { most = () => 3 }: { most?: (length: number) => number } = {},
): fc.Arbitrary<[Dense, Pairs]> {
  return dense(value, { minRank: 1 }).chain((x) =>
    fc.tuple(
      fc.constant(x),
      fc.tuple(...x.shape.map((length) => fc.tuple(fc.nat(most(length)), fc.nat(most(length))))) as fc.Arbitrary<Pairs>,
    ),
  );
}

describe("pad", () => {
  test("puts a number around any axes", () => {
    fc.assert(
      fc.property(padded(anyFloat), fc.constantFrom(...specials), ([x, paddings], value) =>
        expectSame(() => tf.pad(tensorOf(x), paddings, value)),
      ),
    );
  });

  test("pads integers with the integer part of the number, and truth values", () => {
    fc.assert(
      fc.property(padded(anyInteger), ([x, paddings]) => expectSame(() => tf.pad(tensorOf(x, "int32"), paddings, 2.7))),
    );
    expectSame(() => tf.pad(tf.tensor1d([true, false]), [[1, 2]], 1));
  });

  test("has the cpu backend's gradient", () => {
    fc.assert(
      fc.property(padded(smallFloat), ([x, paddings]) =>
        expectSame(() => tf.grad((x) => tf.pad(x, paddings).square())(tensorOf(x))),
      ),
    );
  });
});

describe("mirrorPad", () => {
  test("mirrors at the last number, which is not repeated", () => {
    fc.assert(
      fc.property(padded(anyFloat, { most: (length) => length - 1 }), ([x, paddings]) =>
        expectSame(() => tf.mirrorPad(tensorOf(x), paddings, "reflect")),
      ),
    );
  });

  test("mirrors behind the last number, which is repeated", () => {
    fc.assert(
      fc.property(padded(anyFloat, { most: (length) => length }), ([x, paddings]) =>
        expectSame(() => tf.mirrorPad(tensorOf(x), paddings, "symmetric")),
      ),
    );
  });

  test("has the cpu backend's gradient", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const pads: Pairs = [
      [1, 1],
      [2, 1],
    ];
    expectSame(() => tf.grad((x) => tf.mirrorPad(x, pads, "reflect").square())(x));
  });
});
