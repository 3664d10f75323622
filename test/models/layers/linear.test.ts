import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { countLinear, countParams, initLinear, linear } from "../../../lib/models/index.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

test("x · weight + bias, by hand", () => {
  const layer = { weight: tf.tensor2d([1, 2, 3, 10, 20, 30], [2, 3]), bias: tf.tensor1d([0.5, 0, -0.5]) };
  expect(
    linear(
      layer,
      tf.tensor2d([
        [1, 1],
        [2, 0],
      ]),
    ).arraySync(),
  ).toEqual([
    [11.5, 22, 32.5],
    [2.5, 4, 5.5],
  ]);
  expect(linear({ weight: layer.weight }, tf.tensor1d([1, 1])).arraySync()).toEqual([11, 22, 33]);
});

test("leading axes are rows: each row alone gives the same", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }), fc.nat(1000), (leading, seed) => {
      const layer = initLinear([4, 2], { rng: rng(seed) });
      const size = leading.reduce((product, length) => product * length, 1);
      const x = tf.tensor(
        Float32Array.from({ length: size * 4 }, (_, i) => Math.sin(i)),
        [...leading, 4],
      );
      const all = linear(layer, x);
      expect(all.shape).toEqual([...leading, 2]);
      const rows = x
        .reshape([size, 4])
        .unstack()
        .map((row) => [...linear(layer, row).dataSync()]);
      expect([...all.dataSync()]).toEqual(rows.flat());
    }),
    { numRuns: 20 },
  );
});

test("no rows give no rows; another number of features is refused", () => {
  const layer = initLinear([4, 2], { rng: rng(1) });
  expect(linear(layer, tf.zeros([0, 4])).shape).toEqual([0, 2]);
  expect(() => linear(layer, tf.zeros([2, 3]))).toThrow('linear x: expected [..., 4], got "[2, 3]"');
});

test.each([true, false])("has as many numbers as the formula says: bias %s", (bias) => {
  const count = countLinear([4, 2], { bias });
  expect(countParams(initLinear([4, 2], { rng: rng(1), bias }))).toBe(count);
  expect(count).toBe(bias ? 10 : 8);
});
