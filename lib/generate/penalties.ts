/** What was written becomes less likely: three ways out of a text that turns in circles. */
import { checkNumber } from "../core/index.ts";
import { rescored } from "./warp.ts";
import type { Warp } from "./warp.ts";

/**
 * Raise the probability of every token that was written to the power `penalty`, at least 1, and normalise.
 *
 * The paper divides positive logits and leaves it open what zero is; log-probabilities, never above 0, are multiplied.
 *
 * Reference: Keskar et al. 2019, "CTRL: A Conditional Transformer Language Model for Controllable Generation", section 4.1.
 */
export function repetitionPenalty<Token>(penalty: number): Warp<Token> {
  checkNumber(penalty, "repetitionPenalty penalty", { min: 1 });
  return (distribution, before) => {
    const written = new Set(before);
    return rescored(distribution, (logProb, token) => (written.has(token) ? logProb * penalty : logProb));
  };
}

/**
 * Take `frequency` for each time that a token was written, and `presence` once if it was, from its log-probability.
 *
 * Reference: the parameters of these names in OpenAI's API, whose documentation gives the formula.
 */
export function countPenalty<Token>({
  frequency = 0,
  presence = 0,
}: {
  frequency?: number;
  presence?: number;
}): Warp<Token> {
  checkNumber(frequency, "countPenalty frequency");
  checkNumber(presence, "countPenalty presence");
  return (distribution, before) => {
    const counts = new Map<Token, number>();
    for (const token of before) counts.set(token, (counts.get(token) ?? 0) + 1);
    return rescored(distribution, (logProb, token) => {
      const count = counts.get(token) ?? 0;
      return logProb - frequency * count - (count > 0 ? presence : 0);
    });
  };
}
