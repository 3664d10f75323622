/** How often each brightness occurs, and what can be told and done from that alone. */
import { check, checkInteger } from "../core/index.ts";
import { checkImage, createImage } from "./image.ts";
import type { Image } from "./image.ts";

/** How many pixels have each value of one channel: 256 counts. */
export function histogram(image: Image, { channel = 0 }: { channel?: number } = {}): number[] {
  const { channels, pixels } = checkImage(image, "histogram image");
  checkInteger(channel, "histogram channel", { max: channels - 1 });
  const counts = Array.from({ length: 256 }, () => 0);
  for (let i = channel; i < pixels.length; i += channels) counts[pixels[i]!]!++;
  return counts;
}

/**
 * Bits a pixel that a code needs which knows how often each value occurs and nothing of its neighbours: the entropy of
 * the histogram, 0 … 8 (Shannon 1948, section 6).
 */
export function bitsPerPixel(image: Image): number {
  const counts = histogram(image);
  check(image.channels === 1, "bitsPerPixel image", "a picture of one channel", image.channels);
  const total = image.width * image.height;
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
}

/**
 * The grey picture with its brightness spread so that every value is about as frequent: each becomes the share of pixels
 * that are not brighter, from the darkest at 0 to 255.
 *
 * Reference: Gonzalez and Woods, "Digital Image Processing", section 3.3.1.
 */
export function equalise(image: Image): Image {
  const counts = histogram(image);
  const { width, height, channels, pixels } = image;
  check(channels === 1, "equalise image", "a picture of one channel", channels);
  let below = 0;
  const upTo = counts.map((count) => (below += count));
  const darkest = upTo.find((count) => count > 0)!;
  const rest = width * height - darkest;
  const result = createImage({ width, height, channels });
  // one brightness alone stays as it is
  pixels.forEach(
    (value, i) => (result.pixels[i] = rest === 0 ? value : Math.round((255 * (upTo[value]! - darkest)) / rest)),
  );
  return result;
}
