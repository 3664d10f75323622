/** A stamp as a picture for people: black ink on white paper. */
import { createImage } from "../image/index.ts";
import type { Image } from "../image/index.ts";
import { check } from "../core/index.ts";
import { stampSide } from "./glyph.ts";

/** The picture of 64 pixels, each 1 (ink, drawn 0) or 0 (paper, drawn 255); shares of ink in between come out grey. */
export function stampImage(pixels: readonly number[]): Image {
  check(pixels.length === stampSide ** 2, "stampImage pixels", `${stampSide ** 2} numbers`, pixels);
  const image = createImage({ width: stampSide, height: stampSide, channels: 1 });
  for (const [i, ink] of pixels.entries()) {
    check(ink >= 0 && ink <= 1, `stampImage pixels[${i}]`, "ink from 0 to 1", ink);
    image.pixels[i] = Math.round((1 - ink) * 255);
  }
  return image;
}
