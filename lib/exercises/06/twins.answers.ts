/** Exercise 6.6: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Twins } from "./twins.ts";

export const stub = `function twins(words: string[]): [string[], string[]] {
  return undefined as never; // your code: two different sentences; the answer is read at the last word
}`;

export const solution: Twins = ([a, b, c]) => [
  [a!, b!, c!],
  [b!, a!, c!], // the same set, the same word asks: only places differ
];

export const wrong: Record<string, { answer: Twins; hint: string }> = {
  "moves the word that asks": {
    answer: ([a, b, c]) => [
      [a!, b!, c!],
      [c!, b!, a!],
    ],
    hint: "Leave it where it is",
  },
  "uses other words": {
    answer: ([a, b, c, d]) => [
      [a!, b!, c!],
      [a!, d!, c!],
    ],
    hint: "the same words",
  },
  "says a word twice": {
    answer: ([a, b, c]) => [
      [a!, b!, c!],
      [a!, b!, b!, c!],
    ],
    hint: "each as often",
  },
  "gives one sentence twice": {
    answer: ([a, b, c]) => [
      [a!, b!, c!],
      [a!, b!, c!],
    ],
    hint: "twins must differ",
  },
};
