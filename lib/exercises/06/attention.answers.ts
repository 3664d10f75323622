/** Exercise 6.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Attend } from "./attention.ts";
import { product, softmaxRow, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

export const stub = `function myAttend(Q: number[][], K: number[][], V: number[][], causal: boolean): number[][] {
  return undefined as never; // your code: softmax(Q Kᵀ / √d) V, and with causal no look at the future
}`;

export const solution: Attend = (Q, K, V, causal) =>
  Q.map((q, i) => {
    const scores = K.map((k, j) =>
      causal && j > i ? -Infinity : q.reduce((sum, x, n) => sum + x * k[n]!, 0) / Math.sqrt(q.length),
    );
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return V[0]!.map((_, n) => powers.reduce((sum, power, j) => sum + (power / total) * V[j]![n]!, 0));
  });

export const wrong: Record<string, { answer: Attend; hint: string }> = {
  "masks after the softmax": {
    answer: (Q, K, V, causal) =>
      product(
        scores(Q, K).map((row, i) => softmaxRow(row).map((w, j) => (causal && j > i ? 0 : w))),
        V,
      ),
    hint: "sum to less than one",
  },
  "masks with 0": {
    answer: (Q, K, V, causal) =>
      product(
        scores(Q, K).map((row, i) => softmaxRow(row.map((s, j) => (causal && j > i ? 0 : s)))),
        V,
      ),
    hint: "e⁰",
  },
  "takes the softmax down the columns": {
    answer: (Q, K, V) => product(transposed(transposed(scores(Q, K)).map((column) => softmaxRow(column))), V),
    hint: "columns sum to one",
  },
  "forgets √d": {
    answer: (Q, K, V, causal) =>
      product(
        product(Q, transposed(K)).map((row, i) => softmaxRow(row.map((s, j) => (causal && j > i ? -Infinity : s)))),
        V,
      ),
    hint: "No √d",
  },
};

function scores(Q: Matrix, K: Matrix): Matrix {
  return product(Q, transposed(K)).map((row) => row.map((s) => s / Math.sqrt(Q[0]!.length)));
}
