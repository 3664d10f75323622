import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { attentionMaps, gpt, hiddenStates, logitLens } from "../../../lib/models/index.ts";
import { difference, expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";
import { randomIds } from "../token-ids.ts";

beforeEach(startCpu);

const start = () => {
  const model = gpt({ vocabSize: 9, dModel: 8, layers: 3, heads: 2, context: 6 });
  return { model, params: model.init({ rng: rng(1), std: 0.5 }), ids: randomIds([2, 5], { vocab: 9, rng: rng(2) }) };
};

test("there is a map for every layer and head; its rows sum to 1 and the future has exactly 0", () => {
  const { model, params, ids } = start();
  const maps = attentionMaps(model, params, ids);
  expect(maps.shape).toEqual([3, 2, 2, 5, 5]);
  expectNear(tf.sum(maps, -1), tf.ones([3, 2, 2, 5]));
  const numbers = maps.reshape([12, 5, 5]).arraySync() as number[][][];
  for (const map of numbers)
    map.forEach((row, query) =>
      expect(row.every((weight, key) => (key > query ? weight === 0 : weight > 0))).toBe(true),
    );
});

test("the stream starts with the embedding, and grows by a layer at a time", () => {
  const { model, params, ids } = start();
  const states = hiddenStates(model, params, ids);
  expect(states.shape).toEqual([4, 2, 5, 8]);
  const embedded = tf.add(tf.gather(params.tokens, ids as tf.Tensor2D), params.positions!.slice([0, 0], [5, 8]));
  expect(difference(states.slice(0, 1).squeeze([0]), embedded)).toBe(0);
  expectNear(states.slice(3, 1).squeeze([0]), model.stream(params, ids), { within: 1e-6 });
});

test("the lens after the last layer sees what the model says", () => {
  const { model, params, ids } = start();
  const lens = logitLens(model, params, ids);
  expect(lens.shape).toEqual([4, 2, 5, 9]);
  expectNear(lens.slice(3, 1).squeeze([0]), model.forward(params, ids), { within: 1e-6 });
  expect(difference(lens.slice(0, 1), lens.slice(3, 1))).toBeGreaterThan(0.1);
});

test("one layer and one token have their picture too, and looking leaves nothing behind", () => {
  const model = gpt({ vocabSize: 3, dModel: 2, layers: 1, heads: 1, context: 1 });
  const params = model.init({ rng: rng(1) });
  const ids = tf.zeros([1, 1], "int32");
  const before = tf.memory().numTensors;
  const pictures = [attentionMaps, hiddenStates, logitLens].map((view) => view(model, params, ids));
  expect(pictures.map(({ shape }) => shape)).toEqual([
    [1, 1, 1, 1, 1],
    [2, 1, 1, 2],
    [2, 1, 1, 3],
  ]);
  expect(pictures[0]!.dataSync()[0]).toBe(1);
  for (const each of pictures) each.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
