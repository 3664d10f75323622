/**
 * Stage 3, the reward model (回饋模型): learn from choices how much an answer is liked.
 *
 * References: Stiennon et al. 2020, "Learning to summarize from human feedback", section 3.4; Bradley and Terry 1952.
 */
import { checkInteger } from "../core/index.ts";
import type { RewardModel, RewardParams } from "../models/index.ts";
import { answeredTexts, chosenOf, longestText, rejectedOf } from "./answers.ts";
import type { Preference, Preferences } from "./data.ts";
import type { Objective } from "./objective.ts";

/** −log σ(reward of the chosen − reward of the rejected), its mean over a batch of pairs. */
export function rewardObjective(
  model: RewardModel,
  { items }: Preferences,
  { batchSize }: { batchSize: number },
): Objective<RewardParams, readonly Preference[]> {
  checkInteger(batchSize, "rewardObjective batchSize", { min: 1 });
  const length = longestText([...chosenOf(items), ...rejectedOf(items)]);
  return {
    name: "reward model",
    batch: ({ rng }) => Array.from({ length: batchSize }, () => rng.pick(items)),
    loss: (params, batch) =>
      model.loss(params, {
        chosen: answeredTexts(chosenOf(batch), { length }),
        rejected: answeredTexts(rejectedOf(batch), { length }),
      }),
  };
}
