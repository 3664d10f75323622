/** The same thing, seen a little differently: more pictures to learn from, and none that mean something else. */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { checkImage, createImage } from "./image.ts";
import type { Image } from "./image.ts";

/** Left and right exchanged. */
export function flipHorizontal(image: Image): Image {
  return moved(image, "flipHorizontal", ({ x, y, width }) => ({ x: width - 1 - x, y }));
}

/** Turned by quarters clockwise. */
export function turn(image: Image, { quarters }: { quarters: number }): Image {
  const { width, height, channels } = checkImage(image, "turn image");
  const times = ((checkInteger(quarters, "turn quarters", { min: -1e6, max: 1e6 }) % 4) + 4) % 4;
  const size = times % 2 === 0 ? { width, height } : { width: height, height: width };
  const result = createImage({ ...size, channels });
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const from = [
        { x, y },
        { x: y, y: height - 1 - x },
        { x: width - 1 - x, y: height - 1 - y },
        { x: width - 1 - y, y: x },
      ][times]!;
      copyPixel(image, from, { result, x, y });
    }
  return result;
}

/** Moved to the right and downwards by so many pixels, negative for the other way; `fill`, 0 … 255, comes in from outside. */
export function shift(image: Image, { right, down, fill = 0 }: { right: number; down: number; fill?: number }): Image {
  for (const [name, by] of Object.entries({ right, down })) checkInteger(by, `shift ${name}`, { min: -(2 ** 24) });
  return moved(image, "shift", ({ x, y }) => ({ x: x - right, y: y - down }), fill);
}

/** Every value times `factor` of at least 0, cut off at 255. Opacity stays. */
export function brighten(image: Image, { factor }: { factor: number }): Image {
  const { channels, pixels, ...size } = checkImage(image, "brighten image");
  checkNumber(factor, "brighten factor", { min: 0 });
  const result = createImage({ ...size, channels });
  pixels.forEach(
    (value, i) =>
      (result.pixels[i] = channels === 4 && i % 4 === 3 ? value : Math.min(255, Math.round(value * factor))),
  );
  return result;
}

/**
 * A square of `side` pixels, anywhere, becomes `fill`. Its middle is inside of the picture, so it may be cut off.
 *
 * Reference: DeVries and Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout".
 */
export function cutout(image: Image, { rng, side, fill = 0 }: { rng: Rng; side: number; fill?: number }): Image {
  const { width, height } = checkImage(image, "cutout image");
  checkInteger(side, "cutout side", { min: 1 });
  checkInteger(fill, "cutout fill", { max: 255 });
  const [left, top] = [rng.int(width) - Math.floor(side / 2), rng.int(height) - Math.floor(side / 2)];
  return moved(
    image,
    "cutout",
    ({ x, y }) => (x >= left && x < left + side && y >= top && y < top + side ? { x: -1, y: -1 } : { x, y }),
    fill,
  );
}

export interface AugmentOptions {
  rng: Rng;
  /** Whether left and right are exchanged in half of the cases (default: no, since a mirrored letter is another). */
  flip?: boolean;
  /** The most pixels that it is moved in each direction. */
  shiftBy?: number;
  /** The most that brightness changes: 0.2 is a factor from 0.8 to 1.2. */
  brightnessBy?: number;
  /** The side of the square that is cut out; 0 cuts none. */
  cutoutSide?: number;
}

/** One of the many ways to see the picture, by the die. Uses the same numbers of the rng whatever is switched off. */
export function augment(image: Image, options: AugmentOptions): Image {
  const { rng, flip = false, shiftBy = 0, brightnessBy = 0, cutoutSide = 0 } = options;
  checkInteger(shiftBy, "augment shiftBy");
  checkNumber(brightnessBy, "augment brightnessBy", { min: 0, max: 1 });
  checkInteger(cutoutSide, "augment cutoutSide");
  const [mirrored, right, down, light] = [
    rng() < 0.5,
    rng.int(2 * shiftBy + 1),
    rng.int(2 * shiftBy + 1),
    2 * rng() - 1,
  ];
  const die = rng.split("cutout");
  let seen = flip && mirrored ? flipHorizontal(image) : image;
  seen = shift(seen, { right: right - shiftBy, down: down - shiftBy });
  seen = brighten(seen, { factor: 1 + brightnessBy * light });
  return cutoutSide === 0 ? seen : cutout(seen, { rng: die, side: cutoutSide });
}

interface Place {
  x: number;
  y: number;
}

/** Each pixel from another place; `fill` where that is outside. */
function moved(image: Image, name: string, from: (to: Place & { width: number }) => Place, fill = 0): Image {
  const { width, height, channels } = checkImage(image, `${name} image`);
  check(Number.isInteger(fill) && fill >= 0 && fill <= 255, `${name} fill`, "an integer from 0 to 255", fill);
  const result = createImage({ width, height, channels, fill });
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const place = from({ x, y, width });
      if (place.x >= 0 && place.x < width && place.y >= 0 && place.y < height)
        copyPixel(image, place, { result, x, y });
    }
  return result;
}

function copyPixel({ width, channels, pixels }: Image, from: Place, { result, x, y }: Place & { result: Image }): void {
  const [to, start] = [(y * result.width + x) * channels, (from.y * width + from.x) * channels];
  for (let c = 0; c < channels; c++) result.pixels[to + c] = pixels[start + c]!;
}
