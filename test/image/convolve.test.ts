import fc from "fast-check";
import { expect, test } from "vitest";
import { boxKernel, convolve, gaussianKernel, sharpen, sobel, toUnit } from "../../lib/image/index.ts";
import type { Border, Kernel } from "../../lib/image/index.ts";
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

/** The definition, without any shortcut: Σ kernel[i, j] · in[y + i, x + j]. */
function byDefinition(
  { width, height, channels, values }: ReturnType<typeof toUnit>,
  { kernel, border }: { kernel: Kernel; border: Border },
): number[] {
  const at = (place: number, size: number): number => {
    if (place >= 0 && place < size) return place;
    if (border === "zero") return -1;
    if (border === "edge" || size === 1) return place < 0 ? 0 : size - 1;
    let [inside, step] = [0, 1];
    for (let i = 0; i < Math.abs(place); i++) {
      if (inside + step < 0 || inside + step >= size) step = -step;
      inside += step;
    }
    return inside;
  };
  return Array.from({ length: values.length }, (_, k) => {
    const [c, x, y] = [k % channels, Math.floor(k / channels) % width, Math.floor(k / channels / width)];
    let sum = 0;
    for (let i = 0; i < kernel.height; i++)
      for (let j = 0; j < kernel.width; j++) {
        const row = at(y + i - (kernel.height - 1) / 2, height);
        const column = at(x + j - (kernel.width - 1) / 2, width);
        if (row >= 0 && column >= 0)
          sum += kernel.weights[i * kernel.width + j]! * values[(row * width + column) * channels + c]!;
      }
    return sum;
  });
}

const odd = fc.constantFrom(1, 3, 5);
const weight = fc.double({ min: -2, max: 2, noNaN: true });
const anyKernel = fc
  .tuple(odd, odd)
  .chain(([width, height]) =>
    fc
      .array(weight, { minLength: width * height, maxLength: width * height })
      .map((weights): Kernel => ({ width, height, weights })),
  );
/** Products of a column and a row, which take a way of their own. */
const anyProduct = fc
  .tuple(fc.array(weight, { minLength: 3, maxLength: 3 }), fc.array(weight, { minLength: 5, maxLength: 5 }))
  .map(([column, row]): Kernel => ({ width: 5, height: 3, weights: column.flatMap((a) => row.map((b) => a * b)) }));

test("any kernel at any border is the definition, whether it is a product of a column and a row or not", () => {
  fc.assert(
    fc.property(
      anyPicture(),
      fc.oneof(anyKernel, anyProduct, fc.constantFrom(sobel.x, sobel.y, sharpen, boxKernel(5), gaussianKernel(1))),
      fc.constantFrom(...borders),
      (bytes, kernel, border) => {
        const image = toUnit(bytes);
        const expected = byDefinition(image, { kernel, border });
        expect(furthest(convolve(image, { kernel, border }).values, expected)).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 300 },
  );
});

test("a kernel of nothing but zeros gives nothing", () => {
  const kernel = { width: 3, height: 3, weights: Array.from({ length: 9 }, () => 0) };
  expect(convolve(picture, { kernel }).values.every((value) => value === 0)).toBe(true);
});

test("a bell sums to one, and reaches three deviations unless told otherwise", () => {
  for (const sigma of [0.5, 1, 2.4]) {
    const { width, height, weights } = gaussianKernel(sigma);
    expect([width, height]).toEqual([2 * Math.ceil(3 * sigma) + 1, 2 * Math.ceil(3 * sigma) + 1]);
    expect(weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    // e^(−1/2) at one deviation to the right, whatever the sum
    if (Number.isInteger(sigma)) {
      const middle = (weights.length - 1) / 2;
      expect(weights[middle + sigma]! / weights[middle]!).toBeCloseTo(Math.exp(-0.5), 12);
    }
  }
});

test("edges downwards are edges to the right of the picture turned on its side", () => {
  const turned = { ...picture, width: picture.height, height: picture.width, values: picture.values.slice() };
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++)
      turned.values[x * picture.height + y] = picture.values[y * picture.width + x]!;
  const down = convolve(turned, { kernel: sobel.y }).values;
  const right = convolve(picture, { kernel: sobel.x }).values;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++)
      expect(down[x * picture.height + y]).toBeCloseTo(right[y * picture.width + x]!, 5);
});
