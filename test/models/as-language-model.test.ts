import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { generate } from "../../lib/generate/index.ts";
import { asLanguageModel, gpt, gptDecoder, logProb, recurrentLm } from "../../lib/models/index.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);

const start = () => {
  const model = gpt({ vocabSize: 7, dModel: 8, layers: 1, heads: 2, context: 4 });
  return { model, params: model.init({ rng: rng(1), std: 0.5 }) };
};

test("it answers as the fast decoder of the same GPT, window and start token included", () => {
  const { model, params } = start();
  const options = { start: 6 };
  const [slow, fast] = [asLanguageModel(model, params, { ...options, window: 4 }), gptDecoder(model, params, options)];
  for (const context of [[], [1], [1, 2, 3], [1, 2, 3, 4, 5, 6]]) {
    const expected = fast.nextDistribution(context);
    for (const [token, p] of slow.nextDistribution(context)) expect(p).toBeCloseTo(expected.get(token)!, 6);
  }
});

test("a recurrent model writes with it, and its log-probability is minus its loss", () => {
  const model = recurrentLm({ vocabSize: 7, dEmbed: 3, dHidden: 5, cell: "lstm" });
  const params = model.init({ rng: rng(1) });
  const lm = asLanguageModel(model, params, { start: 0 });
  expect(generate(lm, { rng: rng(1), maxTokens: 5 })).toHaveLength(5);
  const text = [3, 1, 4];
  const loss = model.loss(params, tf.tensor2d([[0, ...text]], undefined, "int32")).dataSync()[0]!;
  expect(logProb(lm, text)).toBeCloseTo(-3 * loss, 5);
});

test("an empty text needs a start token, and nothing is left behind", () => {
  const { model, params } = start();
  const lm = asLanguageModel(model, params);
  expect(() => lm.nextDistribution([])).toThrow("asLanguageModel context: expected at least one token");
  const before = tf.memory().numTensors;
  const distribution = lm.nextDistribution([2]);
  expect(Math.abs([...distribution.values()].reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
  expect(tf.memory().numTensors).toBe(before);
});
