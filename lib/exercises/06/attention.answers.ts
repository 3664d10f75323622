/** Exercise 6.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Attend } from "./attention.ts";

export const stub = `function attend(q: number[][], k: number[][], v: number[][]): number[][] {
  return undefined as never; // your code: query i sees keys 0 … i
}`;

/** Attention with its parts to be replaced. */
function attention({
  scale = true,
  hidden = -Infinity,
  after = false,
}: {
  scale?: boolean;
  hidden?: number;
  after?: boolean;
}): Attend {
  return (q, k, v) =>
    q.map((query, i) => {
      const scores = k.map((key, j) => {
        if (j > i && !after) return hidden;
        const fit = query.reduce((sum, x, d) => sum + x * key[d]!, 0);
        return scale ? fit / Math.sqrt(query.length) : fit;
      });
      const most = Math.max(...scores);
      const exps = scores.map((score) => Math.exp(score - most));
      const total = exps.reduce((sum, each) => sum + each, 0);
      const weights = exps.map((each, j) => (after && j > i ? 0 : each / total));
      return v[0]!.map((_, d) => weights.reduce((sum, weight, j) => sum + weight * v[j]![d]!, 0));
    });
}

export const solution: Attend = attention({});

export const wrong: Record<string, { answer: Attend; hint: string }> = {
  "masks after the softmax": { answer: attention({ after: true }), hint: "sum to less than one" },
  "masks with 0": { answer: attention({ hidden: 0 }), hint: "The future still gets e⁰" },
  "forgets √d": { answer: attention({ scale: false }), hint: "not divided by √d" },
  "does not mask": {
    answer: (q, k, v) =>
      q.map((_, i) =>
        attention({})(
          k.map(() => q[i]!),
          k,
          v,
        ).at(-1)!,
      ),
    hint: "Everybody sees everything",
  },
};
