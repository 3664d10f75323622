/** What a checker answers: passed or not, what is probably wrong, and the seeds it drew. */
import { check, checkInteger, displaySymbol, rng } from "../core/index.ts";
import type { Displayable, Rng } from "../core/index.ts";

/** The answer of a checker. It shows itself; nothing is thrown, so that a notebook runs on. */
export interface Feedback extends Displayable {
  /** `undefined` while the exercise has not been written. */
  readonly passed: boolean | undefined;
  /** What is probably wrong, in the words of the exercise. */
  readonly message: string;
  /** The seeds of the trials; pass them back in to see the same trials again. */
  readonly seeds: readonly number[];
}

/** How a checker is called. */
export interface CheckOptions {
  /** Fresh ones where left out, so that no answer can be made to fit. */
  seeds?: readonly number[];
}

/** One trial with its die: nothing if all is well, else what is probably wrong. */
export type Trial = (die: Rng) => string | undefined;

/** Thrown by a trial as soon as an answer is known to be unwritten. */
export class NotWritten extends Error {
  override name = "NotWritten";
}

/**
 * Run `trial` once for each seed and report the first complaint. An error in the student's code is a complaint too.
 * Throws an `InputError` for seeds that are none, and for an empty list: without a trial nothing is right.
 */
export function judge(trial: Trial, { seeds = freshSeeds() }: CheckOptions = {}): Feedback {
  check(seeds.length > 0, "judge seeds", "at least one seed", seeds);
  for (const seed of seeds) {
    checkInteger(seed, "judge seeds", { max: 0xffff_ffff });
    try {
      const complaint = trial(rng(seed));
      if (complaint !== undefined) return feedback(false, `${complaint} (seed ${seed})`, seeds);
    } catch (error) {
      if (error instanceof NotWritten) return feedback(undefined, "Not written yet.", []);
      return feedback(
        false,
        `Your code stopped with: ${error instanceof Error ? error.message : String(error)}`,
        seeds,
      );
    }
  }
  return feedback(true, `Right, on ${seeds.length} fresh trials.`, seeds);
}

/** A trial's reading of a student's value: an `undefined` means that the stub is still a stub. */
export function written<T>(value: T | undefined): T {
  if (value === undefined) throw new NotWritten();
  return value;
}

function feedback(passed: boolean | undefined, message: string, seeds: readonly number[]): Feedback {
  const mark = passed === undefined ? "…" : passed ? "✓" : "✗";
  const text = `${mark} ${message}${seeds.length > 0 ? `\n  seeds: ${seeds.join(", ")}` : ""}`;
  return Object.freeze({ passed, message, seeds, [displaySymbol]: () => ({ "text/plain": text }) });
}

/** Five seeds nobody chose. The one place where chance is not an input: an exam must not be known beforehand. */
function freshSeeds(): number[] {
  return [...crypto.getRandomValues(new Uint32Array(5))];
}
