/** Exercise 6.1: attention from memory. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";
import { alike, drawn, product, softmaxRow, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

/** What the student writes: `Q` and `K` `[pos, dHead]`, `V` `[pos, dValue]` → `[pos, dValue]`. */
export type Attend = (Q: Matrix, K: Matrix, V: Matrix, causal: boolean) => Matrix;

/** Random shapes against softmax(Q Kᵀ / √d) V, each fault known by what it does to rows and columns. */
export function checkAttend(attend: Attend, options?: CheckOptions): Feedback {
  return judge((die) => {
    const length = 3 + die.int(4);
    const d = 2 + die.int(4);
    const [Q, K] = [drawn(die, [length, d]), drawn(die, [length, d])];
    const one = Array.from({ length }, (_, i) => Array.from({ length }, (__, j) => Number(i === j)));
    for (const causal of [false, true]) {
      // with V the identity, what comes out are the weights
      const weights = written(attend(copy(Q), copy(K), copy(one), causal));
      const complaint = shapeOf(weights, length) ?? faultOf(weights, { Q, K, causal });
      if (complaint) return complaint;
    }
    const V = drawn(die, [length, 3]);
    const right = product(weightsOf({ Q, K, causal: true }), V);
    if (alike(attend(copy(Q), copy(K), copy(V), true), right)) return undefined;
    return "The weights are right, the result is not: each row is the sum of V's rows, in the shares of its weights.";
  }, options);
}

interface Case {
  Q: Matrix;
  K: Matrix;
  causal: boolean;
}

function scoresOf({ Q, K }: Case, scale = 1 / Math.sqrt(Q[0]!.length)): Matrix {
  return product(Q, transposed(K)).map((row) => row.map((score) => score * scale));
}

function weightsOf(given: Case, scale?: number): Matrix {
  return scoresOf(given, scale).map((row, i) =>
    softmaxRow(row.map((score, j) => (given.causal && j > i ? -Infinity : score))),
  );
}

function shapeOf(weights: Matrix, length: number): string | undefined {
  const fits = Array.isArray(weights) && weights.length === length && weights.every((row) => row.length === length);
  if (!fits) return `The result must have a row for each of the ${length} queries, as wide as a row of V.`;
  if (weights.flat().every(Number.isFinite)) return undefined;
  return "The result has NaN or infinite numbers. Is the largest score subtracted before exp, and the diagonal left open?";
}

function faultOf(weights: Matrix, given: Case): string | undefined {
  if (alike(weights, weightsOf(given))) return undefined;
  const [rows, columns] = [sums(weights), sums(transposed(weights))];
  if (!given.causal && columns.every(isOne) && !rows.every(isOne))
    return "The columns sum to one, the rows do not. Along which axis does softmax go? Each query shares out one.";
  if (alike(weights, weightsOf(given, 1)))
    return "No √d: divide the scores by the square root of the width of a query.";
  if (alike(weights, weightsOf(given, 1 / given.Q[0]!.length))) return "Divide by √d, not by d.";
  if (alike(weights, weightsOf({ ...given, Q: given.K, K: given.Q })))
    return "Query and key are exchanged: row i belongs to query i.";
  if (!given.causal) return "Without the mask, the weights are not softmax(Q Kᵀ / √d).";
  if (rows.some((sum) => sum < 1 - 1e-9))
    return "The rows sum to less than one. Is the mask applied before the softmax?";
  const asZero = scoresOf(given).map((row, i) => softmaxRow(row.map((score, j) => (j > i ? 0 : score))));
  if (alike(weights, asZero)) return "The future still gets weight: a masked score of 0 is e⁰ = 1. Mask with −∞.";
  if (weights.some((row, i) => row.some((w, j) => j > i && w > 1e-9)))
    return "The future still gets weight, though causal is true: query i may see keys 0 … i.";
  return "With the mask, the weights are wrong. Query i sees keys 0 … i, itself included.";
}

function sums(rows: Matrix): number[] {
  return rows.map((row) => row.reduce((sum, x) => sum + x, 0));
}

function isOne(sum: number): boolean {
  return Math.abs(sum - 1) < 1e-9;
}

function copy(matrix: Matrix): Matrix {
  return matrix.map((row) => [...row]);
}
