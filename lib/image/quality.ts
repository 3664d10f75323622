/** How near a picture is to another: two numbers that papers give. */
import { check } from "../core/index.ts";
import { convolve, gaussianKernel } from "./convolve.ts";
import { toUnit, withValues } from "./float-image.ts";
import type { FloatImage } from "./float-image.ts";
import { checkImage, sizeText } from "./image.ts";
import type { Image } from "./image.ts";

/** Peak signal-to-noise ratio in dB: 10 log₁₀ (255² / mean squared difference). Infinite for equal pictures. */
export function psnr(image: Image, reference: Image): number {
  checkPair(image, reference, "psnr");
  const sum = image.pixels.reduce((total, value, i) => total + (value - reference.pixels[i]!) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (sum / image.pixels.length));
}

/**
 * Structural similarity of two pictures, at most 1, the mean over all places and channels: how alike brightness, contrast and
 * structure are within a bell of 11×11 pixels. Both sides must have 11 pixels.
 *
 * Reference: Wang, Bovik, Sheikh and Simoncelli 2004, "Image Quality Assessment: From Error Visibility to Structural
 * Similarity", IEEE TIP 13(4), equation 13 with σ = 1.5, K₁ = 0.01, K₂ = 0.03.
 */
export function ssim(image: Image, reference: Image): number {
  checkPair(image, reference, "ssim");
  const { width, height, channels } = image;
  const radius = 5;
  const side = 2 * radius + 1;
  check(width >= side && height >= side, "ssim image", `at least ${side}×${side} pixels`, `${width}×${height}`);
  const kernel = gaussianKernel(1.5, { radius });
  const [x, y] = [toUnit(image), toUnit(reference)];
  const mean = (a: FloatImage, b?: FloatImage) =>
    convolve(
      b
        ? withValues(
            a,
            a.values.map((value, i) => value * b.values[i]!),
          )
        : a,
      { kernel },
    ).values;
  const [mx, my, xx, yy, xy] = [mean(x), mean(y), mean(x, x), mean(y, y), mean(x, y)];
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  let [sum, count] = [0, 0];
  // only where the bell lies inside of the picture
  for (let row = radius; row < height - radius; row++)
    for (let at = (row * width + radius) * channels; at < (row * width + width - radius) * channels; at++) {
      const [a, b] = [mx[at]!, my[at]!];
      const [varianceX, varianceY, covariance] = [xx[at]! - a * a, yy[at]! - b * b, xy[at]! - a * b];
      sum += ((2 * a * b + c1) * (2 * covariance + c2)) / ((a * a + b * b + c1) * (varianceX + varianceY + c2));
      count++;
    }
  return sum / count;
}

function checkPair(image: Image, reference: Image, name: string): void {
  checkImage(image, `${name} image`);
  checkImage(reference, `${name} reference`);
  check(sizeText(image) === sizeText(reference), `${name} reference`, sizeText(image), sizeText(reference));
}
