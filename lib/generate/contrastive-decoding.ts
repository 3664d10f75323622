/**
 * Contrastive decoding: prefer what a good model says more than a bad one does, among what the good one finds plausible.
 *
 * Reference: Li et al. 2023, "Contrastive Decoding: Open-ended Text Generation as Optimization", section 3.
 */
import { check } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { normalised, ranked } from "./warp.ts";

export interface ContrastOptions<Token> {
  /** The model whose habits are taken away. */
  amateur: LanguageModel<Token>;
  /** α: tokens with less than this share of the expert's best are never taken. Above 0, at most 1 (paper: 0.1). */
  plausible?: number;
}

/**
 * A model whose next token has the weight p(expert) / p(amateur) where p(expert) is at least α times its largest, else 0.
 * What the amateur excludes altogether counts as 10⁻⁹ there, so that one such token does not take all.
 */
export function contrastiveDecoding<Token>(
  expert: LanguageModel<Token>,
  { amateur, plausible = 0.1 }: ContrastOptions<Token>,
): LanguageModel<Token> {
  check(plausible > 0 && plausible <= 1, "contrastiveDecoding plausible", "a number above 0 and at most 1", plausible);
  return {
    nextDistribution(context) {
      const said = expert.nextDistribution(context);
      if (said.size === 0) return said;
      const habit = amateur.nextDistribution(context);
      const tokens = ranked(said);
      const least = plausible * tokens[0]![1];
      return normalised(
        tokens.filter(([, p]) => p >= least).map(([token, p]) => [token, p / Math.max(habit.get(token) ?? 0, 1e-9)]),
      );
    },
  };
}
