/** Exercise 4.6: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { ChooseN } from "./choose-n.ts";

export const stub = `function chooseN(candidates: { n: number; proxy: number; gold: number[] }[]): number {
  return undefined as never; // your code: one of the n
}`;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const solution: ChooseN = (candidates) =>
  candidates.reduce((best, each) => (mean(each.gold) > mean(best.gold) ? each : best)).n;

export const wrong: Record<string, { answer: ChooseN; hint: string }> = {
  "believes the judge": {
    answer: (candidates) => candidates.reduce((best, each) => (each.proxy > best.proxy ? each : best)).n,
    hint: "where the judge is happiest",
  },
  "does not dare": { answer: (candidates) => candidates[0]!.n, hint: "does not use the judge at all" },
  "adds both": {
    answer: (candidates) =>
      candidates.reduce((best, each) => (each.proxy + mean(each.gold) > best.proxy + mean(best.gold) ? each : best)).n,
    hint: "n = ",
  },
};
