/** Exercise 1.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { LogProb } from "./chain-rule.ts";

export const stub = `function logProb(next: (context: string[]) => Map<string, number>, sentence: string[]): number {
  return undefined as never; // your code: in nats, END included
}`;

export const solution: LogProb = (next, sentence) =>
  [...sentence, "END"].reduce((sum, word, i) => sum + Math.log(next(sentence.slice(0, i)).get(word)!), 0);

export const wrong: Record<string, { answer: LogProb; hint: string }> = {
  "omits END": {
    answer: (next, sentence) =>
      sentence.reduce((sum, word, i) => sum + Math.log(next(sentence.slice(0, i)).get(word)!), 0),
    hint: "−log p(END)",
  },
  "multiplies until nothing is left": {
    answer: (next, sentence) =>
      Math.log([...sentence, "END"].reduce((p, word, i) => p * next(sentence.slice(0, i)).get(word)!, 1)),
    hint: "add logarithms",
  },
  "forgets the first word": {
    answer: (next, sentence) => solution(next, sentence) - Math.log(next([]).get(sentence[0]!)!),
    hint: "the first word is a guess too",
  },
  "gives the probability": { answer: (next, sentence) => Math.exp(solution(next, sentence)), hint: "That is p itself" },
  "never looks back": {
    answer: (next, sentence) => [...sentence, "END"].reduce((sum, word) => sum + Math.log(next([]).get(word)!), 0),
    hint: "see the words before it",
  },
};
