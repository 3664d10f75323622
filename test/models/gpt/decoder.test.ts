import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { generate } from "../../../lib/generate/index.ts";
import { gpt, gptDecoder, mapParams, normal, trainable } from "../../../lib/models/index.ts";
import { expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const small: DecoderConfig = { vocabSize: 9, dModel: 8, layers: 2, heads: 2, context: 6, dMlp: 12 };
const start = (config: Partial<DecoderConfig> = {}) => {
  const model = gpt({ ...small, ...config });
  const chance = rng(1);
  const params = mapParams(model.init({ rng: chance }), ({ shape }) => normal(shape, { rng: chance, std: 0.5 }));
  const last = (ids: readonly number[]): tf.Tensor =>
    model.forward(params, tf.tensor2d([[...ids]], undefined, "int32")).slice([0, ids.length - 1], [1, 1]);
  return { model, params, last };
};

test.each([
  {},
  { positions: "rotary" },
  { positions: "alibi" },
  { tiedOutput: false, linearBias: false, finalNorm: false, positions: "none" },
] as const)("the fast decoder has the logits of the model, renamed as it is: %o", (config) => {
  const { model, params, last } = start(config);
  const fast = gptDecoder(model, params);
  for (const ids of [[3], [3, 1, 4, 1, 5, 8]])
    expectNear(tf.tensor(fast.logits(ids)), last(ids).flatten().dataSync(), { within: 5e-6 });
});

test("whatever was asked before, the answer is the same", () => {
  const { model, params } = start();
  const used = gptDecoder(model, params);
  const context = fc.array(fc.nat(8), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.array(context, { minLength: 1, maxLength: 5 }), (contexts) => {
      for (const each of contexts) expect(used.logits(each)).toEqual(gptDecoder(model, params).logits(each));
    }),
    { numRuns: 15 },
  );
});

test("probabilities sum to one and are those of the softmax", () => {
  const { model, params, last } = start();
  const distribution = gptDecoder(model, params).nextDistribution([2, 7]);
  expect([...distribution.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const sum = [...distribution.values()].reduce((a, b) => a + b);
  expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  expectNear(
    tf.tensor([...distribution.values()]),
    tf
      .softmax(last([2, 7]))
      .flatten()
      .dataSync(),
    { within: 1e-5 },
  );
});

test("a text longer than the context is seen through a window at its end", () => {
  const { model, params } = start();
  const fast = gptDecoder(model, params);
  expect(fast.logits([0, 1, 2, 3, 4, 5, 6, 7])).toEqual(gptDecoder(model, params).logits([2, 3, 4, 5, 6, 7]));
});

test("a token more costs a step, not the text again", () => {
  const { model, params } = start();
  const fast = gptDecoder(model, params);
  fast.logits([1, 2, 3]);
  const { prefill } = fast.decoder;
  const taken: number[] = [];
  fast.decoder.prefill = (tokens) => {
    taken.push(...Array.from(tokens));
    return prefill(tokens);
  };
  fast.logits([1, 2, 3, 4]);
  fast.logits([1, 2, 5]);
  expect(taken).toEqual([4, 5]);
});

test("two writers of one model are two: what one reads the other does not", () => {
  const { model, params } = start();
  const [one, two] = [gptDecoder(model, params), gptDecoder(model, params)];
  one.logits([1, 2, 3]);
  two.logits([4]);
  expect(one.logits([1, 2, 3, 4])).toEqual(gptDecoder(model, params).logits([1, 2, 3, 4]));
  expect([one.decoder.length, two.decoder.length]).toEqual([4, 1]);
});

test("what is changed in the model's numbers later, or in an answer, changes no later answer", () => {
  const { model, params } = start();
  const fast = gptDecoder(model, trainable(params));
  const answer = fast.logits([1, 2]);
  const copy = answer.slice();
  answer.fill(0);
  tf.disposeVariables();
  fast.logits([5]);
  expect(fast.logits([1, 2])).toEqual(copy);
});

test("an empty text needs a start token", () => {
  const { model, params } = start();
  expect(() => gptDecoder(model, params).logits([])).toThrow("gptDecoder context: expected at least one token");
  const started = gptDecoder(model, params, { start: 8 });
  expect(started.logits([])).toEqual(gptDecoder(model, params).logits([8]));
  expect(started.logits([1, 2])).toEqual(gptDecoder(model, params).logits([8, 1, 2]));
  expect(generate(started, { rng: rng(1), maxTokens: 20 })).toHaveLength(20);
});

test("a token that is none is refused, and what follows is right again", () => {
  const { model, params } = start();
  const fast = gptDecoder(model, params);
  fast.logits([1, 2]);
  for (const bad of [9, -1, 0.5, Number.NaN]) expect(() => fast.logits([1, bad])).toThrow("expected an integer");
  expect(fast.logits([1, 2, 3])).toEqual(gptDecoder(model, params).logits([1, 2, 3]));
});

test("after training it takes the new numbers", () => {
  const { model, params } = start();
  const other = mapParams(params, (leaf) => tf.mul(leaf, 0.9));
  const fast = gptDecoder(model, params);
  fast.logits([1, 2]);
  fast.update(other);
  expect(fast.logits([1, 2])).toEqual(gptDecoder(model, other).logits([1, 2]));
});
