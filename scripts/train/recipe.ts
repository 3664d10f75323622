/** How a model of data/checkpoints is made: everything that its numbers follow from. */
import { tensor2d, tidy } from "@tensorflow/tfjs";
import type { Gpt, GptParams } from "../../lib/models/index.ts";
import type { TrainerOptions } from "../../lib/train/index.ts";

export interface Recipe {
  /** Of the file. */
  name: string;
  /** For people: what it is and was trained on. */
  what: string;
  model: Gpt;
  /** The text of each id. */
  vocabulary: readonly string[];
  /** Of the first numbers and of the batches. */
  seed: number;
  training: Omit<TrainerOptions<GptParams>, "rng">;
  steps: number;
  /** Deviation of the first numbers (default: GPT's). */
  std?: number;
  halfPrecision?: boolean;
  /** What it is judged by, on text that it was not trained on, the smaller the better. */
  evaluate(params: GptParams): number;
  /** What that number is: "nats per letter". */
  unit: string;
  /** What else a reader of the file needs, by name. */
  metadata?: Readonly<Record<string, string>>;
}

/** Nats per token of `ids`, read in windows of the model's context one after another. The rest that fills none is left out. */
export function lossInWindows(model: Gpt, params: GptParams, ids: readonly number[]): number {
  const { context } = model.config;
  const starts = Array.from({ length: Math.floor((ids.length - 1) / context) }, (_, i) => i * context);
  let sum = 0;
  const perPass = 16;
  for (let at = 0; at < starts.length; at += perPass) {
    const rows = starts.slice(at, at + perPass).map((start) => ids.slice(start, start + context + 1));
    const loss = tidy(() => model.loss(params, tensor2d(rows, [rows.length, context + 1], "int32")).dataSync()[0]!);
    sum += loss * rows.length;
  }
  return sum / starts.length;
}
