/** Exercise 10.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { PaintTogether } from "./couple-dice.ts";

export const stub = `function paintTogether(kinds: number, places: number, roll: (n: number) => number): number[] {
  return undefined as never; // your code: roll(kinds) gives 0 … kinds − 1
}`;

export const solution: PaintTogether = (kinds, places, roll) => {
  const z = roll(kinds);
  return Array.from({ length: places }, () => z);
};

export const wrong: Record<string, { answer: PaintTogether; hint: string }> = {
  "rolls a die for each place": {
    answer: (kinds, places, roll) => Array.from({ length: places }, () => roll(kinds)),
    hint: "Roll once",
  },
  "always paints the same": {
    answer: (_, places) => Array.from({ length: places }, () => 1),
    hint: "they are all the same",
  },
  "couples all places but the last": {
    answer: (kinds, places, roll) => [...solution(kinds, places - 1, roll), roll(kinds)],
    hint: "some of the places",
  },
  "uses two kinds only": {
    answer: (_, places, roll) => solution(2, places, roll),
    hint: "Not every kind comes as often",
  },
};
