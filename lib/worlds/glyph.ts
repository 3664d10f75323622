/**
 * W-GLYPH, the post office: 8×8 stamps of black ink. A circle or a square in one corner, with a texture inside, and in
 * the opposite corner what the stamp is worth, one dot for each coin.
 *
 * The world can be listed (360 stamps), so every question about a picture has an exact answer.
 * Left out: colour and larger pictures (`poster.ts`), and what moves (`film.ts`).
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** Side of a stamp in pixels. */
export const stampSide = 8;

/** What is drawn. */
export const stampKinds = ["circle", "square"] as const;

/** How its inside is filled: with ink, not at all, every second row, every second column, like a chessboard. */
export const stampTextures = ["solid", "hollow", "striped", "barred", "checkered"] as const;

/** Where it is drawn. */
export const stampCorners = ["top left", "top right", "bottom left", "bottom right"] as const;

/** The largest worth in coins; the smallest is 1. */
export const maxWorth = 9;

export type StampKind = (typeof stampKinds)[number];
export type StampTexture = (typeof stampTextures)[number];
export type StampCorner = (typeof stampCorners)[number];

/** The truth about one stamp. */
export interface Stamp {
  readonly kind: StampKind;
  readonly texture: StampTexture;
  readonly corner: StampCorner;
  /** 1 … 9 coins */
  readonly worth: number;
}

/** A pixel: 1 is ink, 0 is paper. A picture is its rows from the top, each from the left: [64]. */
export type Pixel = 0 | 1;

const shapeSide = 4;
const dotsSide = 3;

/** The inside of a shape, 2×2, row by row. */
const insides: Readonly<Record<StampTexture, readonly Pixel[]>> = {
  solid: [1, 1, 1, 1],
  hollow: [0, 0, 0, 0],
  striped: [1, 1, 0, 0],
  barred: [1, 0, 1, 0],
  checkered: [1, 0, 0, 1],
};

/** Draw a stamp. */
export function drawStamp({ kind, texture, corner, worth }: Stamp): Pixel[] {
  check(stampKinds.includes(kind), "drawStamp kind", stampKinds.join(" or "), kind);
  check(stampTextures.includes(texture), "drawStamp texture", stampTextures.join(" or "), texture);
  check(stampCorners.includes(corner), "drawStamp corner", stampCorners.join(" or "), corner);
  checkInteger(worth, "drawStamp worth", { min: 1, max: maxWorth });
  const pixels = Array.from({ length: stampSide ** 2 }, (): Pixel => 0);
  const top = corner.startsWith("top");
  const left = corner.endsWith("left");

  const shapeTop = top ? 0 : stampSide - shapeSide;
  const shapeLeft = left ? 0 : stampSide - shapeSide;
  const ends = [0, shapeSide - 1];
  for (let y = 0; y < shapeSide; y++)
    for (let x = 0; x < shapeSide; x++) {
      const [atEndY, atEndX] = [ends.includes(y), ends.includes(x)];
      const inside = insides[texture][(y - 1) * 2 + (x - 1)]!;
      const outline: Pixel = kind === "circle" && atEndY && atEndX ? 0 : 1;
      pixels[(shapeTop + y) * stampSide + shapeLeft + x] = atEndY || atEndX ? outline : inside;
    }

  const dotsTop = top ? stampSide - dotsSide : 0;
  const dotsLeft = left ? stampSide - dotsSide : 0;
  for (let i = 0; i < worth; i++)
    pixels[(dotsTop + Math.floor(i / dotsSide)) * stampSide + dotsLeft + (i % dotsSide)] = 1;
  return pixels;
}

/** Every stamp there is, in a fixed order. */
export const allStamps: readonly Stamp[] = Object.freeze(
  stampKinds.flatMap((kind) =>
    stampTextures.flatMap((texture) =>
      stampCorners.flatMap((corner) =>
        Array.from({ length: maxWorth }, (_, i) => Object.freeze({ kind, texture, corner, worth: i + 1 })),
      ),
    ),
  ),
);

/** `count` stamps drawn by lot, each equally likely; the same one may come twice. */
export function sampleStamps(count: number, { rng }: { rng: Rng }): Stamp[] {
  return Array.from({ length: checkInteger(count, "sampleStamps count") }, () => rng.pick(allStamps));
}

/** All stamps in two groups that share none; `heldOut` (0–1) is the share of the second. */
export function splitStamps({ heldOut, rng }: { heldOut: number; rng: Rng }): { train: Stamp[]; heldOut: Stamp[] } {
  check(heldOut >= 0 && heldOut <= 1, "splitStamps heldOut", "a share from 0 to 1", heldOut);
  const shuffled = rng.shuffle(allStamps);
  const cut = Math.round(shuffled.length * (1 - heldOut));
  return { train: shuffled.slice(0, cut), heldOut: shuffled.slice(cut) };
}

const byPixels = new Map(allStamps.map((stamp) => [drawStamp(stamp).join(""), stamp]));

/** The Oracle's reading of a picture: which stamp it is, or `undefined` if it is none. Any length is none but 64. */
export function readStamp(pixels: readonly number[]): Stamp | undefined {
  return byPixels.get(pixels.join(""));
}

/** True if a picture is one of the stamps, pixel for pixel. */
export function isValidStamp(pixels: readonly number[]): boolean {
  return readStamp(pixels) !== undefined;
}
