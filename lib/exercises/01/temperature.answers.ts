/** Exercise 1.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AtTemperature } from "./temperature.ts";

export const stub = `function atTemperature(p: number[], temperature: number): number[] {
  return undefined as never; // your code: T = 1 changes nothing, T = 0 leaves only the likeliest
}`;

export const solution: AtTemperature = (p, temperature) => {
  const best = p.indexOf(Math.max(...p));
  if (temperature === 0) return p.map((_, i) => (i === best ? 1 : 0));
  const logits = p.map((x) => Math.log(x) / temperature);
  const weights = logits.map((x) => Math.exp(x - logits[best]!)); // the largest is exp(0) = 1
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
};

const normalise = (q: number[]): number[] => {
  const total = q.reduce((sum, x) => sum + x, 0);
  return q.map((x) => x / total);
};

export const wrong: Record<string, { answer: AtTemperature; hint: string }> = {
  "divides probabilities": {
    answer: (p, t) => normalise(p.map((x) => x / t)),
    hint: "instead of the log-probabilities",
  },
  "forgets to normalise": {
    answer: (p, t) => p.map((x) => Math.exp(Math.log(x) / t)),
    hint: "normalised again",
  },
  "NaN at zero": {
    answer: (p, t) => normalise(p.map((x) => Math.exp(Math.log(x) / t))),
    hint: "T = 0 gives NaN",
  },
  "multiplies by T": {
    answer: (p, t) => normalise(p.map((x) => Math.exp(Math.log(x) * t))),
    hint: "wrong way round",
  },
  "underflows when it is cold": {
    answer: (p, t) => (t === 0 ? solution(p, 0) : normalise(p.map((x) => Math.exp(Math.log(x) / t)))),
    hint: "subtract the largest",
  },
};
