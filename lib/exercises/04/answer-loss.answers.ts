/** Exercise 4.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AnswerLoss } from "./answer-loss.ts";

export const stub = `function answerLoss(logProbs: number[], isAnswer: boolean[]): number {
  return undefined as never; // your code: nats per token of an answer
}`;

export const solution: AnswerLoss = (logProbs, isAnswer) => {
  const counted = logProbs.filter((_, t) => isAnswer[t]);
  return -counted.reduce((sum, logProb) => sum + logProb, 0) / counted.length;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const wrong: Record<string, { answer: AnswerLoss; hint: string }> = {
  "forgets the sign": { answer: (logProbs, isAnswer) => -solution(logProbs, isAnswer), hint: "The sign" },
  "counts the question": { answer: (logProbs) => -sum(logProbs) / logProbs.length, hint: "The question counts too" },
  "divides by all tokens": {
    answer: (logProbs, isAnswer) => -sum(logProbs.filter((_, t) => isAnswer[t])) / logProbs.length,
    hint: "divide by all tokens",
  },
  sums: { answer: (logProbs, isAnswer) => -sum(logProbs.filter((_, t) => isAnswer[t])), hint: "A sum, not a mean" },
};
