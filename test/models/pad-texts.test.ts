import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { bert, gpt, padTexts, rewardModel } from "../../lib/models/index.ts";
import { expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);

test("one text of one token is itself", () => {
  const { ids, mask, lengths, counts } = padTexts([[7]]);
  expect([ids, mask, lengths, counts].map((each) => each.arraySync())).toEqual([[[7]], [[1]], [1], [[1]]]);
  expect([ids.dtype, lengths.dtype]).toEqual(["int32", "int32"]);
});

test("shorter texts are filled up at their ends, and what fills up neither counts nor is seen", () => {
  const padded = padTexts([[1, 2, 3], [4]], { pad: 9, length: 4, counts: [[0, 0, 1], [0.5]] });
  expect(padded.ids.arraySync()).toEqual([
    [1, 2, 3, 9],
    [4, 9, 9, 9],
  ]);
  expect(padded.mask.arraySync()).toEqual([
    [1, 1, 1, 0],
    [1, 0, 0, 0],
  ]);
  expect(padded.lengths.arraySync()).toEqual([3, 1]);
  expect(padded.counts.arraySync()).toEqual([
    [0, 0, 1, 0],
    [0.5, 0, 0, 0],
  ]);
});

const texts = fc.array(fc.array(fc.nat(8), { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 4 });

test("a GPT's loss of texts side by side is that of each alone, by its tokens", () => {
  const model = gpt({ vocabSize: 9, dModel: 8, layers: 1, heads: 2, context: 6 });
  const params = model.init({ rng: rng(1), std: 0.5 });
  fc.assert(
    fc.property(texts, (each) => {
      const { ids, counts } = padTexts(each);
      const alone = each.map((text) => model.loss(params, padTexts([text]).ids).dataSync()[0]! * (text.length - 1));
      const tokens = each.reduce((sum, text) => sum + text.length - 1, 0);
      const expected = alone.reduce((a, b) => a + b) / tokens;
      expect(model.loss(params, ids, { counts }).dataSync()[0]).toBeCloseTo(expected, 4);
    }),
    { numRuns: 15 },
  );
});

test("an encoder and a reward model find in padded texts what they find in each alone", () => {
  const size = { vocabSize: 9, dModel: 8, layers: 1, heads: 2, context: 6 };
  const [encoder, judge] = [bert(size), rewardModel(size)];
  const [encoderParams, judgeParams] = [encoder.init({ rng: rng(1) }), judge.init({ rng: rng(1) })];
  const each = [[1, 2, 3, 4], [5, 6], [7]];
  const { ids, mask, lengths } = padTexts(each, { pad: 8, length: 6 });
  const rewards = each.map((text) => judge.forward(judgeParams, { ids: padTexts([text]).ids }));
  expectNear(judge.forward(judgeParams, { ids, lengths }), tf.concat(rewards), { within: 1e-5 });
  const together = encoder.encode(encoderParams, { ids, mask });
  each.forEach((text, i) => {
    const alone = encoder.encode(encoderParams, { ids: padTexts([text]).ids });
    expectNear(together.slice([i, 0], [1, text.length]), alone, { within: 1e-5 });
  });
});

test("no text, an empty or too long one, and what is no id are refused", () => {
  expect(() => padTexts([])).toThrow("padTexts texts: expected at least one text");
  expect(() => padTexts([[1], []])).toThrow("padTexts texts[1]: expected 1 to 1 tokens, got 0");
  expect(() => padTexts([[]])).toThrow("padTexts length");
  expect(() => padTexts([[1, 2, 3]], { length: 2 })).toThrow("padTexts texts[0]: expected 1 to 2 tokens, got 3");
  for (const id of [-1, 0.5, Number.NaN]) expect(() => padTexts([[1, id]])).toThrow("padTexts texts[0][1]");
  expect(() => padTexts([[1]], { pad: -1 })).toThrow("padTexts pad");
  expect(() => padTexts([[1]], { counts: [] })).toThrow("padTexts counts: expected those of 1 texts");
  expect(() => padTexts([[1, 2]], { counts: [[1]] })).toThrow("padTexts counts[0]: expected 2 numbers");
});
