/** All language models of this folder through their contract. */
import { beforeAll } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  addK,
  asLanguageModel,
  feedForwardLm,
  gpt,
  gptDecoder,
  jelinekMercer,
  kneserNey,
} from "../../lib/models/index.ts";
import { recurrentLm, trainNgram, trainSmoothedNgram, withVocabulary } from "../../lib/models/index.ts";
import type { Smoothing } from "../../lib/models/index.ts";
import { languageModelContract } from "./language-model.case.ts";
import { startCpu } from "./start.ts";

beforeAll(startCpu);

const vocabulary = ["a", "b", "c", "."];
const texts = [["a", "b", "a"], ["c"], ["b", "c", "c", "a"], []];
const ids = [0, 1, 2, 3];
const smoothings: Record<string, Smoothing> = {
  "add-k": addK(0.1),
  "Jelinek–Mercer": jelinekMercer(0.9),
  "Kneser–Ney": kneserNey(),
};

languageModelContract("a table of n-grams", () => ({
  model: trainNgram(texts, { order: 2, end: "." }),
  vocabulary,
  silent: true,
}));
for (const [name, smoothing] of Object.entries(smoothings))
  languageModelContract(`an n-gram smoothed by ${name}`, () => ({
    model: trainSmoothedNgram(texts, { order: 2, end: ".", smoothing }),
    vocabulary,
  }));
languageModelContract("a feed-forward network", () => ({
  model: feedForwardLm({ vocabulary, window: 2, dEmbed: 3, dHidden: 5, rng: rng(1) }),
  vocabulary,
}));

const tiny = gpt({ vocabSize: 4, dModel: 8, layers: 2, heads: 2, context: 5 });
const lively = () => tiny.init({ rng: rng(1), std: 0.5 });
languageModelContract("a GPT, decoded fast", () => ({
  model: gptDecoder(tiny, lively()),
  vocabulary: ids,
  least: 1,
}));
languageModelContract("a GPT with a start token", () => ({
  model: gptDecoder(tiny, lively(), { start: 3 }),
  vocabulary: ids,
}));
languageModelContract("a GPT of letters", () => ({
  model: withVocabulary(gptDecoder(tiny, lively(), { start: 3 }), vocabulary),
  vocabulary,
}));
languageModelContract("a recurrent network", () => {
  const model = recurrentLm({ vocabSize: 4, dEmbed: 3, dHidden: 5, cell: "lstm" });
  return { model: asLanguageModel(model, model.init({ rng: rng(1) }), { start: 0 }), vocabulary: ids };
});
