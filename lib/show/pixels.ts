/** Pictures in the forms that callers have them, as one. */
import { check, checkInteger } from "../core/index.ts";
import type { Numbers } from "./types.ts";

/**
 * Grey: rows of numbers, or `{ data, width }` in raster order, 0 paper … 1 ink.
 * RGB: `{ data, width, channels: 3 }`, 0 … 255.
 */
export type Picture = readonly Numbers[] | { data: Numbers; width: number; height?: number; channels?: 1 | 3 };

/** A picture in raster order. */
export interface Pixels {
  data: number[];
  width: number;
  height: number;
  channels: 1 | 3;
}

/** Check and flatten a picture. */
export function toPixels(picture: Picture, where: string): Pixels {
  check(typeof picture === "object" && picture !== null, where, "rows of pixels, or { data, width }", picture);
  if (!("data" in picture)) {
    const width = picture[0]?.length ?? 0;
    check(picture.length > 0 && width > 0, where, "at least one pixel", picture);
    for (const row of picture) check(row.length === width, where, `rows of one length, ${width}`, row.length);
    return within(
      { data: picture.flatMap((row) => Array.from(row)), width, height: picture.length, channels: 1 },
      where,
    );
  }
  const { channels = 1 } = picture;
  check(channels === 1 || channels === 3, `${where} channels`, "1 or 3", channels);
  const width = checkInteger(picture.width, `${where} width`, { min: 1 });
  const height = picture.height ?? picture.data.length / (width * channels);
  check(
    Number.isInteger(height) && height > 0 && height * width * channels === picture.data.length,
    where,
    `whole rows of ${width} pixels with ${channels} channels`,
    `${picture.data.length} numbers`,
  );
  return within({ data: Array.from(picture.data), width, height, channels }, where);
}

function within(pixels: Pixels, where: string): Pixels {
  const top = pixels.channels === 1 ? 1 : 255;
  for (const value of pixels.data) check(value >= 0 && value <= top, where, `pixel values from 0 to ${top}`, value);
  return pixels;
}
