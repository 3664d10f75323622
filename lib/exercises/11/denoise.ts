/** Exercise 11.2: one step out of the fog. Reference: Song, Meng and Ermon 2021, "Denoising Diffusion Implicit Models", equation 12 with σ = 0. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: `x` at ᾱ = `now`, with what the picture may be, at ᾱ = `next`. */
export type OneStep = (x: number[], guess: number[], alphaBar: { now: number; next: number }) => number[];

const near = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]!) < 1e-6);

/** The formula; that a right guess leads to the picture with the same noise; the last step; nothing drawn by dice. */
export function checkOneStep(oneStep: OneStep, options?: CheckOptions): Feedback {
  return judge((die) => {
    const normal = (): number[] => Array.from({ length: 12 }, () => die.normal());
    const [picture, noise] = [normal(), normal()];
    const [next, now] = [0.5 + 0.45 * die(), 0.05 + 0.4 * die()];
    const mixed = (left: number, of = picture): number[] =>
      of.map((v, i) => Math.sqrt(left) * v + Math.sqrt(1 - left) * noise[i]!);
    const x = mixed(now);
    const got = written(oneStep([...x], [...picture], { now, next }));
    if (got.length !== x.length) return `Expected ${x.length} numbers, got ${got.length}.`;
    if (
      near(
        got,
        picture.map((v, i) => next * v + (1 - next) * noise[i]!),
      )
    )
      return "√ᾱ and ᾱ confused: mix with √next and √(1 − next), else the variance is no longer 1.";
    if (
      near(
        got,
        mixed(
          next,
          picture.map(() => 0),
        ).map((v, i) => v + Math.sqrt(now) * picture[i]!),
      )
    )
      return "The guess is still mixed as at the step before: for the next one it counts √next.";
    if (near(got, picture))
      return "That is the guess itself. A single step goes only as far as `next`: some of the noise stays.";
    if (near(got, written(oneStep([...x], [...picture], { now, next }))) === false)
      return "The same x and guess give two results: this step draws nothing.";
    if (!near(got, mixed(next)))
      return `Expected ${mixed(next)[0]!.toFixed(4)} first, got ${got[0]}: which noise is in x, if the guess is right?`;
    const end = written(oneStep([...x], [...picture], { now, next: 1 }));
    if (!near(end, picture)) return "At next = 1 no noise is left: the result is the guess.";
    return undefined;
  }, options);
}
