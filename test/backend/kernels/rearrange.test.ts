/** Kernels that put numbers elsewhere, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
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

beforeAll(startEngine);

describe("reverse", () => {
  const cases = dense(anyFloat, { minRank: 1 }).chain((x) =>
    fc.tuple(fc.constant(x), fc.option(fc.subarray([...x.shape.keys()]), { nil: undefined })),
  );

  test("turns any axes round", () => {
    fc.assert(fc.property(cases, ([x, axes]) => expectSame(() => tf.reverse(tensorOf(x), axes))));
    expectSame(() => tf.reverse(tf.tensor2d([[1, 2, 3]], undefined, "int32"), -1));
    expectSame(() => tf.reverse(tf.tensor1d([true, false, false])));
  });

  test("has the cpu backend's gradient", () => {
    expectSame(() => tf.grad((x) => tf.reverse(x, 1).mul(tf.range(0, 6).reshape([2, 3])))(tf.ones([2, 3])));
  });
});

const block = (): tf.Tensor => tf.range(0, 24).reshape([2, 3, 4]);

describe("stridedSlice", () => {
  /** For each axis where to begin and end, and in which steps; each may lie outside. */
  const cases = dense(anyFloat, { minRank: 1 }).chain((x) => {
    const { length } = x.shape;
    const numbers = (value: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
      fc.array(value, { minLength: length, maxLength: length });
    const mask = fc.nat(2 ** length - 1);
    const place = fc.integer({ min: -6, max: 6 });
    return fc.record({
      x: fc.constant(x),
      begin: numbers(place),
      end: numbers(place),
      strides: numbers(fc.constantFrom(1, 1, 2, 3, -1, -2)),
      beginMask: mask,
      endMask: mask,
    });
  });

  test("takes every so many numbers, forwards and backwards", () => {
    fc.assert(
      fc.property(cases, ({ x, begin, end, strides, beginMask, endMask }) => {
        const slice = (): tf.Tensor => tf.stridedSlice(tensorOf(x), begin, end, strides, beginMask, endMask);
        fc.pre(!tf.tidy(slice).shape.includes(0));
        expectSame(slice);
      }),
      { numRuns: 200 },
    );
  });

  test("adds and drops axes, and leaves some out", () => {
    // masks: begin, end, ellipsis, new axis, shrink axis
    expectSame(() => tf.stridedSlice(block(), [0, 1], [2, 3], [1, 1], 0, 0, 1));
    expectSame(() => tf.stridedSlice(block(), [0, 0, 1], [0, 1, 2], [1, 1, 1], 0, 0, 0, 1));
    expectSame(() => tf.stridedSlice(block(), [1, 2], [2, 3], [1, 1], 0, 0, 0, 0, 3));
    expectSame(() => tf.stridedSlice(block(), [0, 0, 0], [2, 3, 4], [1, 1, 1]));
  });
});

describe("spaceToBatchND and batchToSpaceND", () => {
  const pairs: [number, number][] = [
    [1, 0],
    [0, 2],
  ];

  test("take blocks of a picture apart and put them together", () => {
    const pictures = withShape([2, 3, 4, 2], anyFloat);
    fc.assert(fc.property(pictures, (x) => expectSame(() => tf.spaceToBatchND(tensorOf(x), [2, 3], pairs))));
    const blocks = withShape([12, 2, 2, 2], anyFloat);
    fc.assert(fc.property(blocks, (x) => expectSame(() => tf.batchToSpaceND(tensorOf(x), [2, 3], pairs))));
  });

  test("have the cpu backend's gradients", () => {
    const x = tf.range(0, 48).reshape([2, 3, 4, 2]);
    expectSame(() => tf.grad((x) => tf.spaceToBatchND(x, [2, 3], pairs).square())(x));
    expectSame(() => tf.grad((x) => tf.batchToSpaceND(x, [2], [[0, 1]]).square())(x));
  });
});

describe("depthToSpace", () => {
  test("makes squares of channels", () => {
    fc.assert(
      fc.property(withShape([2, 2, 3, 8], smallFloat), (x) =>
        expectSame(() => tf.depthToSpace(tensorOf(x) as tf.Tensor4D, 2)),
      ),
    );
  });

  test("refuses another order of the axes as the cpu backend does", () => {
    expectSameError(() => tf.depthToSpace(tf.zeros([1, 4, 2, 2]), 2, "NCHW"));
  });
});

test("diag puts any tensor on the diagonal of zeros", () => {
  fc.assert(fc.property(dense(anyFloat, { minRank: 1, maxRank: 2 }), (x) => expectSame(() => tf.diag(tensorOf(x)))));
  fc.assert(
    fc.property(dense(anyInteger, { minRank: 1, maxRank: 1 }), (x) => expectSame(() => tf.diag(tensorOf(x, "int32")))),
  );
});
