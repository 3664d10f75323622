/**
 * Beam search: keep the few best beginnings, not only the best one. What is likely as a whole may begin unlikely.
 *
 * Reference: Lowerre 1976, "The Harpy Speech Recognition System"; length normalisation of Wu et al. 2016, "Google's
 * Neural Machine Translation System", section 7, equation 14.
 */
import { checkInteger, checkNumber } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";

export interface BeamOptions<Token> {
  /** How many beginnings are kept. 1 is greedy. */
  width: number;
  prompt?: readonly Token[];
  /** The token that ends a text. */
  end?: Token;
  maxTokens: number;
  /** α: the score is log p divided by ((5 + length) / 6)^α, the end counted. 0 compares texts of all lengths as they are. */
  lengthPenalty?: number;
}

export interface Beam<Token> {
  /** Without prompt and end. */
  readonly tokens: readonly Token[];
  /** Of the tokens and, where it was reached, the end, in nats. */
  readonly logProb: number;
  readonly score: number;
  /** False if it was cut at `maxTokens`. */
  readonly ended: boolean;
}

/** The best texts that were found, the best first, at most `width`. Not always the best there are. */
export function beamSearch<Token>(model: LanguageModel<Token>, options: BeamOptions<Token>): Beam<Token>[] {
  const { width, prompt = [], end, maxTokens, lengthPenalty = 0 } = options;
  checkInteger(width, "beamSearch width", { min: 1 });
  checkInteger(maxTokens, "beamSearch maxTokens");
  checkNumber(lengthPenalty, "beamSearch lengthPenalty", { min: 0 });
  const beam = (tokens: readonly Token[], logProb: number, ended: boolean): Beam<Token> => {
    const length = tokens.length + (ended ? 1 : 0);
    return { tokens, logProb, score: logProb / ((5 + length) / 6) ** lengthPenalty, ended };
  };
  let open = [beam([], 0, false)];
  let done: Beam<Token>[] = [];
  for (let length = 0; length < maxTokens && open.length > 0; length++) {
    const asked = open.map((each) => ({ ...each, next: model.nextDistribution([...prompt, ...each.tokens]) }));
    const longer = asked.flatMap(({ tokens, logProb, next }) =>
      [...next]
        .filter(([, p]) => p > 0)
        .map(([token, p]) => {
          const sum = logProb + Math.log(p);
          return token === end ? beam(tokens, sum, true) : beam([...tokens, token], sum, false);
        }),
    );
    // a text that the model has nothing to add to is one too
    const stuck = asked
      .filter(({ next }) => next.size === 0)
      .map(({ tokens, logProb }) => beam(tokens, logProb, false));
    const best = longer.sort(byScore).slice(0, width);
    done = [...done, ...stuck, ...best.filter(({ ended }) => ended)].sort(byScore).slice(0, width);
    open = best.filter(({ ended }) => !ended);
  }
  return [...done, ...open].sort(byScore).slice(0, width);
}

function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
}
