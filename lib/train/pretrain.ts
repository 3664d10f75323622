/**
 * Stage 1, pre-training (預訓練): guess the next token of text that nobody prepared.
 *
 * Reference: Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 3.1, equation 1.
 */
import { tensor2d } from "@tensorflow/tfjs";
import { check, checkInteger } from "../core/index.ts";
import { padTexts } from "../models/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import type { Corpus, Tokens } from "./data.ts";
import type { Objective } from "./objective.ts";

export interface PretrainOptions {
  /** How many texts, or windows of them, one batch has. */
  batchSize: number;
  /**
   * Texts one by one, whole, the rest of a batch filled up (`texts`, default), or windows of the model's context anywhere
   * in all texts joined (`stream`).
   */
  from?: "texts" | "stream";
}

/** Texts longer than the model's context and one more are refused: cut them, or take them as a stream. */
export function pretrain(
  model: Gpt,
  { texts }: Corpus,
  { batchSize, from = "texts" }: PretrainOptions,
): Objective<GptParams, readonly Tokens[]> {
  checkInteger(batchSize, "pretrain batchSize", { min: 1 });
  const room = model.config.context + 1;
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const stream = from === "stream" ? Int32Array.from(texts.flat()) : undefined;
  if (stream) check(stream.length >= room, "pretrain texts", `${room} tokens in all`, stream.length);
  else check(longest <= room, "pretrain texts", `texts of at most ${room} tokens`, longest);
  return {
    name: "pre-training",
    batch: ({ rng }) =>
      Array.from({ length: batchSize }, () => {
        if (!stream) return rng.pick(texts);
        const start = rng.int(stream.length - room + 1);
        return Array.from(stream.subarray(start, start + room));
      }),
    loss(params, batch) {
      if (stream) return model.loss(params, tensor2d(batch as number[][], [batchSize, room], "int32"));
      const { ids, counts } = padTexts(batch, { length: longest });
      return model.loss(params, ids, { counts });
    },
  };
}
