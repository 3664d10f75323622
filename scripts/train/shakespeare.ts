/**
 * Letters of nine plays, by nanoGPT's recipe for a computer without a graphics card: 4 layers of 128, 64 letters at once, batches
 * of 12, 2,000 steps.
 *
 * Reference: https://github.com/karpathy/nanoGPT, README, "I only have a macbook", and the settings of
 * config/train_shakespeare_char.py that it leaves as they are.
 */
import { gpt } from "../../lib/models/index.ts";
import { characterTokenizer } from "../../lib/tokenizers/index.ts";
import { corpus, pretrain, warmupCosine } from "../../lib/train/index.ts";
import { shakespeare as plays } from "../../lib/worlds/index.ts";
import { lossInWindows } from "./recipe.ts";
import type { Recipe } from "./recipe.ts";

const steps = 2000;

/** The first nine tenths are read, the last tenth is what it is judged by. */
export function shakespeareSplit(): { vocabulary: readonly string[]; train: number[]; heldOut: number[] } {
  const text = plays();
  const { vocab: vocabulary, encode } = characterTokenizer.train([text]);
  const ids = encode(text);
  const cut = Math.floor(0.9 * ids.length);
  return { vocabulary, train: ids.slice(0, cut), heldOut: ids.slice(cut) };
}

export function shakespeare(): Recipe {
  const { vocabulary, train, heldOut } = shakespeareSplit();
  const model = gpt({
    vocabSize: vocabulary.length,
    dModel: 128,
    layers: 4,
    heads: 4,
    context: 64,
    activation: "gelu",
    linearBias: false,
  });
  return {
    name: "shakespeare",
    what: "a GPT that writes plays letter by letter, trained on nine plays of Shakespeare (data/text)",
    model,
    vocabulary,
    seed: 1,
    steps,
    training: {
      objective: pretrain(model, corpus([train]), { batchSize: 12, from: "stream" }),
      learningRate: warmupCosine({ peak: 1e-3, floor: 1e-4, warmup: 100, steps }),
      weightDecay: 0.1,
      beta2: 0.99,
      clip: 1,
    },
    halfPrecision: true,
    unit: "nats per held-out letter",
    evaluate: (params) => lossInWindows(model, params, heldOut),
  };
}
