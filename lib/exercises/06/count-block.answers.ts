/** Exercise 6.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { CountBlock } from "./count-block.ts";

export const stub = `function countBlock(dModel: number, length: number): { parameters: number; multiplications: number } {
  return undefined as never; // your code: no biases, no norms; every token looks at all tokens
}`;

/** With so many matrices of dModel², and so much work for the pairs. */
function count(matrices: number, pairs: (dModel: number, length: number) => number): CountBlock {
  return (dModel, length) => ({
    parameters: matrices * dModel ** 2,
    multiplications: length * matrices * dModel ** 2 + pairs(dModel, length),
  });
}

export const solution: CountBlock = count(12, (dModel, length) => 2 * length ** 2 * dModel);

export const wrong: Record<string, { answer: CountBlock; hint: string }> = {
  "forgets the output projection": {
    answer: count(11, (dModel, length) => 2 * length ** 2 * dModel),
    hint: "output projection",
  },
  "forgets that attention is about pairs": { answer: count(12, () => 0), hint: "The pairs are missing" },
  "counts softmax as length": {
    answer: count(12, (dModel, length) => 2 * length * dModel),
    hint: "length², not length",
  },
  "forgets the weighted sum": {
    answer: count(12, (dModel, length) => length ** 2 * dModel),
    hint: "weights times values",
  },
};
