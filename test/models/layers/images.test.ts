import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import {
  conv2d,
  countConv2d,
  countGroupNorm,
  countParams,
  groupNorm,
  initConv2d,
  initGroupNorm,
  normalNoise,
} from "../../../lib/models/index.ts";
import { expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

test("a convolution by hand: the sum of a window, zeros beyond the edge, every second place", () => {
  const sum = { weight: tf.ones([3, 3, 1, 1]), bias: tf.tensor1d([0.5]) };
  const x = tf.tensor([1, 2, 3, 4], [1, 2, 2, 1]);
  expect([...conv2d(sum, x).dataSync()]).toEqual([10.5, 10.5, 10.5, 10.5]);
  const wide = tf.ones([1, 4, 4, 1]);
  expect(conv2d(sum, wide, { stride: 2 }).shape).toEqual([1, 2, 2, 1]);
  expect([...conv2d(sum, wide).dataSync()].slice(0, 6)).toEqual([4.5, 6.5, 6.5, 4.5, 6.5, 9.5]);
  expect(() => conv2d(sum, tf.ones([1, 2, 2, 3]))).toThrow("conv2d x: expected [batch, height, width, 1]");
});

test("a window of one pixel is a linear layer of the channels", () => {
  const layer = initConv2d([3, 2], { rng: rng(1), side: 1 });
  const x = normalNoise([2, 4, 5, 3], { rng: rng(2) });
  const flat = tf
    .matMul(x.reshape([40, 3]) as tf.Tensor2D, layer.weight.reshape([3, 2]) as tf.Tensor2D)
    .reshape([2, 4, 5, 2]);
  expectNear(conv2d(layer, x), flat);
});

test("each group has mean 0 and variance 1; one group is a layer's norm, one for each channel an instance's", () => {
  const x = tf.add(tf.mul(normalNoise([2, 3, 3, 4], { rng: rng(3) }), 5), 7);
  for (const groups of [1, 2, 4]) {
    const y = groupNorm(initGroupNorm(4), x, { groups }).reshape([2, 9, groups, 4 / groups]);
    const { mean, variance } = tf.moments(y, [1, 3]);
    expect(tf.max(tf.abs(mean)).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(tf.sub(variance, 1))).dataSync()[0]).toBeLessThan(1e-4);
  }
  expect(() => groupNorm(initGroupNorm(4), x, { groups: 3 })).toThrow(
    "groupNorm groups: expected a divisor of 4, got 3",
  );
});

test("counts are those of the trees", () => {
  expect(countConv2d([3, 5])).toBe(countParams(initConv2d([3, 5], { rng: rng(1) })));
  expect(countConv2d([3, 5], { side: 1 })).toBe(20);
  expect(countGroupNorm(6)).toBe(countParams(initGroupNorm(6)));
});
