import fc from "fast-check";
import { expect, test } from "vitest";
import { toBytes, toSigned, toUnit } from "../../lib/image/index.ts";
import { anyPicture } from "./pictures.ts";

test("black, white and the ends of each range", () => {
  const image = { width: 3, height: 1, channels: 1 as const, pixels: Uint8Array.of(0, 51, 255) };
  expect([...toUnit(image).values]).toEqual([...Float32Array.of(0, 0.2, 1)]);
  expect([...toSigned(image).values]).toEqual([...Float32Array.of(-1, -0.6, 1)]);
});

test("there and back changes no byte, in both ranges", () => {
  fc.assert(
    fc.property(anyPicture(), (image) => {
      expect(toBytes(toUnit(image))).toEqual(image);
      expect(toBytes(toSigned(image))).toEqual(image);
    }),
  );
  const all = { width: 256, height: 1, channels: 1 as const, pixels: Uint8Array.from({ length: 256 }, (_, i) => i) };
  expect(toBytes(toUnit(all))).toEqual(all);
  expect(toBytes(toSigned(all))).toEqual(all);
});

test("what lies outside is cut off, what is no number is refused, and no range is mistaken", () => {
  const image = {
    width: 4,
    height: 1,
    channels: 1 as const,
    range: "unit" as const,
    values: Float32Array.of(-3, 0.5, 7, Infinity),
  };
  expect([...toBytes(image).pixels]).toEqual([0, 128, 255, 255]);
  expect([...toBytes({ ...image, range: "signed" }).pixels]).toEqual([0, 191, 255, 255]);
  expect(() => toBytes({ ...image, values: Float32Array.of(0, Number.NaN, 0, 0) })).toThrow(
    "toBytes image values[1]: expected a number, got NaN",
  );
  expect(() => toBytes({ ...image, values: new Float32Array(3) })).toThrow("[1, 4, 1] = 4 numbers");
  expect(() => toBytes({ ...image, range: "bytes" as never })).toThrow("toBytes image range: expected unit or signed");
  expect(() => toBytes({ ...image, values: [0, 0, 0, 0] as never })).toThrow("a Float32Array");
});
