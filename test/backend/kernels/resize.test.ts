/** Pictures in other sizes, compared with tfjs' cpu backend, and their gradients with sums over what was made of each pixel. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectClose, expectSame, filled } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const side = fc.integer({ min: 1, max: 7 });
const cases = fc.record({
  shape: fc.tuple(fc.constantFrom(1, 3), side, side, fc.constantFrom(1, 2)),
  size: fc.tuple(side, side),
  corners: fc.constantFrom([false, false], [true, false], [false, true]) as fc.Arbitrary<[boolean, boolean]>,
});

const tolerance = { relative: 1e-5, absolute: 1e-6, anyZero: true };

describe.each(["resizeNearestNeighbor", "resizeBilinear"] as const)("%s", (name) => {
  test("gives the cpu backend's pictures for any sizes and corners", () => {
    fc.assert(
      fc.property(cases, ({ shape, size, corners }) =>
        expectSame(() => tf.image[name](filled<tf.Rank.R4>(shape, 1), size, ...corners), tolerance),
      ),
    );
  });

  test("has as its gradient what each pixel contributes, in every picture of a batch", () => {
    fc.assert(
      fc.property(cases, ({ shape, size, corners: [alignCorners] }) =>
        tf.tidy(() => {
          const [x, dy] = [filled(shape, 1), filled([shape[0], ...size, shape[3]], 2)];
          const resize = (images: tf.Tensor4D): tf.Tensor4D => tf.image[name](images, size, alignCorners);
          const gradient = tf
            .grad((images) => resize(images as tf.Tensor4D).mul(dy))(x)
            .dataSync();
          // resizing is linear: the weight of a pixel is what a picture of only that pixel becomes
          const expected = Array.from({ length: x.size }, (_, i) => {
            const pixel = tf.tensor4d(new Float32Array(x.size).fill(1, i, i + 1), shape);
            return resize(pixel).mul(dy).sum().dataSync()[0]!;
          });
          expectClose([...gradient], expected, { relative: 1e-4, absolute: 1e-5, anyZero: true });
        }),
      ),
      { numRuns: 20 },
    );
  });
});

test("doubling has a gradient that sums squares of four", () => {
  const dy = tf.range(1, 33).reshape([2, 4, 4, 1]);
  const gradient = tf.grad((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 4]).mul(dy))(
    tf.ones([2, 2, 2, 1]),
  );
  expect([...gradient.dataSync()]).toEqual([14, 22, 46, 54, 78, 86, 110, 118]);
});
