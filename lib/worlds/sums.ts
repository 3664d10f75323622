/** W-MATH, sums of long numbers: the answer at once, or digit by digit with what is carried. */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export interface SumProblem {
  readonly a: number;
  readonly b: number;
}

/** Two numbers of exactly so many digits, 1 to 15. */
export function sumProblem({ rng, digits }: { rng: Rng; digits: number }): SumProblem {
  checkInteger(digits, "sumProblem digits", { min: 1, max: 15 });
  const number = () =>
    Number(Array.from({ length: digits }, (_, i) => (i === 0 && digits > 1 ? 1 + rng.int(9) : rng.int(10))).join(""));
  return { a: number(), b: number() };
}

/** `4 7 + 8 5 =`: every digit a token. */
export function sumQuestion({ a, b }: SumProblem): string[] {
  return [...digitsOf(a), "+", ...digitsOf(b), "="];
}

/** The sum, its highest digit first. */
export function sumAnswer({ a, b }: SumProblem): string[] {
  return digitsOf(a + b);
}

/** From the last digit to the first, what is written and what is carried: `2 1 ; 3 1 ; 1 0`, each step one addition. */
export function sumSteps({ a, b }: SumProblem): string[] {
  const steps: string[] = [];
  let [left, right, carry] = [a, b, 0];
  do {
    const total = (left % 10) + (right % 10) + carry;
    carry = Math.floor(total / 10);
    [left, right] = [Math.floor(left / 10), Math.floor(right / 10)];
    steps.push(...(steps.length > 0 ? [";"] : []), String(total % 10), String(carry));
  } while (left > 0 || right > 0 || carry > 0);
  return steps;
}

function digitsOf(n: number): string[] {
  check(Number.isSafeInteger(n) && n >= 0, "sum numbers", "integers of at least 0", n);
  return [...String(n)];
}
