/** A picture in real numbers, as models want it, with the range in its type, so that 0.5 is never taken for a byte. */
import { check } from "../core/index.ts";
import { checkImage, createImage } from "./image.ts";
import type { Channels, Image } from "./image.ts";

/** `unit` is 0 … 1, from black to white; `signed` is −1 … 1, as diffusion models take it. */
export type FloatRange = "unit" | "signed";

export interface FloatImage<Range extends FloatRange = FloatRange> {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  readonly range: Range;
  /** [height, width, channel]. Numbers outside of the range are possible, and cut off when it becomes bytes. */
  readonly values: Float32Array;
}

/** The picture in numbers of 0 … 1: byte / 255. */
export function toUnit(image: Image): FloatImage<"unit"> {
  const { width, height, channels, pixels } = checkImage(image, "toUnit image");
  return { width, height, channels, range: "unit", values: looked(pixels, (byte) => byte / 255) };
}

/** The picture in numbers of −1 … 1: byte / 127.5 − 1. */
export function toSigned(image: Image): FloatImage<"signed"> {
  const { width, height, channels, pixels } = checkImage(image, "toSigned image");
  return { width, height, channels, range: "signed", values: looked(pixels, (byte) => byte / 127.5 - 1) };
}

/** The picture in bytes: the nearest one to each number, 0 or 255 for what lies outside. Throws on NaN. */
export function toBytes(image: FloatImage): Image {
  const { width, height, channels, range, values } = checkFloatImage(image, "toBytes image");
  const result = createImage({ width, height, channels });
  const [scale, shift] = range === "unit" ? [255, 0] : [127.5, 127.5];
  for (let i = 0; i < values.length; i++)
    result.pixels[i] = Math.max(0, Math.min(255, Math.round(values[i]! * scale + shift)));
  return result;
}

/** What `f` says of each byte, computed once for each of the 256. */
function looked(pixels: Uint8Array, f: (byte: number) => number): Float32Array {
  const table = Float32Array.from({ length: 256 }, (_, byte) => f(byte));
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < values.length; i++) values[i] = table[pixels[i]!]!;
  return values;
}

/** Check that sizes, range and numbers agree, and return it. */
export function checkFloatImage<Range extends FloatRange>(image: FloatImage<Range>, name: string): FloatImage<Range> {
  check(typeof image === "object" && image !== null, name, "an image", image);
  const { width, height, channels, range, values } = image;
  check(range === "unit" || range === "signed", `${name} range`, "unit or signed", range);
  check(values instanceof Float32Array, `${name} values`, "a Float32Array", values);
  const size = width * height * channels;
  check(values.length === size, `${name} values`, () => `[${height}, ${width}, ${channels}] = ${size} numbers`, values);
  for (let i = 0; i < size; i++)
    if (Number.isNaN(values[i]!)) check(false, `${name} values[${i}]`, "a number", Number.NaN);
  return image;
}

/** The same kind of picture with other numbers, and another size if one is given. */
export function withValues<Range extends FloatRange>(
  { width, height, channels, range }: FloatImage<Range>,
  values: Float32Array,
  size: Partial<Pick<FloatImage, "width" | "height" | "channels">> = {},
): FloatImage<Range> {
  return { width, height, channels, range, values, ...size };
}
