/** Exercise 11.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import { rng } from "../../core/index.ts";
import type { OneStep } from "./denoise.ts";

export const stub = `function oneStepOut(x: number[], guess: number[], { now, next }: { now: number; next: number }): number[] {
  return undefined as never; // your code
}`;

const dice = rng(1);

function noiseIn(x: readonly number[], guess: readonly number[], now: number): number[] {
  return x.map((value, i) => (value - Math.sqrt(now) * guess[i]!) / Math.sqrt(1 - now));
}

export const solution: OneStep = (x, guess, { now, next }) => {
  const noise = noiseIn(x, guess, now);
  return guess.map((value, i) => Math.sqrt(next) * value + Math.sqrt(1 - next) * noise[i]!);
};

export const wrong: Record<string, { answer: OneStep; hint: string }> = {
  "mixes without roots": {
    answer: (x, guess, { now, next }) => noiseIn(x, guess, now).map((each, i) => next * guess[i]! + (1 - next) * each),
    hint: "√ᾱ and ᾱ confused",
  },
  "jumps to the guess": { answer: (_, guess) => [...guess], hint: "some of the noise stays" },
  "rolls dice": {
    answer: (x, guess, { next }) => x.map((_, i) => Math.sqrt(next) * guess[i]! + Math.sqrt(1 - next) * dice.normal()),
    hint: "draws nothing",
  },
  "forgets to weigh the guess anew": {
    answer: (x, guess, { now, next }) =>
      noiseIn(x, guess, now).map((each, i) => Math.sqrt(now) * guess[i]! + Math.sqrt(1 - next) * each),
    hint: "counts √next",
  },
};
