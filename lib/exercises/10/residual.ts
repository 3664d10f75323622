/** Exercise 10.3: speculative sampling. Reference: Chen et al. 2023, "Accelerating Large Language Model Decoding with Speculative Sampling", theorem 1. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/**
 * What the student writes, for the master's distribution p and the prophet's q over the same tokens: how likely each guess
 * is accepted, and what is drawn from if it is not.
 */
export type AcceptAndRest = (p: number[], q: number[]) => { accept: number[]; rest: number[] };

const isShare = (each: number): boolean => each >= 0 && each <= 1 + 1e-9;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function distribution(die: Rng, size: number): number[] {
  const weights = Array.from({ length: size }, () => (die() < 0.2 ? 0 : die()) + 1e-3);
  return weights.map((weight) => weight / sum(weights));
}

/** What comes out, reckoned exactly: no dice are rolled. */
export function checkAcceptAndRest(acceptAndRest: AcceptAndRest, options?: CheckOptions): Feedback {
  return judge((die) => {
    const size = 3 + die.int(5);
    const [p, q] = [distribution(die, size), distribution(die, size)];
    const { accept, rest } = written(acceptAndRest([...p], [...q]));
    if (accept.length !== size || !accept.every(isShare))
      return `accept: expected ${size} probabilities, got [${accept.join(", ")}].`;
    if (rest.length !== size || !rest.every(isShare))
      return `rest: expected ${size} probabilities, got [${rest.join(", ")}].`;
    if (Math.abs(sum(rest) - 1) > 1e-9) return `rest sums to ${sum(rest).toFixed(4)}: make it sum to one.`;
    const taken = q.map((each, i) => each * accept[i]!);
    if (taken.some((each, i) => each > p[i]! + 1e-9))
      return "A token comes more often than the master allows: accept with min(1, p / q), which is small where the prophet exaggerates.";
    const out = taken.map((each, i) => each + (1 - sum(taken)) * rest[i]!);
    const apart = sum(out.map((each, i) => Math.abs(each - p[i]!))) / 2;
    if (rest.every((each, i) => Math.abs(each - p[i]!) < 1e-9) && apart > 1e-9)
      return `What comes out is ${apart.toFixed(3)} away from p: where the prophet has given its part already, p would give it again. Draw from what is left over, max(0, p − q).`;
    if (apart > 1e-9) return `What comes out is ${apart.toFixed(4)} away from p (total variation).`;
    // a prophet that is the master has nothing left over
    const same = written(acceptAndRest([...p], [...p]));
    if (![...same.accept, ...same.rest].every(Number.isFinite))
      return "For q = p nothing is left over, and 0 / 0 is no probability: give any distribution there.";
    return undefined;
  }, options);
}
