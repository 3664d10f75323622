/** Every pixel becomes a weighted sum of its neighbours: blur, edges, and what convolutional networks learn. */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import { addScaled } from "./add-scaled.ts";
import { checkFloatImage, withValues } from "./float-image.ts";
import type { FloatImage, FloatRange } from "./float-image.ts";

/** Weights, row by row; width and height are odd, and the middle one is for the pixel itself. */
export interface Kernel {
  readonly width: number;
  readonly height: number;
  readonly weights: readonly number[];
}

/** What lies beyond the edge: nothing, the last pixel again, or the picture in a mirror whose edge is not seen twice. */
export type Border = "zero" | "edge" | "mirror";

/**
 * The picture with every channel convolved by `kernel`: out[y, x] = Σ kernel[i, j] · in[y + i, x + j] with i and j counted from the
 * kernel's middle. The kernel is not turned, as in neural networks; symmetric ones are the same either way.
 */
export function convolve<Range extends FloatRange>(
  image: FloatImage<Range>,
  { kernel, border = "edge" }: { kernel: Kernel; border?: Border },
): FloatImage<Range> {
  const { width, height, channels, values } = checkFloatImage(image, "convolve image");
  checkKernel(kernel);
  const { column, row } = separated(kernel) ?? {};
  const passes = column && row ? [row, column] : [kernel];
  // subtle: float64 in between, since SSIM takes the small difference of two large sums
  let sums = new Float64Array(values);
  for (const pass of passes)
    sums = weigh(bordered({ width, height, channels, values: sums }, { kernel: pass, border }), pass);
  return withValues(image, new Float32Array(sums));
}

interface Values {
  width: number;
  height: number;
  channels: number;
  /** [height, width, channel]. */
  values: Float64Array<ArrayBuffer>;
}

/** The sums for the picture inside the border: row after row, for each weight a whole row at once. */
function weigh({ width, height, channels, values }: Values, kernel: Kernel): Float64Array<ArrayBuffer> {
  const row = width * channels;
  const inner = (width - kernel.width + 1) * channels;
  const result = new Float64Array((height - kernel.height + 1) * inner);
  for (let start = 0, y = 0; start < result.length; start += inner, y++) {
    const sums = result.subarray(start, start + inner);
    for (const [k, weight] of kernel.weights.entries())
      if (weight !== 0) {
        const [i, j] = [Math.floor(k / kernel.width), k % kernel.width];
        addScaled(sums, { weight, values, at: (y + i) * row + j * channels });
      }
  }
  return result;
}

/** The picture, larger by what the kernel sees beyond the edge. */
function bordered(
  { width, height, channels, values }: Values,
  { kernel, border }: { kernel: Kernel; border: Border },
): Values {
  const rows = reaches({ size: height, radius: (kernel.height - 1) / 2, border });
  const columns = reaches({ size: width, radius: (kernel.width - 1) / 2, border });
  const margin = (columns.length - width) / 2;
  const larger = new Float64Array(rows.length * columns.length * channels);
  for (const [y, from] of rows.entries()) {
    if (from < 0) continue;
    const start = y * columns.length;
    larger.set(values.subarray(from * width * channels, (from + 1) * width * channels), (start + margin) * channels);
    for (let x = 0; x < columns.length; x++) {
      if (x === margin) x += width;
      const column = columns[x] ?? -1;
      if (column >= 0)
        for (let c = 0; c < channels; c++)
          larger[(start + x) * channels + c] = values[(from * width + column) * channels + c]!;
    }
  }
  return { width: columns.length, height: rows.length, channels, values: larger };
}

/**
 * A column and a row whose products are the kernel's weights, if there are such: then two passes of n weights do what one of n²
 * would. Blurs and Sobel's kernels have them.
 */
function separated({ width, height, weights }: Kernel): { column: Kernel; row: Kernel } | undefined {
  if (width === 1 || height === 1) return undefined;
  const largest = weights.reduce((best, weight, i) => (Math.abs(weight) > Math.abs(weights[best]!) ? i : best), 0);
  const pivot = weights[largest]!;
  const top = largest - (largest % width);
  const row = weights.slice(top, top + width);
  const column = Array.from({ length: height }, (_, i) => weights[i * width + (largest % width)]! / pivot);
  const isProduct = weights.every(
    (weight, k) => Math.abs(weight - column[Math.floor(k / width)]! * row[k % width]!) <= 1e-12 * Math.abs(pivot),
  );
  if (!isProduct) return undefined;
  return { column: { width: 1, height, weights: column }, row: { width, height: 1, weights: row } };
}

/** The mean of a square of `side` pixels, an odd number. */
export function boxKernel(side: number): Kernel {
  checkInteger(side, "boxKernel side", { min: 1, max: 255 });
  check(side % 2 === 1, "boxKernel side", "an odd number", side);
  return { width: side, height: side, weights: Array.from({ length: side * side }, () => 1 / (side * side)) };
}

/** A bell of deviation `sigma` pixels, cut at `radius` (default: 3 sigma), summing to one. */
export function gaussianKernel(sigma: number, { radius = Math.ceil(3 * sigma) }: { radius?: number } = {}): Kernel {
  checkNumber(sigma, "gaussianKernel sigma", { min: 1e-3, max: 100 });
  checkInteger(radius, "gaussianKernel radius", { max: 400 });
  const side = 2 * radius + 1;
  const line = Array.from({ length: side }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)));
  const total = line.reduce((sum, weight) => sum + weight, 0) ** 2;
  return { width: side, height: side, weights: line.flatMap((a) => line.map((b) => (a * b) / total)) };
}

/** How fast brightness grows to the right, and downwards (Sobel and Feldman 1968). */
export const sobel: { readonly x: Kernel; readonly y: Kernel } = {
  x: { width: 3, height: 3, weights: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  y: { width: 3, height: 3, weights: [-1, -2, -1, 0, 0, 0, 1, 2, 1] },
};

/** What differs from the neighbours' mean is doubled. */
export const sharpen: Kernel = { width: 3, height: 3, weights: [0, -1, 0, -1, 5, -1, 0, -1, 0] };

function checkKernel({ width, height, weights }: Kernel): void {
  for (const [name, size] of Object.entries({ width, height })) {
    checkInteger(size, `convolve kernel ${name}`, { min: 1 });
    check(size % 2 === 1, `convolve kernel ${name}`, "an odd number", size);
  }
  check(weights.length === width * height, "convolve kernel weights", `${width * height} numbers`, weights);
}

/** Which pixel is meant at each place from −radius to size − 1 + radius; −1 is none. */
function reaches({ size, radius, border }: { size: number; radius: number; border: Border }): number[] {
  return Array.from({ length: size + 2 * radius }, (_, i) => {
    const place = i - radius;
    if (place >= 0 && place < size) return place;
    if (border === "zero") return -1;
    if (border === "edge" || size === 1) return place < 0 ? 0 : size - 1;
    const period = 2 * (size - 1);
    const inPeriod = ((place % period) + period) % period;
    return inPeriod < size ? inPeriod : period - inPeriod;
  });
}
