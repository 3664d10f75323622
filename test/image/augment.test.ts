import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { augment, brighten, createImage, cutout, flipHorizontal, shift, turn } from "../../lib/image/index.ts";
import { patch } from "./golden.ts";
import { anyPicture } from "./pictures.ts";

const of = (rows: number[][]) => ({
  width: rows[0]!.length,
  height: rows.length,
  channels: 1 as const,
  pixels: Uint8Array.from(rows.flat()),
});

test("by hand", () => {
  const image = of([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(flipHorizontal(image)).toEqual(
    of([
      [3, 2, 1],
      [6, 5, 4],
    ]),
  );
  expect(turn(image, { quarters: 1 })).toEqual(
    of([
      [4, 1],
      [5, 2],
      [6, 3],
    ]),
  );
  expect(turn(image, { quarters: 2 })).toEqual(
    of([
      [6, 5, 4],
      [3, 2, 1],
    ]),
  );
  expect(turn(image, { quarters: -1 })).toEqual(
    of([
      [3, 6],
      [2, 5],
      [1, 4],
    ]),
  );
  expect(shift(image, { right: 1, down: -1, fill: 9 })).toEqual(
    of([
      [9, 4, 5],
      [9, 9, 9],
    ]),
  );
  expect(brighten(of([[10, 100, 200]]), { factor: 1.5 })).toEqual(of([[15, 150, 255]]));
});

test("two flips, four quarters, and a shift back are nothing, where nothing was lost", () => {
  fc.assert(
    fc.property(anyPicture(), fc.integer({ min: -9, max: 9 }), (image, quarters) => {
      expect(flipHorizontal(flipHorizontal(image))).toEqual(image);
      expect(turn(turn(image, { quarters }), { quarters: -quarters })).toEqual(image);
      expect(turn(image, { quarters: quarters + 4 })).toEqual(turn(image, { quarters }));
      expect(shift(image, { right: 0, down: 0 })).toEqual(image);
      expect(shift(image, { right: image.width, down: 0, fill: 7 })).toEqual(createImage({ ...image, fill: 7 }));
      expect(brighten(image, { factor: 1 })).toEqual(image);
    }),
  );
});

test("opacity is no brightness", () => {
  const image = { width: 1, height: 1, channels: 4 as const, pixels: Uint8Array.of(100, 100, 100, 100) };
  expect([...brighten(image, { factor: 2 }).pixels]).toEqual([200, 200, 200, 100]);
});

test("a square is cut out, everywhere as often, and cut off at the edge", () => {
  const white = createImage({ width: 9, height: 9, channels: 1, fill: 255 });
  const die = rng(1);
  const sums = new Float64Array(81);
  const n = 4_000;
  for (let i = 0; i < n; i++) {
    const { pixels } = cutout(white, { rng: die, side: 3 });
    const holes = pixels.filter((value) => value === 0).length;
    expect([4, 6, 9]).toContain(holes);
    pixels.forEach((value, at) => (sums[at]! += Number(value === 0)));
  }
  // the middle pixel is hit by nine of 81 places
  expect(Math.abs(sums[40]! / n - 9 / 81)).toBeLessThan(5 * Math.sqrt(((1 / 9) * (8 / 9)) / n));
});

const seen = (seed: number) =>
  augment(patch, { rng: rng(seed), flip: true, shiftBy: 2, brightnessBy: 0.2, cutoutSide: 5 });

test("with everything switched off it is the same picture; the same die gives the same one", () => {
  expect(augment(patch, { rng: rng(1) })).toEqual(patch);
  expect(seen(1)).toEqual(seen(1));
  expect(seen(1)).not.toEqual(seen(2));
  // what is switched off changes nothing of the rest
  const flips = Array.from(
    { length: 20 },
    (_, seed) => augment(patch, { rng: rng(seed), flip: true }).pixels.join() === flipHorizontal(patch).pixels.join(),
  );
  expect(new Set(flips).size).toBe(2);
});

test("bad numbers are named", () => {
  expect(() => turn(patch, { quarters: 0.5 })).toThrow("turn quarters");
  expect(() => shift(patch, { right: Number.NaN, down: 0 })).toThrow("shift right");
  expect(() => shift(patch, { right: 0, down: 0, fill: 256 })).toThrow("shift fill");
  expect(() => brighten(patch, { factor: -1 })).toThrow("brighten factor");
  expect(() => cutout(patch, { rng: rng(1), side: 0 })).toThrow("cutout side");
  expect(() => augment(patch, { rng: rng(1), brightnessBy: 2 })).toThrow("augment brightnessBy");
});

test("a hole is where the die says, of the size and the colour asked for", () => {
  const white = createImage({ width: 8, height: 6, channels: 3, fill: 255 });
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 5 }), fc.nat(255), (seed, side, fill) => {
      const die = rng(seed);
      const [left, top] = [die.int(8) - Math.floor(side / 2), die.int(6) - Math.floor(side / 2)];
      const { pixels } = cutout(white, { rng: rng(seed), side, fill });
      for (let y = 0; y < 6; y++)
        for (let x = 0; x < 8; x++) {
          const inside = x >= left && x < left + side && y >= top && y < top + side;
          const expected = inside ? fill : 255;
          const at = 3 * (y * 8 + x);
          expect([...pixels.subarray(at, at + 3)]).toEqual([expected, expected, expected]);
        }
    }),
    { numRuns: 50 },
  );
});

test("moved in every direction as often, made brighter as often as darker, mirrored in half of the cases", () => {
  // one white pixel in the middle says where everything went
  const dot = createImage({ width: 5, height: 5, channels: 1 });
  dot.pixels[12] = 100;
  const die = rng(7);
  const [places, brightness] = [new Float64Array(25), [] as number[]];
  const n = 5_000;
  for (let i = 0; i < n; i++) {
    const { pixels } = augment(dot, { rng: die, shiftBy: 2, brightnessBy: 0.5 });
    const at = pixels.findIndex((value) => value > 0);
    places[at]!++;
    brightness.push(pixels[at]!);
  }
  // 25 places of n / 25 each: χ² with 24 degrees of freedom is above 51.2 in one of a thousand
  const expected = n / 25;
  expect(places.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(51.2);
  expect(Math.min(...brightness)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...brightness)).toBeLessThanOrEqual(150);
  // even over 50 … 150: deviation 50/√3
  const mean = brightness.reduce((sum, value) => sum + value, 0) / n;
  expect(Math.abs(mean - 100)).toBeLessThan((4 * 50) / Math.sqrt(3 * n));

  const half = { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(0, 1) };
  let mirrored = 0;
  for (let i = 0; i < n; i++) mirrored += augment(half, { rng: die, flip: true }).pixels[0]!;
  expect(Math.abs(mirrored - n / 2)).toBeLessThan(4 * Math.sqrt(n / 4));
});

test("a hole is only cut where one is asked for", () => {
  const white = createImage({ width: 9, height: 9, channels: 1, fill: 255 });
  expect(augment(white, { rng: rng(3), cutoutSide: 0 })).toEqual(white);
  expect(augment(white, { rng: rng(3), cutoutSide: 3 })).not.toEqual(white);
});
