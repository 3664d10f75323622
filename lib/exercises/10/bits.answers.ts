/** Exercise 10.5: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { RoundTo } from "./bits.ts";

export const stub = `function roundTo(samples: number[], bits: number): number[] {
  return undefined as never; // your code: 2 ** bits values, each the middle of its step
}`;

export const solution: RoundTo = (samples, bits) => {
  const half = 2 ** (bits - 1);
  return samples.map((x) => (Math.max(-half, Math.min(half - 1, Math.floor(x * half))) + 0.5) / half);
};

export const wrong: Record<string, { answer: RoundTo; hint: string }> = {
  "rounds to the ends of steps": {
    answer: (samples, bits) => samples.map((x) => (0.999 * Math.round(x * 2 ** (bits - 1))) / 2 ** (bits - 1)),
    hint: "steps, not their ends, are counted",
  },
  "takes the lower end of each step": {
    answer: (samples, bits) =>
      samples.map((x) => 0.999 * (Math.min(2 ** (bits - 1) - 1, Math.floor(x * 2 ** (bits - 1))) / 2 ** (bits - 1))),
    hint: "not its lower end",
  },
  "goes beyond full scale": {
    answer: (samples, bits) => samples.map((x) => (Math.floor(x * 2 ** (bits - 1)) + 0.5) / 2 ** (bits - 1) + 0.5),
    hint: "Values lie inside",
  },
};
