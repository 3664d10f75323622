/** Every language model here computes on the fastest engine what it computes on tfjs' own, leaves nothing to that, and learns. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { adamW, backendReport } from "../../lib/backend/index.ts";
import type { DecoderConfig } from "../../lib/backend/index.ts";
import { rng } from "../../lib/core/index.ts";
import { attentionMaps, bert, emptyGptCache, fromGpt2, gpt, gptDecoder, gptStep } from "../../lib/models/index.ts";
import { logitLens, lora, mapParams, maskTokens, namedParams, recurrentLm } from "../../lib/models/index.ts";
import { rewardModel, toGpt2, trainable, variablesOf } from "../../lib/models/index.ts";
import type { Params } from "../../lib/models/index.ts";
import { startEngine } from "../backend/start.ts";
import { engineCases } from "./engine.case.ts";
import type { Case } from "./engine.case.ts";
import { expectNear } from "./golden.ts";
import { randomIds } from "./token-ids.ts";

beforeAll(startEngine);
afterEach(() => tf.disposeVariables());

const size: DecoderConfig = { vocabSize: 11, dModel: 16, layers: 2, heads: 2, context: 8 };
const ids = () => randomIds([3, 8], { vocab: 11, rng: rng(2) });
const lively = <P extends Params>(params: P): P => {
  const chance = rng(3);
  return mapParams(params, (leaf) => {
    const noise = Float32Array.from({ length: leaf.size }, () => 0.2 * chance.normal());
    return tf.add(leaf, tf.tensor(noise, leaf.shape));
  });
};
const ofGpt = (config: Partial<DecoderConfig>): Case => ({
  start() {
    const model = gpt({ ...size, ...config });
    const text = ids();
    return {
      params: lively(model.init({ rng: rng(1) })),
      loss: (params) => model.loss(params, text),
      outputs: (params) => [attentionMaps(model, params, text), logitLens(model, params, text)],
    };
  },
});
const ofRecurrent = (cell: "elman" | "gru" | "lstm"): Case => ({
  start() {
    const model = recurrentLm({ vocabSize: 11, dEmbed: 5, dHidden: 7, cell });
    return { params: lively(model.init({ rng: rng(1) })), loss: (params) => model.loss(params, ids()) };
  },
});

const cases: Record<string, Case> = {
  "a GPT with learned positions": ofGpt({}),
  "a GPT with rotary positions": ofGpt({ positions: "rotary", activation: "gelu" }),
  "a GPT with ALiBi": ofGpt({ positions: "alibi", activation: "gelu-sigmoid" }),
  "a GPT with its own output": ofGpt({ tiedOutput: false, linearBias: false, finalNorm: false, positions: "none" }),
  "an Elman network": ofRecurrent("elman"),
  "a GRU": ofRecurrent("gru"),
  "an LSTM": ofRecurrent("lstm"),
  BERT: {
    start() {
      const model = bert({ vocabSize: 11, dModel: 16, layers: 2, heads: 2, context: 8 });
      const mask = tf.tensor2d([0, 1, 2].map((row) => Array.from({ length: 8 }, (_, i) => Number(i < 8 - row))));
      const lesson = maskTokens(ids(), { rng: rng(4), maskId: 10, vocabSize: 11, share: 0.5 });
      const segments = randomIds([3, 8], { vocab: 2, rng: rng(5) });
      return {
        params: lively(model.init({ rng: rng(1) })),
        loss: (params) => model.loss(params, { ...lesson, mask, segments }),
      };
    },
  },
  "a reward model": {
    start() {
      const model = rewardModel(size);
      const lengths = tf.tensor1d([8, 5, 1], "int32");
      const pairs = { chosen: { ids: ids(), lengths }, rejected: { ids: tf.reverse(ids(), 1) } };
      return { params: lively(model.init({ rng: rng(1) })), loss: (params) => model.loss(params, pairs) };
    },
  },
  "adapters of a GPT": {
    start() {
      const model = gpt(size);
      const base = lively(model.init({ rng: rng(1) }));
      const { init, apply } = lora(base, { rank: 2 });
      const text = ids();
      return {
        params: lively(init({ rng: rng(6) })),
        loss: (adapters) => model.loss(apply(base, adapters), text),
      };
    },
  },
};

engineCases(cases);

test("all steps of a text with a cache run one graph: none is compiled for a later position", () => {
  for (const positions of ["learned", "rotary", "alibi"] as const) {
    const model = gpt({ ...size, positions });
    const params = model.init({ rng: rng(1) });
    let cache = emptyGptCache(model);
    const graphs: number[] = [];
    for (let position = 0; position < 8; position++) {
      backendReport({ reset: true });
      const step = gptStep(model, params, { tokens: tf.tensor1d([position], "int32"), position, cache });
      step.logits.dataSync();
      cache = step.cache;
      graphs.push(backendReport()!.graphs.compiled);
    }
    expect(graphs.slice(2)).toEqual([0, 0, 0, 0, 0, 0]);
  }
});

test("what is copied out of the engine is right: the fast decoder, and a file for transformers", () => {
  const model = gpt(size);
  const params = lively(model.init({ rng: rng(1) }));
  const text = [3, 1, 4, 1, 5];
  const logits = model.forward(params, tf.tensor2d([text], undefined, "int32")).slice([0, 4], [1, 1]);
  const again = fromGpt2(toGpt2(model, params));
  for (const decoder of [gptDecoder(model, params), gptDecoder(again.model, again.params)])
    expectNear(tf.tensor(decoder.logits(text)), logits.dataSync(), { within: 1e-5 });
});

test("a training of many steps holds no more tensors at its end than after its first", () => {
  const model = gpt(size);
  const params = trainable(model.init({ rng: rng(1) }));
  const text = ids();
  const optimizer = adamW({ learningRate: 1e-2 });
  const counts: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.minimize(() => model.loss(params, text), false, variablesOf(params));
    counts.push(tf.memory().numTensors);
  }
  expect(new Set(counts.slice(1)).size).toBe(1);
  expect(namedParams(params).size).toBe(variablesOf(params).length);
});
