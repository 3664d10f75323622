import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { disposeParams, emptyGptCache, gpt, gptStep, mapParams, normal } from "../../../lib/models/index.ts";
import { difference, expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";
import { randomIds } from "../token-ids.ts";

beforeEach(startCpu);

const small: DecoderConfig = { vocabSize: 11, dModel: 12, layers: 2, heads: 3, context: 5 };
const start = (config: Partial<DecoderConfig> = {}) => {
  const model = gpt({ ...small, ...config });
  const chance = rng(1);
  const params = mapParams(model.init({ rng: chance }), ({ shape }) => normal(shape, { rng: chance, std: 0.4 }));
  return { model, params };
};
const token = (id: number) => tf.tensor1d([id], "int32");
const column = (ids: tf.Tensor, position: number): tf.Tensor =>
  ids.slice([0, position], [ids.shape[0]!, 1]).squeeze([1]);

test.each(["learned", "rotary", "alibi", "none"] as const)(
  "step by step the logits are those of the whole pass, to the last place of the context: %s",
  (positions) => {
    const { model, params } = start({ positions });
    const ids = randomIds([2, 5], { vocab: 11, rng: rng(2) });
    const whole = model.forward(params, ids);
    let cache = emptyGptCache(model, { batch: 2 });
    for (let position = 0; position < 5; position++) {
      const step = gptStep(model, params, { tokens: column(ids, position), position, cache });
      expectNear(step.logits, whole.slice([0, position, 0], [2, 1, 11]).squeeze([1]), { within: 2e-6 });
      cache = step.cache;
    }
  },
);

test("a cache stays as it was, so that a text can go on in two ways", () => {
  const { model, params } = start();
  const { cache } = gptStep(model, params, { tokens: token(3), position: 0, cache: emptyGptCache(model) });
  const one = gptStep(model, params, { tokens: token(1), position: 1, cache });
  gptStep(model, params, { tokens: token(2), position: 1, cache });
  const again = gptStep(model, params, { tokens: token(1), position: 1, cache });
  expect(difference(one.logits, again.logits)).toBe(0);
});

test("a step that goes back replaces what was at its place, and what lies after is not seen", () => {
  const { model, params } = start();
  const first = gptStep(model, params, { tokens: token(3), position: 0, cache: emptyGptCache(model) });
  const second = gptStep(model, params, { tokens: token(4), position: 1, cache: first.cache });
  const back = gptStep(model, params, { tokens: token(7), position: 0, cache: second.cache });
  const fresh = gptStep(model, params, { tokens: token(7), position: 0, cache: emptyGptCache(model) });
  expect(difference(back.logits, fresh.logits)).toBe(0);
});

test("the cache has the size that its formula says, at every step, and nothing else is left behind", () => {
  const { model, params } = start();
  const before = tf.memory();
  const cache = emptyGptCache(model, { batch: 3 });
  expect(tf.memory().numBytes - before.numBytes).toBe(3 * 2 * 2 * 12 * 5 * 4);
  const tokens = tf.tensor1d([1, 2, 3], "int32");
  const step = gptStep(model, params, { tokens, position: 4, cache });
  expect(step.cache.map(({ keys, values }) => [keys.shape, values.shape])).toEqual(
    Array.from({ length: 2 }, () => Array.from({ length: 2 }, () => [3, 3, 5, 4])),
  );
  disposeParams([step.logits, tokens, ...[...cache, ...step.cache].flatMap(({ keys, values }) => [keys, values])]);
  expect(tf.memory().numTensors).toBe(before.numTensors);
});

test("the sequences of a batch do not see each other: another one beside it changes nothing, exactly", () => {
  const { model, params } = start({ positions: "alibi" });
  const run = (rows: readonly (readonly number[])[]): number[] => {
    let cache = emptyGptCache(model, { batch: rows.length });
    let last: number[] = [];
    for (let position = 0; position < 5; position++) {
      const tokens = tf.tensor1d(
        rows.map((row) => row[position]!),
        "int32",
      );
      const step = gptStep(model, params, { tokens, position, cache });
      cache = step.cache;
      last = [...step.logits.slice([0, 0], [1, 11]).dataSync()];
    }
    return last;
  };
  const first = [3, 1, 4, 1, 5];
  expect(run([first, [9, 9, 9, 9, 9]])).toEqual(run([first, [0, 2, 4, 6, 8]]));
});

test("places beyond the context and tokens without a batch are refused", () => {
  const { model, params } = start();
  const cache = emptyGptCache(model);
  const tokens = tf.tensor1d([1], "int32");
  for (const position of [5, -1, 0.5])
    expect(() => gptStep(model, params, { tokens, position, cache })).toThrow("gptStep position: expected an integer");
  expect(() => gptStep(model, params, { tokens: tf.scalar(1, "int32"), position: 0, cache })).toThrow("[batch]");
});
