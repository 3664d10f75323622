/** Answers that the model writes itself: what it learns from when it learns by trying. */
import { checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { gptDecoder } from "../models/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import type { Tokens } from "./data.ts";

export interface TryOptions {
  rng: Rng;
  /** The token that ends an answer. It is part of it. */
  end: number;
  /** How long an answer may be, the end included. */
  maxTokens: number;
}

/** One answer to each prompt, each token drawn from what the model says. */
export function tryAnswers(
  model: Gpt,
  params: GptParams,
  { prompts, rng, end, maxTokens }: TryOptions & { prompts: readonly Tokens[] },
): number[][] {
  checkInteger(maxTokens, "tryAnswers maxTokens", { min: 1 });
  const writer = gptDecoder(model, params);
  return prompts.map((prompt) => {
    const answer: number[] = [];
    while (answer.length < maxTokens && answer.at(-1) !== end) {
      const distribution = writer.nextDistribution([...prompt, ...answer]);
      const ids = [...distribution.keys()];
      answer.push(ids[rng.weighted([...distribution.values()])]!);
    }
    return answer;
  });
}
