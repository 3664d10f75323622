/** Exercise 11.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Coverage } from "./coverage.ts";

export const stub = `function coverage(samples: string[], modes: string[]): number {
  return undefined as never; // your code: 0 … 1
}`;

export const solution: Coverage = (samples, modes) =>
  modes.filter((mode) => samples.includes(mode)).length / modes.length;

export const wrong: Record<string, { answer: Coverage; hint: string }> = {
  "measures validity": {
    answer: (samples, modes) => samples.filter((sample) => modes.includes(sample)).length / Math.max(1, samples.length),
    hint: "samples that are valid",
  },
  "counts whatever has come": { answer: (samples, modes) => new Set(samples).size / modes.length, hint: "no mode" },
  "gives a number of modes": {
    answer: (samples, modes) => modes.filter((mode) => samples.includes(mode)).length,
    hint: "The share",
  },
};
