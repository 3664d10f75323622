/**
 * W-MATH, chickens and rabbits in one cage (雞兔同籠): so many heads, so many legs, how many of each? Easy to check, and
 * easy to get nearly right.
 *
 * Reference: Sunzi Suanjing (孫子算經), about the fourth century, book 3, problem 31.
 */
import { checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export interface CageProblem {
  readonly heads: number;
  readonly legs: number;
}
export interface CageAnswer {
  readonly chickens: number;
  readonly rabbits: number;
}

/** A cage with 1 to `most` of each. */
export function cage({ rng, most = 20 }: { rng: Rng; most?: number }): CageProblem & { answer: CageAnswer } {
  checkInteger(most, "cage most", { min: 1 });
  const answer = { chickens: 1 + rng.int(most), rabbits: 1 + rng.int(most) };
  return { ...cageOf(answer), answer };
}

/** What is seen of so many animals. */
export function cageOf({ chickens, rabbits }: CageAnswer): CageProblem {
  return { heads: chickens + rabbits, legs: 2 * chickens + 4 * rabbits };
}

/** Whether an answer is right. */
export function checkCage({ heads, legs }: CageProblem, { chickens, rabbits }: CageAnswer): boolean {
  return (
    [chickens, rabbits].every((n) => Number.isInteger(n) && n >= 0) &&
    chickens + rabbits === heads &&
    2 * chickens + 4 * rabbits === legs
  );
}

/** The answer with its steps, as the old book reckons: halve the legs, take away the heads. Undefined if there is none. */
export function solveCage({ heads, legs }: CageProblem): { answer: CageAnswer; steps: string[] } | undefined {
  const rabbits = legs / 2 - heads;
  const answer = { chickens: heads - rabbits, rabbits };
  if (!checkCage({ heads, legs }, answer)) return undefined;
  const steps = [
    `${legs} / 2 = ${legs / 2}`,
    `${legs / 2} - ${heads} = ${rabbits}`,
    `${heads} - ${rabbits} = ${answer.chickens}`,
  ];
  return { answer, steps };
}
