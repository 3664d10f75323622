/** Compiled, never run: each stage refuses what another one learns from. */
import { gpt, rewardModel } from "../../lib/models/index.ts";
import { corpus, demonstrations, dpo, fineTune, judgements, kto } from "../../lib/train/index.ts";
import { policyGradient, preferences, pretrain, prompts, rewardObjective } from "../../lib/train/index.ts";

export function types(): void {
  const config = { vocabSize: 4, dModel: 4, layers: 1, heads: 1, context: 4 };
  const [model, liking] = [gpt(config), rewardModel(config)];
  const reference = model.init({ rng: undefined as never });
  const texts = corpus([[1, 2]]);
  const answers = demonstrations([{ prompt: [1], answer: [2] }]);
  const pairs = preferences([{ prompt: [1], chosen: [2], rejected: [3] }]);
  const thumbs = judgements([{ prompt: [1], answer: [2], good: true }]);
  const asked = prompts([[1]]);
  const batchSize = 2;
  const trying = { batchSize, judge: () => 0, end: 0, maxTokens: 2 };

  pretrain(model, texts, { batchSize });
  fineTune(model, answers, { batchSize });
  rewardObjective(liking, pairs, { batchSize });
  dpo(model, pairs, { batchSize, reference });
  kto(model, thumbs, { batchSize, reference });
  policyGradient(model, asked, trying);
  // @ts-expect-error: answers are no text that nobody prepared
  pretrain(model, answers, { batchSize });
  // @ts-expect-error: text without answers
  fineTune(model, texts, { batchSize });
  // @ts-expect-error: a choice is no answer
  fineTune(model, pairs, { batchSize });
  // @ts-expect-error: 👍 and 👎 are no pairs
  rewardObjective(liking, thumbs, { batchSize });
  // @ts-expect-error: answers that nobody compared
  dpo(model, answers, { batchSize, reference });
  // @ts-expect-error: pairs are judged against each other, not one by one
  kto(model, pairs, { batchSize, reference });
  // @ts-expect-error: who tries needs questions, not answers
  policyGradient(model, answers, trying);
  // @ts-expect-error: a language model gives no rewards
  rewardObjective(model, pairs, { batchSize });
}
