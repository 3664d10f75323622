/** Guess the next token, roll the die, append, again: the loop that writes text and, given pixels, draws. */
import { checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { atTemperature, sample } from "./sample.ts";

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
}

/** The tokens that `model` writes after the prompt. Stops at `end`, at `maxTokens`, or where the model knows no next. */
export function generate<Token>(
  model: LanguageModel<Token>,
  { rng, prompt = [], end, maxTokens, temperature = 1 }: GenerateOptions<Token>,
): Token[] {
  checkInteger(maxTokens, "generate maxTokens");
  const tokens = [...prompt];
  while (tokens.length < prompt.length + maxTokens) {
    const distribution = model.nextDistribution(tokens);
    if (distribution.size === 0) break;
    const token = sample(atTemperature(distribution, temperature), { rng });
    if (token === end) break;
    tokens.push(token);
  }
  return tokens.slice(prompt.length);
}
