/** Every pixel becomes a weighted sum of its neighbours: blur, edges, and what convolutional networks learn. */
import { check, checkInteger, checkNumber } from "../core/index.ts";
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
  const rows = reaches({ size: height, radius: (kernel.height - 1) / 2, border });
  const columns = reaches({ size: width, radius: (kernel.width - 1) / 2, border });
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < kernel.height; i++) {
          const row = rows[y + i]!;
          if (row < 0) continue;
          for (let j = 0; j < kernel.width; j++) {
            const column = columns[x + j]!;
            if (column >= 0)
              sum += kernel.weights[i * kernel.width + j]! * values[(row * width + column) * channels + c]!;
          }
        }
        result[(y * width + x) * channels + c] = sum;
      }
  return withValues(image, result);
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
