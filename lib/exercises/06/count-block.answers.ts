/** Exercise 6.5: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { CountBlock } from "./count-block.ts";

export const stub = `function countBlock(sizes: { dModel: number; dMlp: number; length: number }): { parameters: number; multiplications: number } {
  return undefined as never; // your code: matrices only, no biases, no norms; every query looks at every key
}`;

export const solution: CountBlock = ({ dModel, dMlp, length }) => {
  const parameters = 4 * dModel ** 2 + 2 * dModel * dMlp; // query, key, value, output; up, down
  return { parameters, multiplications: length * parameters + 2 * length ** 2 * dModel }; // Q Kᵀ and weights · V
};

export const wrong: Record<string, { answer: CountBlock; hint: string }> = {
  "forgets the output projection": {
    answer({ dModel, dMlp, length }) {
      const parameters = 3 * dModel ** 2 + 2 * dModel * dMlp;
      return { parameters, multiplications: length * parameters + 2 * length ** 2 * dModel };
    },
    hint: "output projection",
  },
  "counts one score for each token": {
    answer(sizes) {
      const { parameters } = solution(sizes);
      return { parameters, multiplications: sizes.length * parameters + 2 * sizes.length * sizes.dModel };
    },
    hint: "L × L",
  },
  "uses the scores once": {
    answer(sizes) {
      const { parameters, multiplications } = solution(sizes);
      return { parameters, multiplications: multiplications - sizes.length ** 2 * sizes.dModel };
    },
    hint: "used twice",
  },
  "counts the matrices only": {
    answer(sizes) {
      const { parameters } = solution(sizes);
      return { parameters, multiplications: sizes.length * parameters };
    },
    hint: "and then?",
  },
};
