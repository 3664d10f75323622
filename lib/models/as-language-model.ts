/** Any model of token ids as a language model: a whole pass for every question, whatever was asked before. */
import { slice, tensor2d, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check } from "../core/index.ts";
import type { LanguageModel } from "./language-model.ts";
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";
import { softmax64 } from "./softmax64.ts";

export interface AsLanguageModelOptions {
  /** The token before every text; without it an empty context is an error. */
  start?: number;
  /** How many of the last tokens are looked at (default: all). */
  window?: number;
}

/** Tokens are ids. The model takes ids `[batch, pos]` to logits `[batch, pos, vocab]`. */
export function asLanguageModel<P extends Params>(
  model: Model<P, Tensor, Tensor>,
  params: P,
  { start, window = Infinity }: AsLanguageModelOptions = {},
): LanguageModel<number> {
  return {
    nextDistribution(context) {
      const whole = start === undefined ? context : [start, ...context];
      check(whole.length > 0, "asLanguageModel context", "at least one token, or a start token", context);
      const tokens = whole.slice(-Math.min(window, whole.length));
      const logits = tidy(() => {
        const all = model.forward(params, tensor2d([tokens], [1, tokens.length], "int32"));
        return slice(all, [0, tokens.length - 1], [1, 1]).dataSync();
      });
      return new Map(softmax64(logits).entries());
    },
  };
}
