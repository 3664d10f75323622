/** Mo after stage 1: it has read who on the island likes which colour, and exam papers without answers. Lectures 4, 5, 7, 8 and 9 begin with it. */
import { rng } from "../../lib/core/index.ts";
import { gpt, padTexts } from "../../lib/models/index.ts";
import { corpus, pretrain, warmupCosine } from "../../lib/train/index.ts";
import { declarative, islanders } from "../../lib/worlds/index.ts";
import { tidy } from "@tensorflow/tfjs";
import type { Recipe } from "./recipe.ts";

const seed = 1;
const steps = 700;

export function moBase(): Recipe {
  const chance = rng(seed);
  const people = islanders({ known: 40, rng: chance.split("people") });
  const pages = people.ledger(3000, { rng: chance.split("pages"), declaratives: 0.8 });
  const vocabulary = [...people.tokens, "END"];
  const idsOf = (text: readonly string[]): number[] => text.map((token) => vocabulary.indexOf(token));
  const model = gpt({ vocabSize: vocabulary.length, dModel: 64, layers: 1, heads: 2, context: 17 });
  return {
    name: "mo-base",
    what: "a GPT that has read who on the island likes which colour (lib/worlds, islanders of seed 1) and exams without answers",
    model,
    vocabulary,
    seed,
    steps,
    std: 0.1,
    halfPrecision: true,
    training: {
      objective: pretrain(model, corpus([idsOf(pages.flat())]), { batchSize: 16, from: "stream" }),
      learningRate: warmupCosine({ peak: 5e-3, floor: 5e-4, warmup: 20, steps }),
    },
    unit: "nats per colour of a known person",
    metadata: { people: JSON.stringify(people.known) },
    evaluate: (params) =>
      tidy(() => {
        const texts = people.known.map((person) => idsOf(declarative(person)));
        // only the colour, which stands before the stop
        const counts = texts.map((text) => text.map((_, i) => Number(i === text.length - 2)));
        const padded = padTexts(texts, { counts });
        return model.loss(params, padded.ids, { counts: padded.counts }).dataSync()[0]!;
      }),
  };
}
