/** How surprised a model is by texts: the number that language models are compared by. */
import { check } from "../core/index.ts";
import { logProb } from "../models/index.ts";
import type { LanguageModel } from "../models/index.ts";

/** Cross-entropy in nats per token over all `sequences`, each with its `end` if one is given. Infinite if one is impossible. */
export function crossEntropy<Token>(
  model: LanguageModel<Token>,
  { sequences, end }: { sequences: readonly (readonly Token[])[]; end?: Token },
): number {
  const tokens = sequences.reduce((sum, { length }) => sum + length + (end === undefined ? 0 : 1), 0);
  check(tokens > 0, "crossEntropy sequences", "at least one token", sequences);
  const options = end === undefined ? {} : { end };
  return -sequences.reduce((sum, sequence) => sum + logProb(model, sequence, options), 0) / tokens;
}

/** e to the cross-entropy: among how many equally likely tokens the model hesitates (Jelinek et al. 1977). */
export function perplexity<Token>(
  model: LanguageModel<Token>,
  options: { sequences: readonly (readonly Token[])[]; end?: Token },
): number {
  return Math.exp(crossEntropy(model, options));
}
