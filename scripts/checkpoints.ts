/** Train the models of data/checkpoints anew. See --help. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { Command } from "commander";
import { adamW, selectBackend } from "../lib/backend/index.ts";
import { rng } from "../lib/core/index.ts";
import { disposeParams, gpt, saveGpt, trainable, variablesOf } from "../lib/models/index.ts";
import { toyLanguage } from "../lib/worlds/index.ts";
import { recordFiles } from "./shared/manifest.ts";

const seed = 1;
const steps = 3000;
const batch = 16;

/**
 * A GPT of letters: village sentences of lib/worlds, each on a line. It sees 48 letters, little more than one sentence.
 * Its loss is told in nats per sentence, beside the entropy that no model can go below.
 */
async function villageLetters(): Promise<void> {
  await selectBackend();
  const world = toyLanguage();
  const chance = rng(seed);
  const { train, heldOut } = world.split(4000, 200, { rng: chance.split("corpus") });
  const vocabulary = [...new Set(textOf(train))].sort();
  const idsOf = (text: string): number[] => [...text].map((letter) => vocabulary.indexOf(letter));
  const model = gpt({ vocabSize: vocabulary.length, dModel: 48, layers: 2, heads: 4, context: 48, dMlp: 96 });
  const params = trainable(model.init({ rng: chance.split("init") }));
  const optimizer = adamW({ learningRate: 3e-3, weightDecay: 0.01, decays: ({ rank }) => rank > 1 });
  const ids = idsOf(textOf(train));
  // a lesson begins with a sentence: who is at its end sees its beginning
  const lineEnds = [...ids.keys()].filter((i) => vocabulary[ids[i]!] === "\n" && i + 49 <= ids.length);
  const lessons = chance.split("lessons");
  const lesson = (): tf.Tensor2D => {
    const rows = Array.from({ length: batch }, () => {
      const start = lessons.pick(lineEnds);
      return ids.slice(start, start + 49);
    });
    return tf.tensor2d(rows, [batch, 49], "int32");
  };
  for (let step = 0; step < steps; step++) {
    // warm up, then down to nothing along half a wave
    const learningRate = 3e-3 * Math.min(1, step / 50) * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps));
    Object.assign(optimizer, { learningRate });
    tf.tidy(() => {
      const loss = optimizer.minimize(() => model.loss(params, lesson()), true, variablesOf(params))!;
      if (step % 100 === 0 || step === steps - 1) console.log(step, loss.dataSync()[0]!.toFixed(3));
    });
  }

  const losses = heldOut.map((sentence) => {
    const text = idsOf(textOf([sentence]));
    return tf.tidy(
      () => model.loss(params, tf.tensor2d([text], undefined, "int32")).dataSync()[0]! * (text.length - 1),
    );
  });
  const loss = losses.reduce((a, b) => a + b) / losses.length;
  console.log(`held out: ${loss.toFixed(2)} nats per sentence; entropy: ${world.entropy.perSentence.toFixed(2)}`);
  const path = "data/checkpoints/village-letters.safetensors";
  const metadata = {
    what: `letters of village sentences (lib/worlds), ${steps} steps of ${batch}, seed ${seed}; ${loss.toFixed(2)} nats per held-out sentence`,
    vocabulary: JSON.stringify(vocabulary),
  };
  const root = join(import.meta.dirname, "..");
  mkdirSync(join(root, "data/checkpoints"), { recursive: true });
  writeFileSync(join(root, path), saveGpt({ model, params, metadata }));
  disposeParams(params);
  recordFiles("data/checkpoints/", [
    {
      path,
      what: `A GPT of ${model.parameterCount} numbers that writes village sentences letter by letter, trained on sentences that lib/worlds made`,
      licence: "MIT",
      rebuild: "node scripts/checkpoints.ts",
    },
  ]);
}

/** Each sentence on a line, with a line's end before the first. */
function textOf(sentences: readonly string[][]): string {
  return `\n${sentences.map((words) => words.join(" ")).join("\n")}\n`;
}

new Command("node scripts/checkpoints.ts")
  .description(
    "Train the models of data/checkpoints anew, from their seeds. Other processors add in another order: the numbers differ a little.",
  )
  .parse();
await villageLetters();
