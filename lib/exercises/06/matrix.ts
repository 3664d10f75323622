/** Small matrices in 64-bit numbers: what the checkers of lecture 6 compute with. */
import type { Rng } from "../../core/index.ts";

/** Rows of one length. */
export type Matrix = number[][];

export function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

export function transposed(a: Matrix): Matrix {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

export function softmaxRow(scores: readonly number[]): number[] {
  const max = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - max));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Normal draws, `[rows, columns]`. */
export function drawn(die: Rng, [rows, columns]: readonly [number, number]): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => die.normal()));
}

/** Whether two matrices have one shape and the same numbers but for rounding. */
export function alike(a: Matrix, b: Matrix): boolean {
  return (
    a.length === b.length && a.every((row, i) => row.length === b[i]!.length && row.every((x, j) => near(x, b[i]![j]!)))
  );
}

function near(x: number, y: number): boolean {
  return Math.abs(x - y) < 1e-9;
}
