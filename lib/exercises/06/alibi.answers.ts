/** Exercise 6.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { AlibiBias } from "./alibi.ts";

export const stub = `function alibiBias(query: number, keys: number, head: number, heads: number): number[] {
  return undefined as never; // your code: what is added to each key's score
}`;

/** With the slope of each head. */
function bias(slope: (head: number, heads: number) => number, sign = -1): AlibiBias {
  return (query, keys, head, heads) =>
    Array.from({ length: keys }, (_, key) => sign * slope(head, heads) * (query - key));
}

export const solution: AlibiBias = bias((head, heads) => 2 ** ((-8 * (head + 1)) / heads));

export const wrong: Record<string, { answer: AlibiBias; hint: string }> = {
  "brightens what is far": {
    answer: bias((head, heads) => 2 ** ((-8 * (head + 1)) / heads), 1),
    hint: "Far tokens get brighter",
  },
  "gives all heads one slope": { answer: bias((_, heads) => 2 ** (-8 / heads)), hint: "the same slope" },
  "counts heads from zero": { answer: bias((head, heads) => 2 ** ((-8 * head) / heads)), hint: "count heads from one" },
};
