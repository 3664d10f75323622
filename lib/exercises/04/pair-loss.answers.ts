/** Exercise 4.5: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { PairLoss } from "./pair-loss.ts";

export const stub = `function pairLoss(chosen: number, rejected: number): number {
  return undefined as never; // your code: in nats; even odds cost ln 2
}`;

export const solution: PairLoss = (chosen, rejected) => {
  const ahead = chosen - rejected;
  return Math.max(0, -ahead) + Math.log1p(Math.exp(-Math.abs(ahead)));
};

export const wrong: Record<string, { answer: PairLoss; hint: string }> = {
  "takes the wrong one for the winner": {
    answer: (chosen, rejected) => solution(rejected, chosen),
    hint: "wrong way round",
  },
  "adds the rewards": { answer: (chosen, rejected) => solution(chosen, -rejected), hint: "σ of the sum" },
  "gives the probability": {
    answer: (chosen, rejected) => 1 / (1 + Math.exp(rejected - chosen)),
    hint: "The loss is −log of it",
  },
  overflows: {
    answer: (chosen, rejected) => Math.log(1 + Math.exp(rejected - chosen)),
    hint: "e to a large power",
  },
};
