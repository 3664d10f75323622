import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import type { Rng } from "../../../lib/core/index.ts";
import { bert, maskTokens } from "../../../lib/models/index.ts";
import type { BertInput } from "../../../lib/models/index.ts";
import { contract } from "../contract.case.ts";
import { difference, expectNear, golden, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";
import { changedFrom, randomIds } from "../token-ids.ts";

beforeEach(startCpu);

const small = { vocabSize: 13, dModel: 8, layers: 2, heads: 2, context: 7, dMlp: 12 };

contract("an encoder as BERT", () => {
  const model = bert(small);
  return {
    model,
    input: ({ batch, rng }: { batch: number; rng: Rng }): BertInput => ({
      ids: randomIds([batch, 5], { vocab: 13, rng }),
      mask: tf.tensor2d(Array.from({ length: batch }, (_, i) => [1, 1, 1, 1, Number(i % 2 === 0)])),
      segments: randomIds([batch, 5], { vocab: 2, rng }),
    }),
    example: ({ ids, mask, segments }: BertInput, i: number) => {
      const row = (each: tf.Tensor) => each.slice([i, 0], [1, 5]);
      return { ids: row(ids), mask: row(mask!), segments: row(segments!) };
    },
    smallest: () => ({ ids: tf.tensor2d([[12]], [1, 1], "int32") }),
    loss: (params, input) => model.loss(params, { ...input, targets: input.ids }),
    learningRate: 3e-2,
    // positions 5 and 6 of the table are not used, but are parts of one tensor
    idle: /key\.bias$/u,
    refused: [
      [
        "no positions",
        () => ({ ids: tf.zeros([1, 0], "int32") }),
        "bert ids: expected [batch, pos] with 1 to 7 positions",
      ],
      ["more than the context", () => ({ ids: tf.zeros([1, 8], "int32") }), 'got "[1, 8]"'],
      ["no batch axis", () => ({ ids: tf.zeros([3], "int32") }), 'got "[3]"'],
      [
        "a mask of another shape",
        () => ({ ids: tf.zeros([1, 3], "int32"), mask: tf.ones([1, 2]) }),
        "bert mask: expected [1, 3]",
      ],
      [
        "segments of another shape",
        () => ({ ids: tf.zeros([1, 3], "int32"), segments: tf.zeros([3], "int32") }),
        "bert segments: expected [1, 3]",
      ],
      [
        "a third segment",
        () => ({ ids: tf.zeros([1, 1], "int32"), segments: tf.tensor2d([[2]], [1, 1], "int32") }),
        "expected 0 to 1, got 2",
      ],
    ],
  };
});

const start = () => {
  const file = golden("bert/golden");
  const model = bert(small);
  const params = file.tree("params", model.init({ rng: rng(1) }));
  const input = { ids: file.get("ids"), mask: file.get("mask"), segments: file.get("segments") };
  return { file, model, params, input };
};

describe("as BertForMaskedLM of transformers 5.24.0 in float64, with masked rows and two segments", () => {
  test("logits and hidden states", () => {
    const { file, model, params, input } = start();
    expectNear(model.forward(params, input), file.get("logits"), { within: 3e-6 });
    expectNear(model.encode(params, input), file.get("hidden"), { within: 3e-6 });
  });

  test("the loss of what is to be guessed, and its gradients", () => {
    const { file, model, params, input } = start();
    const lesson = { ...input, targets: file.get("targets"), counts: file.get("counts") };
    expectNear(model.loss(params, lesson), file.get("loss"));
    const gradients = gradientsOf(params, (each) => model.loss(each, lesson));
    for (const [name, expected] of file.all("gradients")) {
      // 0 but for rounding
      if (name.endsWith("key.bias")) expectNear(tf.add(gradients.get(name)!, 1), tf.ones([8]));
      else expectNear(gradients.get(name)!, expected, { within: 2e-5 });
    }
  });
});

test("both sides are seen: a change at the end reaches the first position", () => {
  const model = bert(small);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([1, 4], { vocab: 13, rng: rng(2) });
  const first = (each: tf.Tensor) => model.encode(params, { ids: each }).slice([0, 0], [1, 1]);
  expect(difference(first(ids), first(changedFrom(ids, 3, 13)))).toBeGreaterThan(0);
});

test("what the mask hides weighs nothing, exactly", () => {
  const model = bert(small);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([1, 5], { vocab: 13, rng: rng(2) });
  const mask = tf.tensor2d([[1, 1, 1, 0, 0]]);
  const seen = (each: tf.Tensor) => model.forward(params, { ids: each, mask }).slice([0, 0], [1, 3]);
  expect(difference(seen(ids), seen(changedFrom(ids, 3, 13)))).toBe(0);
  const short = model.forward(params, { ids: ids.slice([0, 0], [1, 3]) });
  expectNear(seen(ids), short, { within: 1e-6 });
});

test("a text without segments is all of the first, and one without a mask is all seen", () => {
  const model = bert(small);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([2, 5], { vocab: 13, rng: rng(2) });
  const plain = model.forward(params, { ids });
  expect(difference(model.forward(params, { ids, segments: tf.zeros([2, 5], "int32") }), plain)).toBe(0);
  expectNear(model.forward(params, { ids, mask: tf.ones([2, 5]) }), plain, { within: 1e-6 });
  expect(difference(model.forward(params, { ids, segments: tf.ones([2, 5], "int32") }), plain)).toBeGreaterThan(0);
});

test("a hook sees the places of a GPT", () => {
  const model = bert({ ...small, layers: 1 });
  const places: string[] = [];
  const hook = (place: string) => void places.push(place);
  model.encode(model.init({ rng: rng(1) }), { ids: tf.zeros([1, 2], "int32") }, { hook });
  expect(places).toEqual([
    "embedded",
    ...["attention.weights", "attention.heads", "attention", "mlp.hidden", "mlp"].map((each) => `blocks.0.${each}`),
    "blocks.0",
  ]);
});

test("BERT base has the 109,514,298 parameters of its checkpoint's encoder and masked-token head", () => {
  // 109,482,240 with the pooler's 590,592, without the head's 622,650
  const config = { vocabSize: 30_522, dModel: 768, layers: 12, heads: 12, context: 512 };
  expect(bert(config).parameterCount).toBe(109_482_240 - 590_592 + 592_128 + 30_522);
});

test.each([
  [{ heads: 3 }, "bert dModel: expected a multiple of 3 heads, got 8"],
  [{ layers: 0 }, "bert layers: expected an integer of at least 1"],
  [{ segments: 0 }, "bert segments"],
])("a config that fits no model is refused: %o", (wrong, message) => {
  expect(() => bert({ ...small, ...wrong })).toThrow(message);
});

test("a lesson of maskTokens is learned from", () => {
  const model = bert(small);
  const ids = randomIds([4, 7], { vocab: 12, rng: rng(2) });
  const lesson = maskTokens(ids, { rng: rng(3), maskId: 12, vocabSize: 13, share: 0.5 });
  const loss = model.loss(model.init({ rng: rng(1) }), lesson).dataSync()[0]!;
  expect(loss).toBeCloseTo(Math.log(13), 1);
});
