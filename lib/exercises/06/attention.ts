/** Exercise 6.1: attention from memory. Reference: Vaswani et al. 2017, section 3.2.1. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

type Matrix = number[][];

/** What the student writes: the weighted sums of the values, `[query, dHead]`, where nobody sees what comes later. */
export type Attend = (q: Matrix, k: Matrix, v: Matrix) => Matrix;

type Fault = "none" | "no scale" | "zero for minus infinity" | "mask after softmax" | "columns" | "no mask";

/** The formula, or one of the usual ways to get it wrong. */
function attention(q: Matrix, k: Matrix, v: Matrix, fault: Fault): Matrix {
  const scale = fault === "no scale" ? 1 : 1 / Math.sqrt(q[0]!.length);
  const scores = q.map((query) => k.map((key) => scale * dot(query, key)));
  const isSeen = (i: number, j: number): boolean => fault === "no mask" || j <= i;
  const masked = scores.map((row, i) =>
    row.map((score, j) =>
      isSeen(i, j) || fault === "mask after softmax" ? score : fault === "zero for minus infinity" ? 0 : -Infinity,
    ),
  );
  const weights = fault === "columns" ? transposed(transposed(masked).map(softmax)) : masked.map(softmax);
  const kept =
    fault === "mask after softmax" ? weights.map((row, i) => row.map((w, j) => (isSeen(i, j) ? w : 0))) : weights;
  return kept.map((row) => v[0]!.map((_, d) => row.reduce((sum, w, j) => sum + w * v[j]![d]!, 0)));
}

/** Random queries, keys and values; each fault is known by what it gives. */
export function checkAttend(attend: Attend, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [count, dHead] = [3 + die.int(4), 2 + die.int(3)];
    const random = (): Matrix => Array.from({ length: count }, () => Array.from({ length: dHead }, () => die.normal()));
    const [q, k, v] = [random(), random(), random()] as const;
    const got = written(attend(structuredClone(q), structuredClone(k), structuredClone(v)));
    if (got.length !== count || got.some((row) => row.length !== dHead))
      return `Expected [${count}, ${dHead}] numbers, one row for each query, got [${got.length}, ${got[0]?.length ?? 0}].`;
    const is = (fault: Fault): boolean => near(got, attention(q, k, v, fault));
    if (is("none")) return undefined;
    if (got.flat().some((x) => Number.isNaN(x))) return "NaN: is a whole row masked, or −∞ taken from −∞?";
    if (is("mask after softmax"))
      return "Your rows sum to less than one: the mask comes after the softmax. It belongs before.";
    if (is("zero for minus infinity")) return "The future still gets e⁰: mask with −∞, not with 0.";
    if (is("columns"))
      return "Your columns sum to one, not your rows: each query shares out its own weight among the keys.";
    if (is("no scale")) return "The scores are not divided by √d.";
    if (is("no mask")) return "Everybody sees everything: query i may see keys 0 … i.";
    return `Row 0 must be the first value, since it sees only itself: expected ${text(v[0]!)}, got ${text(got[0]!)}.`;
  }, options);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function transposed(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
}

function near(a: Matrix, b: Matrix): boolean {
  return a.every((row, i) => row.every((x, j) => Math.abs(x - b[i]![j]!) < 1e-9));
}

function text(row: readonly number[]): string {
  return `[${row.map((x) => x.toFixed(3)).join(", ")}]`;
}
