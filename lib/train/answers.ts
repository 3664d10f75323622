/** Questions with their answers as the model reads them: one behind the other, and only the answer is to be learned. */
import { logSoftmax, mul, oneHot, sum, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { padTexts, shiftByOne } from "../models/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import type { Demonstration, Preference } from "./data.ts";

export interface AnsweredTexts {
  /** Prompt and answer, filled up: `[batch, pos]`, int32. */
  readonly ids: Tensor;
  /** 1 where an answer stands, else 0: `[batch, pos]`. */
  readonly counts: Tensor;
  /** How many tokens each has, `[batch]`. */
  readonly lengths: Tensor;
}

/** The texts side by side, all of `length` positions, so that batches have one shape. */
export function answeredTexts(items: readonly Demonstration[], { length }: { length: number }): AnsweredTexts {
  const texts = items.map(({ prompt, answer }) => [...prompt, ...answer]);
  const counts = items.map(({ prompt, answer }) => [...prompt.map(() => 0), ...answer.map(() => 1)]);
  return padTexts(texts, { length, counts });
}

/** How many tokens the longest prompt with its answer has. */
export function longestText(items: readonly Demonstration[]): number {
  return items.reduce((most, { prompt, answer }) => Math.max(most, prompt.length + answer.length), 0);
}

/** log p(answer | prompt) of each text, in nats, `[batch]`: the sum over the tokens of the answer. */
export function answerLogProbs(model: Gpt, params: GptParams, { ids, counts }: AnsweredTexts): Tensor {
  return tidy(() => {
    const { input, targets, counts: weights } = shiftByOne(ids, { counts });
    const logits = model.forward(params, input); // [batch, pos − 1, vocab]
    const likelihoods = sum(mul(logSoftmax(logits), oneHot(targets, logits.shape.at(-1)!)), -1);
    return sum(mul(likelihoods, weights!), 1);
  });
}

/** The better answers. */
export function chosenOf(items: readonly Preference[]): Demonstration[] {
  return items.map(({ prompt, chosen }) => ({ prompt, answer: chosen }));
}

/** The other ones. */
export function rejectedOf(items: readonly Preference[]): Demonstration[] {
  return items.map(({ prompt, rejected }) => ({ prompt, answer: rejected }));
}
