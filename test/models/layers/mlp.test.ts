import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { activate, countMlp, countParams, initMlp, mlp, normal } from "../../../lib/models/index.ts";
import { erf } from "../../backend/decode/oracle.ts";
import { difference, expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

test("by hand: |x| is max(0, x) + max(0, −x)", () => {
  const layer = {
    up: { weight: tf.tensor2d([[1, -1]]), bias: tf.tensor1d([0, 0]) },
    down: { weight: tf.tensor2d([[1], [1]]), bias: tf.tensor1d([0.5]) },
  };
  expect([...mlp(layer, tf.tensor2d([[3], [-4], [0]]), { activation: "relu" }).dataSync()]).toEqual([3.5, 4.5, 0.5]);
});

test("activations are the formulas of Hendrycks and Gimpel, section 2", () => {
  const xs = [-3, -1, -0.1, 0, 0.5, 2];
  const formulas = {
    gelu: (x: number) => (x / 2) * (1 + erf(x / Math.SQRT2)),
    "gelu-tanh": (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    "gelu-sigmoid": (x: number) => x / (1 + Math.exp(-1.702 * x)),
    relu: (x: number) => Math.max(0, x),
  } as const;
  for (const [name, formula] of Object.entries(formulas))
    expectNear(activate(tf.tensor1d(xs), name as keyof typeof formulas), xs.map(formula), { within: 1e-6 });
});

test("each position is alone: another one changes nothing there", () => {
  const params = initMlp([4, 8], { rng: rng(1) });
  const x = normal([1, 3, 4], { rng: rng(2), std: 1 });
  const changed = tf.concat([x.slice([0, 0, 0], [1, 2, 4]), tf.ones([1, 1, 4])], 1);
  const before = mlp(params, x).slice([0, 0, 0], [1, 2, 4]);
  expect(difference(before, mlp(params, changed).slice([0, 0, 0], [1, 2, 4]))).toBe(0);
});

test("the last layer's first weights have their own deviation", () => {
  const { up, down } = initMlp([64, 64], { rng: rng(1), std: 0.02, outputStd: 0.001 });
  expect(tf.norm(up.weight).dataSync()[0]! / 64).toBeCloseTo(0.02, 3);
  expect(tf.norm(down.weight).dataSync()[0]! / 64).toBeCloseTo(0.001, 4);
});

test("a hook is shown the hidden layer, and may replace it", () => {
  const params = initMlp([4, 8], { rng: rng(1) });
  const x = tf.ones([2, 4]);
  const shapes: unknown[] = [];
  mlp(params, x, { hook: (place, value) => void shapes.push([place, value.shape]) });
  expect(shapes).toEqual([["hidden", [2, 8]]]);
  const dark = mlp(params, x, { hook: (_, value) => tf.zerosLike(value) });
  expect(difference(dark, tf.zeros([2, 4]))).toBe(0);
});

test.each([true, false])("has as many numbers as the formula says: bias %s", (bias) => {
  const params = initMlp([4, 10], { rng: rng(1), bias });
  expect(countParams(params)).toBe(countMlp([4, 10], { bias }));
  expect(countMlp([4, 10], { bias })).toBe(bias ? 80 + 14 : 80);
});
