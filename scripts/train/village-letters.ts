/** Letters of village sentences, each sentence on a line: small enough to read all that it knows. */
import { tensor2d, tidy } from "@tensorflow/tfjs";
import { rng } from "../../lib/core/index.ts";
import { gpt } from "../../lib/models/index.ts";
import { corpus, pretrain, warmupCosine } from "../../lib/train/index.ts";
import { toyLanguage } from "../../lib/worlds/index.ts";
import type { Recipe } from "./recipe.ts";

const seed = 1;
const steps = 3000;
const window = 49;

/** It sees 48 letters, little more than one sentence. */
export function villageLetters(): Recipe {
  const world = toyLanguage();
  const { train, heldOut } = world.split(4000, 200, { rng: rng(seed).split("corpus") });
  const vocabulary = [...new Set(textOf(train))].sort();
  const idsOf = (text: string): number[] => [...text].map((letter) => vocabulary.indexOf(letter));
  const ids = idsOf(textOf(train));
  // a lesson begins with a sentence: who is at its end sees its beginning
  const starts = [...ids.keys()].filter((i) => vocabulary[ids[i]!] === "\n" && i + window <= ids.length);
  const model = gpt({ vocabSize: vocabulary.length, dModel: 48, layers: 2, heads: 4, context: 48, dMlp: 96 });
  return {
    name: "village-letters",
    what: "a GPT that writes village sentences letter by letter, trained on sentences that lib/worlds made",
    model,
    vocabulary,
    seed,
    steps,
    training: {
      objective: pretrain(model, corpus(starts.map((start) => ids.slice(start, start + window))), { batchSize: 16 }),
      learningRate: warmupCosine({ peak: 3e-3, warmup: 50, steps }),
      weightDecay: 0.01,
    },
    unit: `nats per held-out sentence (entropy ${world.entropy.perSentence.toFixed(2)})`,
    evaluate(params) {
      const losses = heldOut.map((sentence) => {
        const text = idsOf(textOf([sentence]));
        const loss = tidy(() => model.loss(params, tensor2d([text], undefined, "int32")).dataSync()[0]!);
        return loss * (text.length - 1);
      });
      return losses.reduce((a, b) => a + b) / losses.length;
    },
  };
}

/** Each sentence on a line, with a line's end before the first. */
function textOf(sentences: readonly string[][]): string {
  return `\n${sentences.map((words) => words.join(" ")).join("\n")}\n`;
}
