/** The numbers that stand for positions without being learned. */
import type { Architecture } from "./config.ts";

/** Radians by which pair `pair` of a query or key is turned at `position` (RoFormer, section 3.2.2). */
export function rotaryAngle(position: number, pair: number, { rotaryBase, dModel, heads }: Architecture): number {
  return position * rotaryBase ** ((-2 * pair) / (dModel / heads));
}

/**
 * What a head's scores lose with each position of distance (ALiBi, section 3): 2^(−8/n), 2^(−16/n), … for n heads.
 * If n is no power of two: those of the power below, then every other one of the power above, as the authors do.
 */
export function alibiSlopes(heads: number): number[] {
  const below = 2 ** Math.floor(Math.log2(heads));
  return Array.from({ length: heads }, (_, head) =>
    head < below ? slope(head, below) : slope(2 * (head - below), 2 * below),
  );
}

/** The slope of number `index` among those of a power of two of heads. */
function slope(index: number, count: number): number {
  return 2 ** ((-8 * (index + 1)) / count);
}
