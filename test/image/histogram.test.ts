import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsPerPixel, createImage, equalise, histogram } from "../../lib/image/index.ts";
import { grey } from "./golden.ts";
import { anyPicture } from "./pictures.ts";

test("counts each value of one channel", () => {
  const image = { width: 2, height: 1, channels: 3 as const, pixels: Uint8Array.of(1, 2, 3, 1, 5, 3) };
  expect(histogram(image)[1]).toBe(2);
  expect(histogram(image, { channel: 1 })[5]).toBe(1);
  fc.assert(
    fc.property(anyPicture(), (picture) => {
      for (let channel = 0; channel < picture.channels; channel++)
        expect(histogram(picture, { channel }).reduce((sum, count) => sum + count, 0)).toBe(
          picture.width * picture.height,
        );
    }),
  );
  expect(() => histogram(image, { channel: 3 })).toThrow("histogram channel");
});

const of = (values: number[]) => ({
  width: values.length,
  height: 1,
  channels: 1 as const,
  pixels: Uint8Array.from(values),
});

test("one value needs no bits, two as frequent one bit, all 256 eight", () => {
  expect(bitsPerPixel(createImage({ width: 4, height: 4, channels: 1, fill: 7 }))).toBe(0);
  expect(bitsPerPixel(of([0, 255, 0, 255]))).toBe(1);
  expect(bitsPerPixel(of(Array.from({ length: 256 }, (_, i) => i)))).toBe(8);
  // three quarters and one: −¾ log ¾ − ¼ log ¼
  expect(bitsPerPixel(of([1, 1, 1, 2]))).toBeCloseTo(0.811_278, 6);
});

const spread = (pixels: Uint8Array) => {
  const sorted = [...pixels].toSorted((a, b) => a - b);
  // how far the value at each rank is from that of even brightness, at most
  return Math.max(...sorted.map((value, i) => Math.abs(value - (255 * i) / (sorted.length - 1))));
};

test("equalising keeps the order of brightness, uses black and white, and flattens the histogram", () => {
  fc.assert(
    fc.property(anyPicture({ channels: 1 }), (picture) => {
      const even = equalise(picture);
      picture.pixels.forEach((a, i) =>
        picture.pixels.forEach((b, j) => {
          if (a < b) expect(even.pixels[i]!).toBeLessThanOrEqual(even.pixels[j]!);
          if (a === b) expect(even.pixels[i]).toBe(even.pixels[j]);
        }),
      );
      if (new Set(picture.pixels).size > 1)
        expect([Math.min(...even.pixels), Math.max(...even.pixels)]).toEqual([0, 255]);
      else expect(even).toEqual(picture);
    }),
  );
  expect(spread(equalise(grey).pixels)).toBeLessThan(spread(grey.pixels) / 4);
});

// Gonzalez and Woods, section 3.3.1: a picture of 52 55 61 59 … is worked there by the same formula; by hand on four pixels
test("by hand: 10 10 20 30 become 0 0 128 255", () => {
  const image = { width: 4, height: 1, channels: 1 as const, pixels: Uint8Array.of(10, 10, 20, 30) };
  expect([...equalise(image).pixels]).toEqual([0, 0, 128, 255]);
  expect(() => equalise(createImage({ width: 1, height: 1, channels: 3 }))).toThrow(
    "equalise image: expected a picture of one channel",
  );
});
