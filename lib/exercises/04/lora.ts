/** Exercise 4.4: an adapter by hand. Reference: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

type Matrix = number[][];

/** Two small matrices beside a large one. */
export interface Adapter {
  /** [in, rank] */
  a: Matrix;
  /** [rank, out] */
  b: Matrix;
  /** x·W + (α / rank)·x·A·B, of `x` [in] and `w` [in, out], with what stands in `a` and `b` now. */
  forward: (x: number[], w: Matrix) => number[];
}

export interface AdapterOptions {
  rank: number;
  alpha: number;
  /** A number from the normal distribution, each time another. */
  normal: () => number;
}

/** What the student writes: an adapter of a matrix [from, to], before it has learned anything. */
export type MakeAdapter = (size: { from: number; to: number }, options: AdapterOptions) => Adapter;

const matrix = (rows: number, columns: number, die: Rng): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => die.normal()));
const times = (x: readonly number[], w: Matrix): number[] =>
  w[0]!.map((_, j) => x.reduce((sum, each, i) => sum + each * w[i]![j]!, 0));
const sizeOf = (m: Matrix): string => `[${m.length}, ${m[0]?.length ?? 0}]`;
const isNear = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((each, i) => Math.abs(each - b[i]!) < 1e-6);

/** Sizes, the first step, what it adds once it has learned, and that the large matrix is left alone. */
export function checkAdapter(makeAdapter: MakeAdapter, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [from, to, rank] = [5 + die.int(3), 4 + die.int(3), 2 + die.int(2)];
    const alpha = rank * (2 + die.int(3));
    const made = written(makeAdapter({ from, to }, { rank, alpha, normal: () => die.normal() }));
    const { a, b, forward } = made;
    const wanted = { a: `[${from}, ${rank}]`, b: `[${rank}, ${to}]` };
    if (sizeOf(a) !== wanted.a || sizeOf(b) !== wanted.b)
      return `a is ${sizeOf(a)} and b ${sizeOf(b)}; expected ${wanted.a} and ${wanted.b}: that is what makes it small.`;
    const [x, w] = [matrix(1, from, die)[0]!, matrix(from, to, die)];
    const [untouched, plain] = [structuredClone(w), times(x, w)];
    const [isZeroA, isZeroB] = [a, b].map((m) => m.flat().every((each) => each === 0));
    if (isZeroA && isZeroB)
      return "Both are 0, and so it never learns: the gradient of A is a multiple of B, and that of B one of A.";
    if (!isZeroA && !isZeroB)
      return "Before it has learned anything the adapter must change nothing: one of the two begins at 0 (in the paper B).";
    if (isZeroA || !isZeroB) return "Here B is the one that begins at 0, as in the paper.";
    if (!isNear(forward(x, w), plain)) return "With B = 0 the answer must be x·W, to the last digit.";
    // as if it had learned
    b.forEach((row) => row.forEach((_, j) => (row[j] = die.normal())));
    const got = forward(x, w);
    const added = times(times(x, a), b);
    const sum = (by: number): number[] => plain.map((each, j) => each + by * added[j]!);
    if (JSON.stringify(w) !== JSON.stringify(untouched))
      return "W itself has changed: the base is left as it is, so that another adapter can be put on.";
    if (isNear(got, plain)) return "It does not use what B has learned: read `b` each time, not once.";
    if (isNear(got, sum(1))) return `The difference counts α / rank (here ${alpha} / ${rank}).`;
    if (isNear(got, sum(alpha))) return `You multiply by α; the difference counts α / rank (here ${alpha} / ${rank}).`;
    if (!isNear(got, sum(alpha / rank))) return `Expected ${sum(alpha / rank)[0]!.toFixed(4)} first, got ${got[0]}.`;
    return undefined;
  }, options);
}
