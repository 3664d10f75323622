import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { countLayerNorm, countParams, initLayerNorm, layerNorm } from "../../../lib/models/index.ts";
import { expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

test("one feature is its own mean: only the bias is left", () => {
  const layer = { gain: tf.tensor1d([3]), bias: tf.tensor1d([7]) };
  expect(layerNorm(layer, tf.tensor2d([[5], [-2]])).arraySync()).toEqual([[7], [7]]);
});

test("by hand: (1, 3) has mean 2 and deviation 1", () => {
  const layer = { gain: tf.tensor1d([2, 2]), bias: tf.tensor1d([0, 10]) };
  expectNear(layerNorm(layer, tf.tensor1d([1, 3]), { epsilon: 1e-12 }), [-2, 12]);
});

test("epsilon is added to the variance", () => {
  // variance 1 + 3 has the root 2
  expectNear(layerNorm(initLayerNorm(2), tf.tensor1d([1, 3]), { epsilon: 3 }), [-0.5, 0.5]);
});

test("after the first layer, rows have mean 0 and deviation 1, and do not change with the row's scale or offset", () => {
  const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      row.filter((each) => new Set(each).size > 1),
      fc.integer({ min: 1, max: 9 }),
      (numbers, scale) => {
        const y = layerNorm(initLayerNorm(4), tf.tensor(numbers));
        const { mean, variance } = tf.moments(y);
        expect(mean.dataSync()[0]).toBeCloseTo(0, 5);
        expect(variance.dataSync()[0]).toBeCloseTo(1, 3);
        expectNear(layerNorm(initLayerNorm(4), tf.tensor(numbers.map((each) => scale * each + 3))), y, {
          within: 1e-4,
        });
      },
    ),
    { numRuns: 20 },
  );
});

test("a constant row becomes 0, and a gain of another width is refused", () => {
  expect([...layerNorm(initLayerNorm(3), tf.tensor1d([4, 4, 4])).dataSync()]).toEqual([0, 0, 0]);
  expect(() => layerNorm(initLayerNorm(3), tf.zeros([2, 2]))).toThrow("gain: expected shape [2], got [3]");
});

test("has as many numbers as the formula says", () => {
  expect(countParams(initLayerNorm(5))).toBe(countLayerNorm(5));
  expect(countLayerNorm(5)).toBe(10);
});
