/** Exercise 1.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Sample } from "./roll-the-die.ts";

export const stub = `function sample(p: number[], rng: () => number): number {
  return undefined as never; // your code: an index, in proportion to p
}`;

export const solution: Sample = (p, rng) => {
  let left = rng();
  for (const [i, probability] of p.entries()) {
    if (left < probability) return i;
    left -= probability;
  }
  return p.findLastIndex((probability) => probability > 0); // rounding may leave a crumb
};

export const wrong: Record<string, { answer: Sample; hint: string }> = {
  "rolls for every token": {
    answer: (p, rng) => {
      for (const [i, probability] of p.entries()) if (rng() < probability) return i;
      return p.length - 1;
    },
    hint: "sum to one across tries",
  },
  "never returns the last token": {
    answer(p, rng) {
      const roll = rng();
      let sum = 0;
      for (let i = 0; i < p.length - 1; i++) {
        sum += p[i]!;
        if (roll < sum) return i;
      }
      return 0;
    },
    hint: "off by one",
  },
  "compares before adding": {
    answer(p, rng) {
      const roll = rng();
      let sum = 0;
      for (let i = 0; i < p.length; i++) {
        if (roll < sum) return i;
        sum += p[i]!;
      }
      return p.length - 1;
    },
    hint: "probability 0 and was drawn",
  },
  "takes the likeliest": {
    answer: (p, rng) => (rng(), p.indexOf(Math.max(...p))),
    hint: "never comes",
  },
  "every token equally likely": { answer: (p, rng) => Math.floor(rng() * p.length), hint: "probability 0" },
};
