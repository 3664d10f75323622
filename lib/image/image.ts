/** A picture in memory: pixels from 0 to 255, row by row, and what is checked of it everywhere. */
import { check, checkInteger } from "../core/index.ts";

/** 1 is grey, 3 is red, green, blue, 4 adds opacity. */
export type Channels = 1 | 3 | 4;

/** A picture. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** [height, width, channel], 0 … 255 */
  readonly pixels: Uint8Array;
}

/** The most pixels a picture may have: 16 million. */
export const maxPixels = 2 ** 24;

/** A picture of one colour. `fill` is one number for all channels, or one for each; 0 is black. */
export function createImage(options: {
  width: number;
  height: number;
  channels: Channels;
  fill?: number | readonly number[];
}): Image {
  const { width, height, channels, fill = 0 } = options;
  checkSize({ width, height, channels }, "createImage");
  const colour = typeof fill === "number" ? Array.from({ length: channels }, () => fill) : fill;
  check(colour.length === channels, "createImage fill", `${channels} numbers`, colour);
  for (const value of colour) checkInteger(value, "createImage fill", { max: 255 });
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < pixels.length; i++) pixels[i] = colour[i % channels]!;
  return { width, height, channels, pixels };
}

/** Check that `image` is a picture whose sizes and pixels agree, and return it. */
export function checkImage(image: Image, name: string): Image {
  check(typeof image === "object" && image !== null, name, "an image", image);
  checkSize(image, name);
  const { width, height, channels, pixels } = image;
  check(pixels instanceof Uint8Array, `${name} pixels`, "a Uint8Array", pixels);
  const size = width * height * channels;
  check(pixels.length === size, `${name} pixels`, () => `[${height}, ${width}, ${channels}] = ${size} numbers`, pixels);
  return image;
}

/** Check that there is a picture, and that all are of its size, and return the first. */
export function checkSameSize(images: readonly Image[], name: string): Image {
  check(images.length > 0, name, "at least one image", images);
  for (const [i, image] of images.entries()) {
    checkImage(image, `${name}[${i}]`);
    check(sizeText(image) === sizeText(images[0]!), `${name}[${i}]`, sizeText(images[0]!), sizeText(image));
  }
  return images[0]!;
}

/** Width × height × channels, for messages. */
export function sizeText({ width, height, channels }: Image): string {
  return `${width}×${height}×${channels}`;
}

function checkSize({ width, height, channels }: Omit<Image, "pixels">, name: string): void {
  checkInteger(width, `${name} width`, { min: 1, max: maxPixels });
  checkInteger(height, `${name} height`, { min: 1, max: maxPixels });
  check(width * height <= maxPixels, name, `at most ${maxPixels} pixels`, `${width}×${height}`);
  check([1, 3, 4].includes(channels), `${name} channels`, "1, 3 or 4", channels);
}
