/** Parts of pictures and mirrored pictures, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { anyFloat, expectSame, expectSameError, smallFloat, withShape } from "../on-both.ts";
import type { Dense } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const runs = { numRuns: 40 };
const side = fc.integer({ min: 1, max: 5 });
const picturesOf = (value: fc.Arbitrary<number>): fc.Arbitrary<Dense> =>
  fc
    .tuple(fc.integer({ min: 1, max: 2 }), side, side, fc.integer({ min: 1, max: 3 }))
    .chain((shape) => withShape(shape, value));

const tensor4d = ({ values, shape }: Dense): tf.Tensor4D =>
  tf.tensor4d(values, shape as [number, number, number, number]);

describe("flipLeftRight", () => {
  test("turns rows round", () => {
    fc.assert(
      fc.property(picturesOf(anyFloat), (x) => expectSame(() => tf.image.flipLeftRight(tensor4d(x)))),
      runs,
    );
  });
});

interface Box {
  corners: number[];
  picture: number;
}

/** Corners on pixels and edges, between them and outside. */
const corner = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.25, -0, -0.25, 1.25, 1 / 3),
  fc.float({ min: -0.5, max: 1.5, noNaN: true, noDefaultInfinity: true }),
);

const boxesOf = (picture: fc.Arbitrary<number>, value = corner): fc.Arbitrary<Box[]> =>
  fc.array(fc.record({ corners: fc.array(value, { minLength: 4, maxLength: 4 }), picture }), {
    minLength: 1,
    maxLength: 4,
  });

interface Crop {
  size: [number, number];
  method: "bilinear" | "nearest";
  extrapolation?: number;
}

const cropped = (x: tf.Tensor4D, boxes: readonly Box[], { size, method, extrapolation }: Crop): tf.Tensor =>
  tf.image.cropAndResize(
    x,
    boxes.map(({ corners }) => corners),
    boxes.map(({ picture }) => picture),
    size,
    method,
    extrapolation,
  );

const crops: fc.Arbitrary<Crop> = fc.record({
  size: fc.tuple(side, side),
  method: fc.constantFrom("bilinear" as const, "nearest" as const),
  extrapolation: fc.constantFrom(undefined, 0, -7.5, NaN, Infinity, -Infinity),
});

const tolerance = { relative: 1e-5, absolute: 1e-5, anyZero: true };

describe("cropAndResize", () => {
  test("gives the cpu backend's parts of pictures, inside and outside of them, in either method", () => {
    fc.assert(
      fc.property(picturesOf(smallFloat), boxesOf(fc.constantFrom(0, 1, 2)), crops, (x, boxes, crop) =>
        expectSame(() => cropped(tensor4d(x), boxes, crop), tolerance),
      ),
      { numRuns: 100 },
    );
  });

  test("takes pictures of integers, as pixels are", () => {
    fc.assert(
      fc.property(picturesOf(fc.nat(255)), boxesOf(fc.constant(0)), crops, (x, boxes, crop) =>
        expectSame(() => cropped(tensor4d(x).toInt(), boxes, crop), { ...tolerance, absolute: 1e-3 }),
      ),
      runs,
    );
  });

  test("of corners, pictures and numbers that are none, gives what the cpu backend gives", () => {
    const broken = boxesOf(
      fc.constantFrom(-2, -1, 0, 5, 2 ** 31 - 1),
      fc.constantFrom(NaN, Infinity, -Infinity, 0, 0.5, 1, 3e38),
    );
    fc.assert(
      fc.property(picturesOf(anyFloat), broken, crops, (x, boxes, crop) =>
        expectSame(() => cropped(tensor4d(x), boxes, { ...crop, method: "nearest" })),
      ),
      runs,
    );
    fc.assert(
      fc.property(picturesOf(smallFloat), broken, crops, (x, boxes, crop) =>
        expectSame(() => cropped(tensor4d(x), boxes, crop), tolerance),
      ),
      runs,
    );
  });

  test("takes boxes that are still to be computed", () => {
    expectSame(() => {
      const boxes = tf.tensor2d([[0, 0, 2, 2]]).mul(0.5) as tf.Tensor2D;
      const pictures = tf.tensor1d([2], "int32").sub(1).toInt() as tf.Tensor1D;
      return tf.image.cropAndResize(tf.range(0, 24).reshape([2, 3, 4, 1]) as tf.Tensor4D, boxes, pictures, [2, 3]);
    }, tolerance);
  });

  test("refuses boxes of another form in tfjs' words", () => {
    expectSameError(() => tf.image.cropAndResize(tf.ones([1, 2, 2, 1]), [[0, 0, 1]] as never, [0], [1, 1]));
  });
});
