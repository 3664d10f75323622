/** The picture in another size. Written out: the mean of what a pixel covers, and the straight line between pixels. Others through sharp. */
import { check, checkInteger } from "../core/index.ts";
import { checkFloatImage, withValues } from "./float-image.ts";
import type { FloatImage, FloatRange } from "./float-image.ts";
import { addScaled } from "./add-scaled.ts";
import { checkImage } from "./image.ts";
import type { Image } from "./image.ts";

export interface Size {
  width: number;
  height: number;
}

/** Every new pixel is the mean of the area that it covers in the old picture: right for making smaller. */
export function resizeArea<Range extends FloatRange>(image: FloatImage<Range>, size: Size): FloatImage<Range> {
  return weighted(image, { ...size, name: "resizeArea", reach: covered });
}

/** Every new pixel lies on straight lines between the centres of the old ones around it: right for making larger. */
export function resizeBilinear<Range extends FloatRange>(image: FloatImage<Range>, size: Size): FloatImage<Range> {
  return weighted(image, { ...size, name: "resizeBilinear", reach: between });
}

/**
 * Through libvips, fast and with kernels that keep edges: `lanczos3` (Duchon 1979) unless said otherwise. Colours are
 * averaged as they are stored, and with opacity in proportion to it, which may change them by 2 of 255 where it is low.
 */
export async function resize(
  image: Image,
  { width, height, kernel = "lanczos3" }: Size & { kernel?: "lanczos3" | "cubic" | "mitchell" | "nearest" },
): Promise<Image> {
  const { width: from, height: rows, channels, pixels } = checkImage(image, "resize image");
  checkSize({ width, height, name: "resize" });
  const { default: sharp } = await import("sharp");
  const resized = sharp(pixels, { raw: { width: from, height: rows, channels } }).resize(width, height, {
    kernel,
    fit: "fill",
  });
  const { data } = await (channels === 1 ? resized.toColourspace("b-w") : resized)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return checkImage({ width, height, channels, pixels: new Uint8Array(data) }, "resize");
}

/** Which old pixels a new one is made of, and with which weights, which sum to one. */
interface Sources {
  first: number;
  weights: readonly number[];
}

type Reach = (at: number, from: number, to: number) => Sources;

interface Resizing extends Size {
  name: string;
  reach: Reach;
}

/** First along the rows, then along the columns: each is a weighted sum of few old pixels. */
function weighted<Range extends FloatRange>(
  image: FloatImage<Range>,
  { width, height, name, reach }: Resizing,
): FloatImage<Range> {
  const { width: from, height: rows, channels, values } = checkFloatImage(image, `${name} image`);
  checkSize({ width, height, name });
  const across = Array.from({ length: width }, (_, x) => reach(x, from, width));
  const wide = new Float64Array(rows * width * channels);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < width; x++) {
      const { first, weights } = across[x]!;
      const start = (y * from + first) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[start + i * channels + c]!;
        wide[(y * width + x) * channels + c] = sum;
      }
    }
  const row = width * channels;
  const result = new Float32Array(height * row);
  const sums = new Float64Array(row);
  for (let y = 0; y < height; y++) {
    const { first, weights } = reach(y, rows, height);
    sums.fill(0);
    for (let i = 0; i < weights.length; i++)
      addScaled(sums, { weight: weights[i]!, values: wide, at: (first + i) * row });
    result.set(sums, y * row);
  }
  return withValues(image, result, { width, height });
}

function covered(at: number, from: number, to: number): { first: number; weights: number[] } {
  const [start, end] = [(at * from) / to, ((at + 1) * from) / to];
  const first = Math.min(Math.floor(start), from - 1);
  const last = Math.min(Math.ceil(end), from);
  const weights = Array.from({ length: Math.max(1, last - first) }, (_, i) => {
    const part = Math.min(end, first + i + 1) - Math.max(start, first + i);
    return Math.max(0, part) / (end - start);
  });
  return { first, weights };
}

function between(at: number, from: number, to: number): { first: number; weights: number[] } {
  // the centre of the new pixel, between the centres of the old ones; beyond the outermost it is that one
  const centre = Math.max(0, Math.min(from - 1, ((at + 0.5) * from) / to - 0.5));
  const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
  const share = centre - first;
  return { first, weights: from === 1 ? [1] : [1 - share, share] };
}

function checkSize({ width, height, name }: Size & { name: string }): void {
  checkInteger(width, `${name} width`, { min: 1, max: 2 ** 14 });
  checkInteger(height, `${name} height`, { min: 1, max: 2 ** 14 });
  check(width * height <= 2 ** 24, name, "at most 16,777,216 pixels", `${width}×${height}`);
}
