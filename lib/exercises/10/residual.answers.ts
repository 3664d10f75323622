/** Exercise 10.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AcceptAndRest } from "./residual.ts";

export const stub = `function acceptAndRest(p: number[], q: number[]): { accept: number[]; rest: number[] } {
  return undefined as never; // your code
}`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ratio = (p: readonly number[], q: readonly number[]): number[] => p.map((each, i) => Math.min(1, each / q[i]!));
const leftOver = (p: readonly number[], q: readonly number[]): number[] =>
  p.map((each, i) => Math.max(0, each - q[i]!));

export const solution: AcceptAndRest = (p, q) => {
  const over = leftOver(p, q);
  const total = sum(over);
  return { accept: ratio(p, q), rest: total > 0 ? over.map((each) => each / total) : [...p] };
};

export const wrong: Record<string, { answer: AcceptAndRest; hint: string }> = {
  "draws from p again": { answer: (p, q) => ({ accept: ratio(p, q), rest: [...p] }), hint: "what is left over" },
  "does not make the rest sum to one": {
    answer: (p, q) => ({ accept: ratio(p, q), rest: leftOver(p, q) }),
    hint: "make it sum to one",
  },
  "accepts everything": {
    answer: (p, q) => ({ ...solution(p, q), accept: p.map(() => 1) }),
    hint: "more often than the master allows",
  },
  "turns the ratio round": {
    answer: (p, q) => ({ ...solution(p, q), accept: ratio(q, p) }),
    hint: "accept with min(1, p / q)",
  },
  "divides by nothing where both are the same": {
    answer: (p, q) => {
      const over = leftOver(p, q);
      return { accept: ratio(p, q), rest: over.map((each) => each / sum(over)) };
    },
    hint: "nothing is left over",
  },
};
