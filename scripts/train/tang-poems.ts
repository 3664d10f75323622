/** Characters of three thousand poems of the Tang dynasty: the same recipe as for the plays, where one token is a syllable. */
import { gpt } from "../../lib/models/index.ts";
import { characterTokenizer } from "../../lib/tokenizers/index.ts";
import { corpus, pretrain, warmupCosine } from "../../lib/train/index.ts";
import { tangPoems as poems } from "../../lib/worlds/index.ts";
import { lossInWindows } from "./recipe.ts";
import type { Recipe } from "./recipe.ts";

const steps = 1000;

const isHeldOut = (i: number): boolean => i % 20 === 0;

/** Poems without titles, an empty line between them; every twentieth is held out. */
export function tangPoems(): Recipe {
  const texts = poems().map(({ lines }) => `${lines.join("\n")}\n\n`);
  const { vocab: vocabulary, encode } = characterTokenizer.train(texts);
  const train = encode(texts.filter((_, i) => !isHeldOut(i)).join(""));
  const heldOut = encode(texts.filter((_, i) => isHeldOut(i)).join(""));
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
    name: "tang-poems",
    what: "a GPT that writes poems character by character, trained on poems of the Tang dynasty (data/text)",
    model,
    vocabulary,
    seed: 1,
    steps,
    training: {
      objective: pretrain(model, corpus([train]), { batchSize: 24, from: "stream" }),
      learningRate: warmupCosine({ peak: 2e-3, floor: 2e-4, warmup: 100, steps }),
      weightDecay: 0.1,
      beta2: 0.99,
      clip: 1,
    },
    halfPrecision: true,
    unit: "nats per held-out character",
    evaluate: (params) => lossInWindows(model, params, heldOut),
  };
}
