/** Exercise 11.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { PairsOf } from "./film-cost.ts";

export const stub = `function pairsOf(frames: bigint, patches: bigint): { full: bigint; split: bigint } {
  return undefined as never; // your code
}`;

export const solution: PairsOf = (frames, patches) => ({
  full: (frames * patches) ** 2n,
  split: frames * patches ** 2n + patches * frames ** 2n,
});

export const wrong: Record<string, { answer: PairsOf; hint: string }> = {
  "squares frames and patches separately": {
    answer: (frames, patches) => ({ ...solution(frames, patches), split: frames ** 2n + patches ** 2n }),
    hint: "one frame and one place",
  },
  "forgets time": {
    answer: (frames, patches) => ({ ...solution(frames, patches), split: frames * patches ** 2n }),
    hint: "through time",
  },
  "leaves each frame to itself": {
    answer: (frames, patches) => ({ ...solution(frames, patches), full: frames * patches ** 2n }),
    hint: "each frame for itself",
  },
  "reckons with numbers that are too small": {
    answer: (frames, patches) => ({
      ...solution(frames, patches),
      full: BigInt((Number(frames) * Number(patches)) ** 2),
    }),
    hint: "full, 1",
  },
};
