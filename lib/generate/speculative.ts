/**
 * Speculative decoding: a cheap prophet writes a few tokens ahead, the model checks all of them in one pass, and what
 * comes out is what the model alone would have written.
 *
 * Reference: Leviathan, Kalman and Matias 2023, "Fast Inference from Transformers via Speculative Decoding", algorithm 1;
 * Chen et al. 2023, "Accelerating Large Language Model Decoding with Speculative Sampling".
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { greedy, sample } from "./sample.ts";
import type { Distribution } from "./sample.ts";
import { normalised } from "./warp.ts";

/** A model that can be asked about many places at once: one pass, however many contexts. */
export interface CheckingModel<Token> {
  /** The next token's distribution after each context: `context`, then with one more of `ahead`, to the last. */
  nextDistributions(context: readonly Token[], ahead: readonly Token[]): Distribution<Token>[];
}

export interface SpeculativeOptions<Token> {
  /** The prophet. It must give a probability to whatever it draws. */
  draft: LanguageModel<Token>;
  /** γ: how many tokens the prophet writes ahead. */
  ahead?: number;
  prompt?: readonly Token[];
  end?: Token;
  maxTokens: number;
  /** With it tokens are drawn, exactly from the model's distribution; without it the likeliest are taken. */
  rng?: Rng;
}

export interface SpeculativeResult<Token> {
  readonly tokens: Token[];
  /** Passes of the model. Without a prophet it would be one for each token. */
  readonly passes: number;
  /** Tokens that the prophet wrote, and how many of them were taken. */
  readonly proposed: number;
  readonly accepted: number;
}

/** Any language model as one that is asked place by place: the same numbers, without the gain in time. */
export function checkedOneByOne<Token>(model: LanguageModel<Token>): CheckingModel<Token> {
  return {
    nextDistributions: (context, ahead) =>
      Array.from({ length: ahead.length + 1 }, (_, i) => model.nextDistribution([...context, ...ahead.slice(0, i)])),
  };
}

/** What `model` writes after the prompt, with fewer passes. Stops as `generate` does. */
export function speculative<Token>(
  model: CheckingModel<Token>,
  options: SpeculativeOptions<Token>,
): SpeculativeResult<Token> {
  const { draft, ahead = 4, prompt = [], end, maxTokens, rng } = options;
  checkInteger(ahead, "speculative ahead", { min: 0 });
  checkInteger(maxTokens, "speculative maxTokens");
  const tokens: Token[] = [];
  let [passes, proposed, accepted] = [0, 0, 0];
  while (tokens.length < maxTokens) {
    const context = [...prompt, ...tokens];
    const guesses = prophesy(draft, { context, most: Math.min(ahead, maxTokens - tokens.length - 1), end, rng });
    const truths = model.nextDistributions(
      context,
      guesses.map(({ token }) => token),
    );
    check(truths.length === guesses.length + 1, "speculative model", `${guesses.length + 1} distributions`, truths);
    passes++;
    proposed += guesses.length;
    const taken = guesses.findIndex(({ token, from }, i) => !isTaken(token, { truth: truths[i]!, from, rng }));
    const kept = taken < 0 ? guesses.length : taken;
    accepted += kept;
    const truth = truths[kept]!;
    const written = guesses.slice(0, kept).map(({ token }) => token);
    const isOver = truth.size === 0 || (end !== undefined && written.includes(end));
    // the model's own token: after the last guess, or in place of the first one that was refused
    if (!isOver) written.push(ownToken(truth, { refused: guesses[kept], rng }));
    const ending = end === undefined ? -1 : written.indexOf(end);
    tokens.push(...(ending < 0 ? written : written.slice(0, ending)));
    if (isOver || ending >= 0) break;
  }
  return { tokens, passes, proposed, accepted };
}

interface Guess<Token> {
  token: Token;
  /** What the prophet drew it from. */
  from: Distribution<Token>;
}

interface Prophecy<Token> {
  context: readonly Token[];
  most: number;
  end: Token | undefined;
  rng: Rng | undefined;
}

function prophesy<Token>(draft: LanguageModel<Token>, { context, most, end, rng }: Prophecy<Token>): Guess<Token>[] {
  const guesses: Guess<Token>[] = [];
  while (guesses.length < most) {
    const from = draft.nextDistribution([...context, ...guesses.map(({ token }) => token)]);
    if (from.size === 0) break;
    const token = rng ? sample(from, { rng }) : greedy(from);
    guesses.push({ token, from });
    if (token === end) break;
  }
  return guesses;
}

/** With a die: with probability min(1, p / q). Without: if it is what the model would take. */
function isTaken<Token>(
  token: Token,
  { truth, from, rng }: { truth: Distribution<Token>; from: Distribution<Token>; rng: Rng | undefined },
): boolean {
  if (truth.size === 0) return false;
  if (!rng) return greedy(truth) === token;
  return rng() < (truth.get(token) ?? 0) / from.get(token)!;
}

interface Refused<Token> {
  refused: Guess<Token> | undefined;
  rng: Rng | undefined;
}

function ownToken<Token>(truth: Distribution<Token>, { refused, rng }: Refused<Token>): Token {
  if (!rng) return greedy(truth);
  return sample(refused ? residual(truth, refused.from) : truth, { rng });
}

/** What is left of p where q took its part: max(0, p − q), normalised. With it every token comes as often as p says. */
function residual<Token>(truth: Distribution<Token>, from: Distribution<Token>): Map<Token, number> {
  return normalised([...truth].map(([token, p]) => [token, Math.max(0, p - (from.get(token) ?? 0))]));
}
