/** Exercise 4.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AdapterOptions, MakeAdapter } from "./lora.ts";

export const stub = `function adapter(
  { from, to }: { from: number; to: number },
  { rank, alpha, normal }: { rank: number; alpha: number; normal: () => number },
) {
  return undefined as never; // your code: { a, b, forward }
}`;

type Matrix = number[][];
const filled = (rows: number, columns: number, value: () => number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, value));
const times = (x: number[], w: Matrix): number[] =>
  w[0]!.map((_, j) => x.reduce((sum, each, i) => sum + each * w[i]![j]!, 0));

interface Variant {
  startA?: (options: AdapterOptions) => () => number;
  startB?: (options: AdapterOptions) => () => number;
  scale?: (options: AdapterOptions) => number;
}

const random = ({ normal }: AdapterOptions): (() => number) => normal;
const zero = (): (() => number) => () => 0;

function variant({ startA = random, startB = zero, scale = ({ rank, alpha }) => alpha / rank }: Variant): MakeAdapter {
  return ({ from, to }, options) => {
    const a = filled(from, options.rank, startA(options));
    const b = filled(options.rank, to, startB(options));
    const forward = (x: number[], w: Matrix): number[] => {
      const added = times(times(x, a), b);
      return times(x, w).map((each, j) => each + scale(options) * added[j]!);
    };
    return { a, b, forward };
  };
}

export const solution: MakeAdapter = variant({});

export const wrong: Record<string, { answer: MakeAdapter; hint: string }> = {
  "begins with two random matrices": { answer: variant({ startB: random }), hint: "must change nothing" },
  "begins with two zeros": { answer: variant({ startA: zero }), hint: "never learns" },
  "forgets the scale": { answer: variant({ scale: () => 1 }), hint: "The difference counts α / rank" },
  "multiplies by α": { answer: variant({ scale: ({ alpha }) => alpha }), hint: "You multiply by α" },
  "takes rank and size for each other": {
    answer: ({ from, to }, options) => ({ ...solution({ from, to }, options), a: filled(from, to, options.normal) }),
    hint: "that is what makes it small",
  },
  "adds the difference to the base": {
    answer: (size, options) => {
      const { a, b } = solution(size, options);
      const forward = (x: number[], w: Matrix): number[] => {
        a.forEach((row, i) =>
          times(row, b).forEach((each, j) => (w[i]![j] = w[i]![j]! + (options.alpha / options.rank) * each)),
        );
        return times(x, w);
      };
      return { a, b, forward };
    },
    hint: "W itself has changed",
  },
};
