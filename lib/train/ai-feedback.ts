/**
 * Feedback of an AI (RLAIF): a model judges which of two answers is better, and what it says is learned from as if people had.
 *
 * References: Bai et al. 2022, "Constitutional AI", section 4; Lee et al. 2023, "RLAIF vs. RLHF", section 2.
 */
import { checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { RewardModel, RewardParams } from "../models/index.ts";
import { padTexts } from "../models/index.ts";
import { tidy } from "@tensorflow/tfjs";
import { preferences } from "./data.ts";
import type { Preferences, Tokens } from "./data.ts";
import type { Judge } from "./policy-gradient.ts";

export interface JudgedOptions {
  judge: Judge;
  rng: Rng;
  /** How often it says what it thinks, 0 to 1 (default 1); else it chooses the other one. */
  accuracy?: number;
}

/** Pairs of answers as the judge sees them: the one with the higher score is the chosen one, of equals the first. */
export function judged(
  pairs: readonly { prompt: Tokens; answers: readonly [Tokens, Tokens] }[],
  { judge, rng, accuracy = 1 }: JudgedOptions,
): Preferences {
  checkNumber(accuracy, "judged accuracy", { min: 0, max: 1 });
  return preferences(
    pairs.map(({ prompt, answers: [first, second] }) => {
      const isSecond = judge(prompt, second, { rng }) > judge(prompt, first, { rng });
      const errs = rng() >= accuracy;
      return isSecond === errs
        ? { prompt, chosen: first, rejected: second }
        : { prompt, chosen: second, rejected: first };
    }),
  );
}

/** A reward model as a judge of answers. */
export function rewardJudge(model: RewardModel, params: RewardParams): Judge {
  return (prompt, answer) =>
    tidy(() => {
      const { ids, lengths } = padTexts([[...prompt, ...answer]]);
      return model.forward(params, { ids, lengths }).dataSync()[0]!;
    });
}

/** A judge of 👍 (1) and 👎 (−1) that gives the other one with probability 1 − `accuracy`. */
export function erring(judge: Judge, { accuracy }: { accuracy: number }): Judge {
  checkNumber(accuracy, "erring accuracy", { min: 0, max: 1 });
  return (prompt, answer, { rng }) => {
    const score = judge(prompt, answer, { rng });
    return rng() < accuracy ? score : -score;
  };
}
