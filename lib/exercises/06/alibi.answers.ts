/** Exercise 6.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AlibiBias } from "./alibi.ts";

export const stub = `function alibiBias(heads: number, length: number): number[][][] {
  return undefined as never; // your code: [head, query, key], −slope · distance, slope 2^(−8 h / heads) for h = 1 … heads
}`;

export const solution: AlibiBias = (heads, length) =>
  table(heads, length, (h, distance) => -(2 ** ((-8 * h) / heads)) * distance);

export const wrong: Record<string, { answer: AlibiBias; hint: string }> = {
  "makes far tokens brighter": {
    answer: (heads, length) => table(heads, length, (h, distance) => 2 ** ((-8 * h) / heads) * distance),
    hint: "get brighter",
  },
  "gives all heads one slope": {
    answer: (heads, length) => table(heads, length, (_, distance) => -(2 ** (-8 / heads)) * distance),
    hint: "the same slope",
  },
  "counts heads from 0": {
    answer: (heads, length) => table(heads, length, (h, distance) => -(2 ** ((-8 * (h - 1)) / heads)) * distance),
    hint: "Do heads count from 1?",
  },
  "squares the distance": {
    answer: (heads, length) => table(heads, length, (h, distance) => -(2 ** ((-8 * h) / heads)) * distance ** 2),
    hint: "in proportion to the distance",
  },
};

/** h counts from 1; the diagonal is 0, not −0. */
function table(heads: number, length: number, bias: (h: number, distance: number) => number): number[][][] {
  const places = Array.from({ length }, (_, i) => i);
  return Array.from({ length: heads }, (_, head) =>
    places.map((query) => places.map((key) => (query === key ? 0 : bias(head + 1, Math.abs(query - key))))),
  );
}
