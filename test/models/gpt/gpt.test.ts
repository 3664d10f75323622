import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { weightShapes } from "../../../lib/backend/index.ts";
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { attentionMaps, gpt, gptParameters, mapParams, namedParams, normal, watch } from "../../../lib/models/index.ts";
import { difference, expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";
import { randomIds } from "../token-ids.ts";
import { oracle } from "./oracle.ts";

beforeEach(startCpu);

const small: DecoderConfig = { vocabSize: 11, dModel: 8, layers: 2, heads: 2, context: 6, dMlp: 12 };
const kinds: Record<string, Partial<DecoderConfig>> = {
  "as GPT-2": {},
  "rotary positions": { positions: "rotary" },
  "rotary positions, halves": { positions: "rotary", rotaryPairs: "halves", rotaryBase: 100 },
  ALiBi: { positions: "alibi" },
  "no positions": { positions: "none" },
  "no biases, own output, no final norm": { linearBias: false, tiedOutput: false, finalNorm: false },
  "exact GELU, three heads": { activation: "gelu", dModel: 12, heads: 3, positions: "alibi" },
  "one layer, one head, one wide": { layers: 1, heads: 1, dMlp: 1, activation: "gelu-sigmoid", epsilon: 0.1 },
};

for (const [name, kind] of Object.entries(kinds)) {
  const config = { ...small, ...kind };

  test(`logits are those of the formula in float64, written apart from lib: ${name}`, () => {
    const model = gpt(config);
    const chance = rng(5);
    const params = mapParams(model.init({ rng: chance }), ({ shape }) => normal(shape, { rng: chance, std: 0.5 }));
    for (const count of [1, 6]) {
      const ids = randomIds([1, count], { vocab: 11, rng: chance });
      const expected = oracle({ config, params }, [...ids.dataSync()]);
      expectNear(model.forward(params, ids).squeeze([0]), expected.flat(), { within: 1e-5 });
    }
  });

  test(`the count is that of the fast decoder's weights: ${name}`, () => {
    const shapes = Object.values(weightShapes(config));
    const count = shapes.reduce((sum, shape) => sum + shape.reduce((product, length) => product * length, 1), 0);
    expect(gpt(config).parameterCount).toBe(count);
  });
}

describe("a GPT of the sizes in the news", () => {
  test("GPT-2 has the 124,439,808 parameters that its checkpoint has, without being made", () => {
    const config = { vocabSize: 50_257, dModel: 768, layers: 12, heads: 12, context: 1024 };
    expect(gpt(config).parameterCount).toBe(124_439_808);
    const rough = gptParameters({ layers: 12, dModel: 768, vocab: 50_257, context: 1024 });
    expect(gpt(config).parameterCount / rough).toBeCloseTo(1, 2);
  });
});

test("the first values have the deviations of GPT-2: 0.02, and 0.02/√(2 · layers) where the stream is added to", () => {
  const model = gpt({ vocabSize: 50, dModel: 64, layers: 8, heads: 4, context: 20 });
  for (const [name, leaf] of namedParams(model.init({ rng: rng(1) }))) {
    const deviation = Math.sqrt(tf.mean(tf.square(leaf)).dataSync()[0]!);
    if (leaf.rank === 1) expect(deviation, name).toBe(name.endsWith("gain") ? 1 : 0);
    else expect(deviation / (/output|down/u.test(name) ? 0.02 / 4 : 0.02), name).toBeCloseTo(1, 1);
  }
});

test("an untrained model knows nothing: the loss is about that of the uniform guess, ln vocab", () => {
  const model = gpt({ vocabSize: 64, dModel: 32, layers: 2, heads: 2, context: 16 });
  const loss = model.loss(model.init({ rng: rng(1) }), randomIds([4, 17], { vocab: 64, rng: rng(2) }));
  expect(loss.dataSync()[0]).toBeCloseTo(Math.log(64), 1);
});

test("the loss is the mean of −log p(next) over what counts", () => {
  const model = gpt(small);
  const params = model.init({ rng: rng(1), std: 0.5 });
  const ids = randomIds([2, 7], { vocab: 11, rng: rng(2) });
  const logits = model.forward(params, ids.slice([0, 0], [2, 6]));
  const logs = tf.logSoftmax(logits).arraySync() as number[][][];
  const rows = ids.arraySync();
  const surprises = rows.map((row, b) => row.slice(1).map((id, i) => -logs[b]![i]![id]!));
  const all = surprises.flat();
  expect(model.loss(params, ids).dataSync()[0]).toBeCloseTo(all.reduce((a, b) => a + b) / all.length, 5);
  // of the first text only its last token counts, of the second its tokens 2 and 3
  const counts = tf.tensor2d([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0], [2, 7]);
  const some = [surprises[0]![5]!, surprises[1]![1]!, surprises[1]![2]!];
  expect(model.loss(params, ids, { counts }).dataSync()[0]).toBeCloseTo(some.reduce((a, b) => a + b) / 3, 5);
});

test("one token teaches nothing, and is refused as a lesson", () => {
  const model = gpt(small);
  const ids = tf.zeros([1, 1], "int32");
  expect(() => model.loss(model.init({ rng: rng(1) }), ids)).toThrow("gpt ids: expected [batch, pos] with 2 to 7");
});

test.each([
  [{ heads: 3 }, "dModel: expected a multiple of 3 heads, got 8"],
  [{ layers: 0 }, "layers"],
  [{ dropout: 0.1 }, "config: expected only options that a decoder has, got dropout"],
  [{ positions: "sinusoidal" }, "positions: expected learned, rotary, alibi, none, got sinusoidal"],
])("a config that fits no model is refused: %o", (wrong, message) => {
  expect(() => gpt({ ...small, ...(wrong as object) })).toThrow(message);
});

test("without positions the order of what came before does not matter to the last guess", () => {
  const model = gpt({ ...small, positions: "none", layers: 1 });
  const params = model.init({ rng: rng(1), std: 0.5 });
  const last = (ids: number[]) => model.forward(params, tf.tensor2d([ids], undefined, "int32")).slice([0, 3], [1, 1]);
  expectNear(last([3, 1, 2, 5]), last([2, 3, 1, 5]), { within: 1e-6 });
});

test("what a guess owes to each input is a gradient through a hook: nothing to what stands later, exactly", () => {
  const model = gpt(small);
  const params = model.init({ rng: rng(1), std: 0.5 });
  const ids = randomIds([1, 5], { vocab: 11, rng: rng(2) });
  const embedded = watch(/^embedded$/u, (hook) => model.forward(params, ids, { hook })).get("embedded")!;
  const guess = (x: tf.Tensor) =>
    model.forward(params, ids, { hook: (place) => (place === "embedded" ? x : undefined) }).slice([0, 2, 4], [1, 1, 1]);
  const saliency = tf.grad((x) => guess(x).asScalar())(embedded);
  const sizes = tf.sum(tf.abs(saliency), [0, 2]).dataSync();
  expect([...sizes].map((size) => size > 0)).toEqual([true, true, true, false, false]);
  // along the gradient the guess grows by the gradient's square
  const step = 1e-3;
  const grown = tf.sub(guess(tf.add(embedded, tf.mul(saliency, step))), guess(embedded)).dataSync()[0]!;
  const square = tf.sum(tf.square(saliency)).dataSync()[0]!;
  expect(grown / (step * square)).toBeCloseTo(1, 1);
});

test("the texts of a batch do not see each other: another one beside it changes nothing, exactly", () => {
  const model = gpt(small);
  const params = model.init({ rng: rng(1), std: 0.5 });
  const text = randomIds([1, 6], { vocab: 11, rng: rng(2) });
  const beside = (seed: number) => tf.concat([text, randomIds([1, 6], { vocab: 11, rng: rng(seed) })], 0);
  const first = (ids: tf.Tensor) => model.forward(params, ids).slice(0, 1);
  expect(difference(first(beside(3)), first(beside(4)))).toBe(0);
});

test("numbers as large as float32 holds do not overflow in softmax: the largest score takes all", () => {
  const model = gpt({ ...small, positions: "none" });
  const huge = mapParams(model.init({ rng: rng(1), std: 0.5 }), (leaf, name) =>
    /(query|key)\.weight$/u.test(name) ? tf.mul(leaf, 1e12) : leaf,
  );
  const ids = randomIds([1, 6], { vocab: 11, rng: rng(2) });
  const values = [...attentionMaps(model, huge, ids).dataSync()];
  expect(values.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  expect(values.filter((weight) => weight > 0.999).length).toBe(2 * 2 * 6);
  expect([...model.forward(huge, ids).dataSync()].every(Number.isFinite)).toBe(true);
});

test("a hook that replaces the stream decides what comes out", () => {
  const model = gpt(small);
  const params = model.init({ rng: rng(1), std: 0.5 });
  const [a, b] = [randomIds([1, 4], { vocab: 11, rng: rng(2) }), randomIds([1, 4], { vocab: 11, rng: rng(3) })];
  let saved = tf.scalar(0) as tf.Tensor;
  model.forward(params, a, { hook: (place, value) => void (place === "blocks.0" && (saved = tf.keep(value.clone()))) });
  const patched = model.forward(params, b, { hook: (place) => (place === "blocks.0" ? saved : undefined) });
  expectNear(patched, model.forward(params, a), { within: 1e-6 });
});
