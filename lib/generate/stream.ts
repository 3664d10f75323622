/** Guess the next token, roll the die, append, again: each token as soon as it is there. */
import { checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { atTemperature, sample } from "./sample.ts";
import { warped } from "./warp.ts";
import type { Warp } from "./warp.ts";

/** How to write. */
export interface GenerateOptions<Token> {
  rng: Rng;
  /** What is already written; it is not part of the result. */
  prompt?: readonly Token[];
  /** The token that means "I am done"; it is not part of the result. */
  end?: Token;
  /** Stop after this many new tokens in any case. */
  maxTokens: number;
  /** 0 always takes the likeliest token, 1 samples from the model as it is. */
  temperature?: number;
  /** What the distribution goes through before the die is rolled, after the temperature: `[topK(40), topP(0.9)]`. */
  warp?: readonly Warp<Token>[];
  /** Stop as soon as this holds; the token that made it hold is part of the result. */
  stop?: (written: readonly Token[]) => boolean;
}

/**
 * The tokens that `model` writes after the prompt, one by one: `for (const token of stream(model, …)) …`
 *
 * Stops at `end`, at `stop`, at `maxTokens`, or where the model knows no next. The rng is used once for each token.
 */
export function* stream<Token>(model: LanguageModel<Token>, options: GenerateOptions<Token>): Generator<Token, void> {
  const { rng, prompt = [], end, maxTokens, temperature = 1, warp: warps = [], stop } = options;
  checkInteger(maxTokens, "generate maxTokens");
  const tokens = [...prompt];
  while (tokens.length < prompt.length + maxTokens) {
    const distribution = model.nextDistribution(tokens);
    if (distribution.size === 0) return;
    const token = sample(warped(atTemperature(distribution, temperature), { warps, before: tokens }), { rng });
    if (token === end) return;
    tokens.push(token);
    yield token;
    if (stop?.(tokens.slice(prompt.length))) return;
  }
}
