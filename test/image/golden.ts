/** What other libraries make of the same pixels: test/fixtures/image/make.py says which, in which versions. */
import { readFileSync } from "node:fs";
import type { Image } from "../../lib/image/index.ts";

const folder = new URL("../fixtures/image/", import.meta.url);

interface Golden {
  patch: number[];
  noisy: number[];
  grey: number[];
  psnr: number;
  ssim: number;
  colours: [number, number, number][];
  lab: number[][];
  hsv: number[][];
  linear: number[][];
  gaussian: Record<"nearest" | "mirror" | "constant", number[]>;
  sobel: number[];
  box: number[];
  equalised: number[];
}

export const golden = JSON.parse(readFileSync(new URL("golden.json", folder), "utf8")) as Golden;

const size = { width: 32, height: 24 };
export const patch: Image = { ...size, channels: 3, pixels: Uint8Array.from(golden.patch) };
export const noisy: Image = { ...size, channels: 3, pixels: Uint8Array.from(golden.noisy) };
export const grey: Image = { ...size, channels: 1, pixels: Uint8Array.from(golden.grey) };

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** The largest difference of two rows of numbers. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce(
    (most, x, i) => Math.max(most, Math.abs(x - b[i]!)),
    a.length === b.length ? 0 : Infinity,
  );
}
