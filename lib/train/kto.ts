/**
 * Stage 3 from 👍 and 👎 alone, without pairs: an answer is worth what it gains over the reference, against what any answer
 * gains, and losses weigh as people weigh them.
 *
 *     r = log π(answer) − log π₀(answer)
 *     loss = mean of λ₊ · (1 − σ(β(r − z₀))) over 👍 and λ₋ · (1 − σ(β(z₀ − r))) over 👎
 *
 * z₀, the drift from the reference, is the mean of r over questions with the answers of their neighbours, at least 0; no gradient
 * flows through it.
 *
 * Reference: Ethayarajh et al. 2024, "KTO: Model Alignment as Prospect Theoretic Optimization", section 4.1.
 */
import { mean, mul, relu, sigmoid, sub, tensor1d, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { checkInteger, checkNumber } from "../core/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import { answeredTexts, answerLogProbs, longestText } from "./answers.ts";
import type { Demonstration, Judgement, Judgements } from "./data.ts";
import type { DpoOptions } from "./dpo.ts";
import type { Objective } from "./objective.ts";

export interface KtoOptions extends DpoOptions {
  /** λ₊, how much 👍 weigh (default 1). */
  goodWeight?: number;
  /** λ₋, how much 👎 weigh (default 1). */
  badWeight?: number;
}

export interface KtoBatch {
  readonly items: readonly Judgement[];
  /** log π(answer) − log π₀(answer) on average over mismatched answers, as the model was when the batch was drawn. */
  readonly drift: number;
}

export function kto(model: Gpt, { items }: Judgements, options: KtoOptions): Objective<GptParams, KtoBatch> {
  const { batchSize, reference, beta = 0.1, goodWeight = 1, badWeight = 1 } = options;
  checkInteger(batchSize, "kto batchSize", { min: 2 });
  checkNumber(beta, "kto beta", { min: 0 });
  const length = longestOfAny(items);
  const gain = (params: GptParams, texts: readonly Demonstration[]): Tensor =>
    tidy(() => {
      const answered = answeredTexts(texts, { length });
      return sub(answerLogProbs(model, params, answered), answerLogProbs(model, reference, answered));
    });
  return {
    name: "KTO",
    batch({ rng, params }) {
      const drawn = Array.from({ length: batchSize }, () => rng.pick(items));
      const mismatched = drawn.map(({ prompt }, i) => ({ prompt, answer: drawn[(i + 1) % batchSize]!.answer }));
      const drift = tidy(() => relu(mean(gain(params, mismatched))).dataSync()[0]!);
      return { items: drawn, drift };
    },
    loss: (params, { items: batch, drift }) =>
      tidy(() => {
        const signs = tensor1d(batch.map(({ good }) => (good ? 1 : -1)));
        const weights = tensor1d(batch.map(({ good }) => (good ? goodWeight : badWeight)));
        const worth = sigmoid(mul(mul(sub(gain(params, batch), drift), signs), beta));
        return mean(mul(weights, sub(1, worth))) as Scalar;
      }),
  };
}

/** Any prompt may meet any answer. */
function longestOfAny(items: readonly Demonstration[]): number {
  const longest = (part: "prompt" | "answer") => items.reduce((most, item) => Math.max(most, item[part].length), 0);
  return Math.max(longestText(items), longest("prompt") + longest("answer"));
}
