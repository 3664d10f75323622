import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  countParams,
  gpt,
  loadParams,
  lora,
  mapParams,
  normal,
  saveParams,
  trainable,
} from "../../lib/models/index.ts";
import type { LoraParams, Params } from "../../lib/models/index.ts";
import { difference, expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";
import { randomIds } from "./token-ids.ts";

beforeEach(startCpu);
afterEach(() => tf.disposeVariables());

const start = (seed = 1) => {
  const model = gpt({ vocabSize: 9, dModel: 8, layers: 2, heads: 2, context: 6 });
  const base = model.init({ rng: rng(seed), std: 0.5 });
  return { model, base, ids: randomIds([3, 6], { vocab: 9, rng: rng(2) }) };
};
const random = (adapters: LoraParams): LoraParams =>
  mapParams(adapters, ({ shape }) => normal(shape, { rng: rng(7), std: 0.5 }));

test("by hand: W′ = W + α/rank · A · B", () => {
  const base = {
    weight: tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    bias: tf.tensor1d([9, 9]),
  };
  const adapters = lora(base, { rank: 1, alpha: 10, targets: (name) => name === "weight" });
  const adapted = adapters.apply(base, { weight: { a: tf.tensor2d([[1], [2]]), b: tf.tensor2d([[3, 5]]) } });
  expect(adapted.weight.arraySync()).toEqual([
    [31, 52],
    [63, 104],
  ]);
  expect(adapted.bias).toBe(base.bias);
});

test("fresh adapters change nothing, bit for bit", () => {
  const { model, base, ids } = start();
  const { init, apply } = lora(base, { rank: 2 });
  const adapted = apply(base, init({ rng: rng(3) }));
  expect(difference(model.forward(adapted, ids), model.forward(base, ids))).toBe(0);
});

test("by default queries and values are adapted, and the count is rank · (in + out) for each", () => {
  const { base } = start();
  const { targets, parameterCount, init } = lora(base, { rank: 2 });
  const names = [0, 1].flatMap((l) => ["query", "value"].map((name) => `blocks.${l}.attention.${name}.weight`));
  expect(targets).toEqual(names);
  expect(parameterCount).toBe(4 * 2 * (8 + 8));
  expect(countParams(init({ rng: rng(1) }))).toBe(parameterCount);
});

test("the difference has the rank asked for", () => {
  const base = { weight: normal([6, 5], { rng: rng(1), std: 1 }) };
  const { init, apply } = lora(base, { rank: 2, targets: () => true });
  const adapted = apply(base, random(init({ rng: rng(3) })));
  const rows = tf.sub(adapted.weight, base.weight).unstack() as tf.Tensor1D[];
  // of the rows made orthogonal one after another, only two are longer than rounding
  const left: tf.Tensor[] = [];
  const lengths = rows.map((row) => {
    const rest = left.reduce((each: tf.Tensor, unit) => tf.sub(each, tf.mul(unit, tf.sum(tf.mul(each, unit)))), row);
    const length = tf.norm(rest).dataSync()[0]!;
    if (length > 1e-4) left.push(tf.div(rest, length));
    return length;
  });
  expect(lengths.filter((length) => length > 1e-4)).toHaveLength(2);
});

test("adapted for the pass or merged for good: the logits are the same", () => {
  const { model, base, ids } = start();
  const { init, apply } = lora(base, { rank: 3, alpha: 6, targets: (name) => name.endsWith("weight") });
  const adapters = random(init({ rng: rng(3) }));
  const merged = loadParams(saveParams(apply(base, adapters)), { like: base });
  expect(difference(model.forward(merged, ids), model.forward(apply(base, adapters), ids))).toBe(0);
  expect(difference(model.forward(merged, ids), model.forward(base, ids))).toBeGreaterThan(0.01);
});

test("the sum is x·W + α/rank · x·A·B, as the paper draws it", () => {
  const base = { weight: normal([5, 4], { rng: rng(1), std: 1 }) as tf.Tensor2D };
  const { init, apply } = lora(base, { rank: 2, alpha: 3, targets: () => true });
  const adapters = random(init({ rng: rng(3) }));
  const x = normal([2, 5], { rng: rng(4), std: 1 }) as tf.Tensor2D;
  const { a, b } = adapters["weight"]! as { a: tf.Tensor2D; b: tf.Tensor2D };
  const beside = tf.add(tf.matMul(x, base.weight), tf.mul(tf.matMul(tf.matMul(x, a), b), 3 / 2));
  expectNear(tf.matMul(x, apply(base, adapters).weight), beside);
});

test("only the adapters learn: the base stays as it was, and switching them off gives it back", () => {
  const { model, base, ids } = start();
  const before = saveParams(base);
  const { init, apply } = lora(base, { rank: 2 });
  const adapters = trainable(init({ rng: rng(3) }));
  const loss = () => model.loss(apply(base, adapters), ids);
  const first = loss().dataSync()[0]!;
  const logits = model.forward(base, ids);
  const optimizer = tf.train.adam(0.02);
  for (let step = 0; step < 20; step++) optimizer.minimize(loss);
  expect(loss().dataSync()[0]).toBeLessThan(first - 0.05);
  expect(saveParams(base)).toEqual(before);
  expect(difference(model.forward(base, ids), logits)).toBe(0);
});

test("at the first step B has a gradient and A has none: it is B's zero", () => {
  const { model, base, ids } = start();
  const { init, apply } = lora(base, { rank: 2 });
  const adapters = trainable(init({ rng: rng(3) }));
  const { grads } = tf.variableGrads(() => model.loss(apply(base, adapters), ids));
  const largest = (each: tf.Tensor) => tf.max(tf.abs(grads[(each as tf.Variable).name]!)).dataSync()[0]!;
  const [{ a, b }] = Object.values(adapters) as [{ a: tf.Tensor; b: tf.Tensor }];
  expect(largest(a)).toBe(0);
  expect(largest(b)).toBeGreaterThan(0);
});

test("adapters are saved and loaded by name, and nothing is left behind", () => {
  const { base } = start();
  const { init, apply } = lora(base, { rank: 1 });
  const adapters = random(init({ rng: rng(3) }));
  const loaded = loadParams(saveParams(adapters), { like: init({ rng: rng(9) }) });
  expect(saveParams(apply(base, loaded) as Params)).toEqual(saveParams(apply(base, adapters) as Params));
  const before = tf.memory().numTensors;
  apply(base, adapters);
  // one new tensor for each adapted matrix, to be disposed by the caller
  expect(tf.memory().numTensors - before).toBe(4);
});

test("what cannot be adapted is refused", () => {
  const { base } = start();
  expect(() => lora(base, { rank: 0 })).toThrow("lora rank: expected an integer of at least 1");
  expect(() => lora(base, { rank: 1, alpha: Number.NaN })).toThrow("lora alpha");
  expect(() => lora(base, { rank: 1, targets: () => false })).toThrow("lora targets: expected at least one matrix");
  expect(() => lora(base, { rank: 1, targets: (name) => name.endsWith("gain") })).toThrow(
    "lora blocks.0.norm1.gain: expected a matrix [in, out]",
  );
  expect(() => lora(base, { rank: 1 }).apply(base, {})).toThrow("lora adapters: expected an adapter of blocks.0");
});
