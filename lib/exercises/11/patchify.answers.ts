/** Exercise 11.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { ToPatches } from "./patchify.ts";

export const stub = `function toPatches(rows: number[][], size: number): number[][] {
  return undefined as never; // your code
}`;

export const solution: ToPatches = (rows, size) => {
  const patches: number[][] = [];
  for (let top = 0; top < rows.length; top += size)
    for (let left = 0; left < rows[0]!.length; left += size)
      patches.push(rows.slice(top, top + size).flatMap((row) => row.slice(left, left + size)));
  return patches;
};

export const wrong: Record<string, { answer: ToPatches; hint: string }> = {
  "goes down before it goes right": {
    answer: (rows, size) => {
      const patches: number[][] = [];
      for (let left = 0; left < rows[0]!.length; left += size)
        for (let top = 0; top < rows.length; top += size)
          patches.push(rows.slice(top, top + size).flatMap((row) => row.slice(left, left + size)));
      return patches;
    },
    hint: "column by column",
  },
  "exchanges rows and columns of a patch": {
    answer: (rows, size) =>
      solution(rows, size).map((patch) =>
        Array.from({ length: size * size }, (_, i) => patch[(i % size) * size + Math.floor(i / size)]!),
      ),
    hint: "rows and columns are exchanged",
  },
  "takes a square picture for granted": {
    answer: (rows, size) =>
      solution(
        rows.map((row) => row.slice(0, rows.length)),
        size,
      ),
    hint: "patches of",
  },
};
