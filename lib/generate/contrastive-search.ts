/**
 * Contrastive search: of the likeliest tokens, the one whose vector is least like those of what was written. It needs
 * no die and still does not turn in circles.
 *
 * Reference: Su et al. 2022, "A Contrastive Framework for Neural Text Generation", section 3.2, equation 5.
 */
import { checkInteger, checkNumber } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { ranked } from "./warp.ts";

/** A model that also tells how it sees the last token of a text. */
export interface SeeingModel<Token> extends LanguageModel<Token> {
  /** The hidden vector at the last token of `context`, which has at least one, [dModel]. */
  vectorOf(context: readonly Token[]): ArrayLike<number>;
}

export interface ContrastiveSearchOptions<Token> {
  prompt?: readonly Token[];
  end?: Token;
  maxTokens: number;
  /** k: how many of the likeliest tokens are looked at (paper: 5 to 10). */
  candidates?: number;
  /** α, 0 to 1: how much being unlike counts against being likely (paper: 0.6). 0 is greedy. */
  unlike?: number;
}

/** The tokens written: each is the candidate with the largest (1 − α) · p − α · (largest cosine with an earlier vector). */
export function contrastiveSearch<Token>(model: SeeingModel<Token>, options: ContrastiveSearchOptions<Token>): Token[] {
  const { prompt = [], end, maxTokens, candidates = 5, unlike = 0.6 } = options;
  checkInteger(maxTokens, "contrastiveSearch maxTokens");
  checkInteger(candidates, "contrastiveSearch candidates", { min: 1 });
  checkNumber(unlike, "contrastiveSearch unlike", { min: 0, max: 1 });
  const tokens = [...prompt];
  const vectors = tokens.map((_, i) => model.vectorOf(tokens.slice(0, i + 1)));
  while (tokens.length < prompt.length + maxTokens) {
    const distribution = model.nextDistribution(tokens);
    if (distribution.size === 0) break;
    const scored = ranked(distribution)
      .slice(0, candidates)
      .map(([token, p]) => {
        const vector = model.vectorOf([...tokens, token]);
        const likeness = vectors.length === 0 ? 0 : Math.max(...vectors.map((earlier) => cosine(vector, earlier)));
        return { token, vector, score: (1 - unlike) * p - unlike * likeness };
      });
    const { token, vector } = scored.reduce((best, each) => (each.score > best.score ? each : best));
    if (token === end) break;
    tokens.push(token);
    vectors.push(vector);
  }
  return tokens.slice(prompt.length);
}

/** The cosine of the angle between two vectors; 0 if one of them has no direction. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  // subtle: divided before they are multiplied, so that very short vectors have a direction too
  const [lengthA, lengthB] = [Math.hypot(...Array.from(a)), Math.hypot(...Array.from(b))];
  if (lengthA === 0 || lengthB === 0) return 0;
  return Array.from(a).reduce((sum, x, i) => sum + (x / lengthA) * (b[i]! / lengthB), 0);
}
