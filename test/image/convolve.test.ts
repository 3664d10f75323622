import fc from "fast-check";
import { expect, test } from "vitest";
import { boxKernel, convolve, gaussianKernel, sharpen, sobel, toUnit } from "../../lib/image/index.ts";
import type { Border } from "../../lib/image/index.ts";
import { furthest, golden, grey } from "./golden.ts";
import { anyPicture } from "./pictures.ts";

const borders: Border[] = ["zero", "edge", "mirror"];
const picture = toUnit(grey);
const of = (rows: number[][]) => ({
  width: rows[0]!.length,
  height: rows.length,
  channels: 1 as const,
  range: "unit" as const,
  values: Float32Array.from(rows.flat()),
});

test("a bell is scipy's gaussian_filter, at every border", () => {
  const kernel = gaussianKernel(1.2, { radius: 4 });
  for (const [border, mode] of [
    ["edge", "nearest"],
    ["mirror", "mirror"],
    ["zero", "constant"],
  ] as const)
    expect(furthest(convolve(picture, { kernel, border }).values, golden.gaussian[mode])).toBeLessThan(1e-6);
});

test("edges to the right are scipy's sobel", () => {
  expect(furthest(convolve(picture, { kernel: sobel.x }).values, golden.sobel)).toBeLessThan(1e-6);
});

test("by hand, the three borders", () => {
  const row = of([[1, 2, 4]]);
  const kernel = { width: 3, height: 1, weights: [1, 10, 100] };
  const values = (border: Border) => [...convolve(row, { kernel, border }).values];
  expect(values("zero")).toEqual([210, 421, 42]);
  expect(values("edge")).toEqual([211, 421, 442]);
  expect(values("mirror")).toEqual([212, 421, 242]);
  // one pixel is all its own neighbours, unless there are none
  expect([...convolve(of([[1]]), { kernel, border: "mirror" }).values]).toEqual([111]);
  expect([...convolve(of([[1]]), { kernel, border: "zero" }).values]).toEqual([10]);
});

test("a kernel of one 1 changes nothing; sums to one keep a flat picture; it is linear", () => {
  const identity = { width: 3, height: 3, weights: [0, 0, 0, 0, 1, 0, 0, 0, 0] };
  fc.assert(
    fc.property(anyPicture(), fc.constantFrom(...borders), (bytes, border) => {
      const image = toUnit(bytes);
      expect(convolve(image, { kernel: identity, border })).toEqual(image);
      const flat = { ...image, values: image.values.map(() => 0.25) };
      for (const kernel of [boxKernel(3), gaussianKernel(0.8), sharpen])
        if (border !== "zero")
          expect(furthest(convolve(flat, { kernel, border }).values, flat.values)).toBeLessThan(1e-6);
      const doubled = convolve(
        { ...image, values: image.values.map((value) => 2 * value) },
        { kernel: sharpen, border },
      );
      expect(
        furthest(
          doubled.values,
          convolve(image, { kernel: sharpen, border }).values.map((value) => 2 * value),
        ),
      ).toBeLessThan(1e-5);
    }),
    { numRuns: 50 },
  );
});

const middle = (values: Float32Array) =>
  Array.from({ length: 6 }, (_, i) => values[(10 + Math.floor(i / 3)) * 32 + 14 + (i % 3)]!);

test("two bells in a row are one of the variance of both", () => {
  const once = convolve(convolve(picture, { kernel: gaussianKernel(1, { radius: 6 }) }), {
    kernel: gaussianKernel(1.5, { radius: 8 }),
  });
  const both = convolve(picture, { kernel: gaussianKernel(Math.hypot(1, 1.5), { radius: 10 }) });
  // away from the border, where what was cut off differs; bells are sampled, so not to the last digit
  expect(furthest(middle(once.values), middle(both.values))).toBeLessThan(2e-3);
});

test("kernels that cannot be are named", () => {
  for (const kernel of [
    { width: 2, height: 1, weights: [1, 1] },
    { width: 3, height: 1, weights: [1] },
    { width: 0, height: 1, weights: [] },
  ])
    expect(() => convolve(picture, { kernel })).toThrow("convolve kernel");
  expect(() => boxKernel(4)).toThrow("boxKernel side: expected an odd number");
  expect(() => gaussianKernel(0)).toThrow("gaussianKernel sigma");
});
