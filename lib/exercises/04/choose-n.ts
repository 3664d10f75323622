/** Exercise 4.6: how much to optimise against a reward model. Reference: Gao et al. 2022, "Scaling Laws for Reward Model Overoptimization". */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

export interface Candidate {
  n: number;
  /** What the reward model says of the best of n. */
  proxy: number;
  /** What people said of some of those answers: the truth with noise. */
  gold: number[];
}

/** What the student writes: one of the n. */
export type ChooseN = (candidates: Candidate[]) => number;

const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** A world with a peak somewhere: the proxy rises with log n, the truth rises and falls. */
function world(die: Rng): { candidates: Candidate[]; truth: number[] } {
  const peak = 1.5 + 5 * die();
  const truth = sizes.map((_, i) => 6 - 0.5 * (i - peak) ** 2);
  const candidates = sizes.map((n, i) => ({
    n,
    proxy: 2 * i + 1,
    gold: Array.from({ length: 5 }, () => truth[i]! + 0.5 * die.normal()),
  }));
  return { candidates, truth };
}

/** On fresh worlds: what was chosen is nearly as good as the best there is. */
export function checkChooseN(chooseN: ChooseN, options?: CheckOptions): Feedback {
  return judge((die) => {
    for (let i = 0; i < 10; i++) {
      const { candidates, truth } = world(die);
      const n = written(chooseN(structuredClone(candidates)));
      const at = sizes.indexOf(n);
      if (at < 0) return `Give one of the n: ${sizes.join(", ")}. You gave ${n}.`;
      const best = Math.max(...truth);
      if (truth[at]! >= best - 1.5) continue;
      if (n === sizes.at(-1))
        return `n = ${n} is where the judge is happiest, and people are not: they gave ${truth[at]!.toFixed(1)} there and ${best.toFixed(1)} at the best n.`;
      if (n === 1)
        return `n = 1 does not use the judge at all: people gave ${truth[at]!.toFixed(1)}, at the best n ${best.toFixed(1)}.`;
      return `n = ${n} has a true value of ${truth[at]!.toFixed(1)}, the best one ${best.toFixed(1)}. Is one lucky label enough? Take the mean of each n's labels.`;
    }
    return undefined;
  }, options);
}
