/**
 * Stage 2, instruction fine-tuning (指令微調): guess the answer, and only the answer. What the question costs is not counted.
 *
 * Reference: Ouyang et al. 2022, "Training language models to follow instructions with human feedback", section 3.
 */
import { checkInteger } from "../core/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import { answeredTexts, longestText } from "./answers.ts";
import type { Demonstration, Demonstrations } from "./data.ts";
import type { Objective } from "./objective.ts";

/** The mean over all tokens of the answers of a batch, in nats. */
export function fineTune(
  model: Gpt,
  { items }: Demonstrations,
  { batchSize }: { batchSize: number },
): Objective<GptParams, readonly Demonstration[]> {
  checkInteger(batchSize, "fineTune batchSize", { min: 1 });
  const length = longestText(items);
  return {
    name: "fine-tuning",
    batch: ({ rng }) => Array.from({ length: batchSize }, () => rng.pick(items)),
    loss(params, batch) {
      const { ids, counts } = answeredTexts(batch, { length });
      return model.loss(params, ids, { counts });
    },
  };
}
