/**
 * Stage 3 without a reward model: raise the chosen answer above the rejected one, as far as it stands above it for the model
 * that began.
 *
 *     loss = −log σ(β · [(log π(chosen) − log π₀(chosen)) − (log π(rejected) − log π₀(rejected))])
 *
 * Reference: Rafailov et al. 2023, "Direct Preference Optimization", section 4, equation 7.
 */
import { mean, mul, neg, softplus, sub, tidy } from "@tensorflow/tfjs";
import type { Scalar } from "@tensorflow/tfjs";
import { checkInteger, checkNumber } from "../core/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import { answeredTexts, answerLogProbs, chosenOf, longestText, rejectedOf } from "./answers.ts";
import type { Preference, Preferences } from "./data.ts";
import type { Objective } from "./objective.ts";

export interface DpoOptions {
  batchSize: number;
  /** π₀: the model that began, which stays as it is. */
  reference: GptParams;
  /** β: how strongly it is held near the reference (default 0.1). */
  beta?: number;
}

/** Each batch is pairs; the reference is asked anew for each. */
export function dpo(
  model: Gpt,
  { items }: Preferences,
  { batchSize, reference, beta = 0.1 }: DpoOptions,
): Objective<GptParams, readonly Preference[]> {
  checkInteger(batchSize, "dpo batchSize", { min: 1 });
  checkNumber(beta, "dpo beta", { min: 0 });
  const length = longestText([...chosenOf(items), ...rejectedOf(items)]);
  return {
    name: "DPO",
    batch: ({ rng }) => Array.from({ length: batchSize }, () => rng.pick(items)),
    loss: (params, batch) =>
      tidy(() => {
        const texts = answeredTexts([...chosenOf(batch), ...rejectedOf(batch)], { length });
        const gain = sub(answerLogProbs(model, params, texts), answerLogProbs(model, reference, texts)); // [2 · batch]
        const [chosen, rejected] = gain.split(2);
        return mean(softplus(neg(mul(sub(chosen!, rejected!), beta)))) as Scalar;
      }),
  };
}
