/** Do two texts agree, where the numbers in them may differ a little? */
import type { Tolerance } from "../../notebook/index.ts";

/** A number that stands alone or before a unit; not the 2 of "v2" or the parts of "1.2.3". */
const number = /(?<![\w.])[-+−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** Without a tolerance: the same text. With one: the same words, and each number within the tolerance. */
export function textsAgree(committed: string, actual: string, tolerance?: Tolerance): boolean {
  if (committed === actual) return true;
  if (!isNumeric(tolerance)) return false;
  if (words(committed) !== words(actual)) return false;
  const expected = numbers(committed);
  const got = numbers(actual);
  return expected.length === got.length && expected.every((value, i) => numbersAgree(value, got[i]!, tolerance));
}

/** Within the absolute bound, or within the relative one of the committed size. NaN agrees with NaN. */
export function numbersAgree(committed: number, actual: number, tolerance?: Tolerance): boolean {
  if (Object.is(committed, actual) || committed === actual) return true;
  if (!Number.isFinite(committed) || !Number.isFinite(actual)) return false;
  const { relative = 0, absolute = 0 } = tolerance ?? {};
  const difference = Math.abs(committed - actual);
  // subtle: 0.1 + 0.02 is a hair over 0.12, so a bound that is just met must not fail by rounding
  const slack = 4 * Number.EPSILON * Math.max(Math.abs(committed), Math.abs(actual));
  if (relative === 0 && absolute === 0) return false;
  return difference <= Math.max(absolute, relative * Math.abs(committed)) + slack;
}

export function isNumeric(tolerance: Tolerance | undefined): tolerance is Tolerance {
  return (tolerance?.relative ?? 0) > 0 || (tolerance?.absolute ?? 0) > 0;
}

/** The text without its numbers. Columns move when a number grows, so a run of blanks counts as one. */
function words(text: string): string {
  return text.replaceAll(number, "#").replaceAll(/[ \t]+/g, " ");
}

function numbers(text: string): number[] {
  return Array.from(text.matchAll(number), ([match]) => Number(match.replace("−", "-")));
}
