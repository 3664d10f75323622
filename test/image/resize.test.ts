import fc from "fast-check";
import { expect, test } from "vitest";
import { createImage, resize, resizeArea, resizeBilinear, toUnit } from "../../lib/image/index.ts";
import { furthest, golden, grey } from "./golden.ts";
import { anyPicture } from "./pictures.ts";

const picture = toUnit(grey);
const size = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) });
const ways = { resizeArea, resizeBilinear };

test("the mean of what is covered is Pillow's BOX", () => {
  // Pillow takes whole pixels whose middle is inside, so only where the ratio is whole are they the same thing
  const small = resizeArea(picture, { width: 8, height: 6 });
  const meanAt = (x: number, y: number) => {
    let sum = 0;
    for (let i = 0; i < 16; i++) sum += picture.values[(4 * y + Math.floor(i / 4)) * 32 + 4 * x + (i % 4)]!;
    return sum / 16;
  };
  expect(
    furthest(
      small.values,
      Array.from({ length: 48 }, (_, i) => meanAt(i % 8, Math.floor(i / 8))),
    ),
  ).toBeLessThan(1e-6);
  expect(furthest(resizeArea(picture, { width: 13, height: 7 }).values, golden.box)).toBeLessThan(0.1);
});

test("by hand: straight lines between centres, the mean of what is covered", () => {
  const row = { width: 2, height: 1, channels: 1 as const, range: "unit" as const, values: Float32Array.of(0, 1) };
  expect([...resizeBilinear(row, { width: 4, height: 1 }).values]).toEqual([0, 0.25, 0.75, 1]);
  expect([...resizeArea(row, { width: 4, height: 1 }).values]).toEqual([0, 0, 1, 1]);
  expect([
    ...resizeArea({ ...row, width: 3, values: Float32Array.of(0, 3, 6) }, { width: 2, height: 1 }).values,
  ]).toEqual([1, 5]);
});

test.each(Object.entries(ways))(
  "%s: the same size is the same picture, a flat one stays flat, and nothing leaves the range",
  (_, way) => {
    fc.assert(
      fc.property(anyPicture(), size, (bytes, to) => {
        const image = toUnit(bytes);
        expect(furthest(way(image, image).values, image.values)).toBeLessThan(1e-6);
        const made = way(image, to);
        expect([made.width, made.height, made.values.length]).toEqual([
          to.width,
          to.height,
          to.width * to.height * image.channels,
        ]);
        const [least, most] = [Math.min(...image.values), Math.max(...image.values)];
        for (const value of made.values) {
          expect(value).toBeGreaterThanOrEqual(least - 1e-6);
          expect(value).toBeLessThanOrEqual(most + 1e-6);
        }
      }),
    );
  },
);

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("the mean of a picture stays when its area is averaged, whatever the size", () => {
  fc.assert(
    fc.property(anyPicture({ channels: 1 }), size, (bytes, to) => {
      const image = toUnit(bytes);
      expect(mean(resizeArea(image, to).values)).toBeCloseTo(mean(image.values), 5);
    }),
  );
});

test("libvips keeps channels, a flat picture and, with nearest, every value", async () => {
  for (const channels of [1, 3, 4] as const) {
    const flat = (width: number, height: number) =>
      createImage({ width, height, channels, fill: channels === 4 ? [200, 100, 50, 255] : 200 });
    expect(await resize(flat(5, 4), { width: 11, height: 7 })).toEqual(flat(11, 7));
  }
  const two = { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(3, 250) };
  expect([...(await resize(two, { width: 6, height: 1, kernel: "nearest" })).pixels]).toEqual([3, 3, 3, 250, 250, 250]);
});

test("sizes that cannot be are named", async () => {
  for (const to of [
    { width: 0, height: 1 },
    { width: 1, height: 0.5 },
    { width: 2 ** 14, height: 2 ** 14 },
  ]) {
    expect(() => resizeArea(picture, to)).toThrow(/^resizeArea/u);
    await expect(resize(grey, to)).rejects.toThrow(/^resize/u);
  }
});

const overlap = (a: number, b: number, pixel: number) => Math.max(0, Math.min(b, pixel + 1) - Math.max(a, pixel));
const tent = (distance: number) => Math.max(0, 1 - Math.abs(distance));
/** The centre of a new pixel in old ones, not beyond the outermost centres. */
const centre = (at: number, old: number, now: number) => Math.max(0, Math.min(old - 1, ((at + 0.5) * old) / now - 0.5));

/** The definition of the mean of an area: every old pixel by the share of the new one that it covers. */
function areaByDefinition(
  { width: from, height: rows, channels, values }: ReturnType<typeof toUnit>,
  { width, height }: { width: number; height: number },
): number[] {
  return Array.from({ length: width * height * channels }, (_, k) => {
    const [c, x, y] = [k % channels, Math.floor(k / channels) % width, Math.floor(k / channels / width)];
    let [sum, area] = [0, 0];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < from; j++) {
        const share =
          overlap((y * rows) / height, ((y + 1) * rows) / height, i) *
          overlap((x * from) / width, ((x + 1) * from) / width, j);
        sum += share * values[(i * from + j) * channels + c]!;
        area += share;
      }
    return sum / area;
  });
}

/** The definition of straight lines: a tent of one old pixel around the centre of the new one. */
function bilinearByDefinition(
  { width: from, height: rows, channels, values }: ReturnType<typeof toUnit>,
  { width, height }: { width: number; height: number },
): number[] {
  return Array.from({ length: width * height * channels }, (_, k) => {
    const [c, x, y] = [k % channels, Math.floor(k / channels) % width, Math.floor(k / channels / width)];
    let sum = 0;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < from; j++)
        sum +=
          tent(i - centre(y, rows, height)) * tent(j - centre(x, from, width)) * values[(i * from + j) * channels + c]!;
    return sum;
  });
}

test("both are their definitions, pixel by pixel, in every channel, up and down", () => {
  fc.assert(
    fc.property(anyPicture(), size, (bytes, to) => {
      const image = toUnit(bytes);
      expect(furthest(resizeArea(image, to).values, areaByDefinition(image, to))).toBeLessThan(1e-5);
      expect(furthest(resizeBilinear(image, to).values, bilinearByDefinition(image, to))).toBeLessThan(1e-5);
    }),
  );
});
