import fc from "fast-check";
import { expect, test } from "vitest";
import { createImage, psnr, ssim } from "../../lib/image/index.ts";
import { golden, noisy, patch } from "./golden.ts";
import { anyPicture } from "./pictures.ts";

test("both are scikit-image's for a cat with noise", () => {
  expect(psnr(noisy, patch)).toBeCloseTo(golden.psnr, 10);
  expect(ssim(noisy, patch)).toBeCloseTo(golden.ssim, 6);
});

test("a picture and itself: infinite, and 1; two are as near whichever comes first", () => {
  expect(psnr(patch, patch)).toBe(Infinity);
  expect(ssim(patch, patch)).toBeCloseTo(1, 6);
  expect(psnr(noisy, patch)).toBe(psnr(patch, noisy));
  expect(ssim(noisy, patch)).toBeCloseTo(ssim(patch, noisy), 12);
});

const of = (fill: number) => createImage({ width: 12, height: 12, channels: 1, fill });

test("one off everywhere is 48.13 dB, black against white 0", () => {
  expect(psnr(of(7), of(8))).toBeCloseTo(20 * Math.log10(255), 10);
  expect(psnr(of(0), of(255))).toBe(0);
  // two flat pictures differ in brightness alone: (2 a b + c) / (a² + b² + c)
  expect(ssim(of(0), of(255))).toBeCloseTo(0.0001 / 1.0001, 9);
});

test("a shift in brightness costs SSIM less than noise of the same PSNR", () => {
  const offset = Math.round(
    Math.sqrt(noisy.pixels.reduce((sum, value, i) => sum + (value - patch.pixels[i]!) ** 2, 0) / patch.pixels.length),
  );
  const brighter = { ...patch, pixels: patch.pixels.map((value) => Math.min(255, value + offset)) };
  expect(Math.abs(psnr(brighter, patch) - psnr(noisy, patch))).toBeLessThan(1);
  expect(ssim(brighter, patch)).toBeGreaterThan(ssim(noisy, patch) + 0.1);
});

test("PSNR is brute force's", () => {
  fc.assert(
    fc.property(anyPicture({ channels: 1 }), fc.nat(255), (image, value) => {
      const flat = { ...image, pixels: image.pixels.map(() => value) };
      let sum = 0;
      for (const pixel of image.pixels) sum += (pixel - value) * (pixel - value);
      const expected = sum === 0 ? Infinity : 10 * Math.log10(65_025 / (sum / image.pixels.length));
      expect(psnr(image, flat)).toBe(expected);
    }),
  );
});

test("pictures of different sizes, and too small ones, are named", () => {
  const small = createImage({ width: 3, height: 3, channels: 1 });
  expect(() => psnr(patch, small)).toThrow('psnr reference: expected 32×24×3, got "3×3×1"');
  expect(() => ssim(small, small)).toThrow('ssim image: expected at least 11×11 pixels, got "3×3"');
});
