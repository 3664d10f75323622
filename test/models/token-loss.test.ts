import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { shiftByOne, tokenLoss, normal } from "../../lib/models/index.ts";
import { difference, expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";
import { randomIds } from "./token-ids.ts";

beforeEach(startCpu);

test("a text of n tokens is n − 1 lessons: what was read, and what came next", () => {
  const ids = tf.tensor2d(
    [
      [5, 6, 7],
      [1, 2, 3],
    ],
    undefined,
    "int32",
  );
  const { input, targets, counts } = shiftByOne(ids, {
    counts: tf.tensor2d([
      [9, 0, 1],
      [9, 1, 0],
    ]),
  });
  expect(input.arraySync()).toEqual([
    [5, 6],
    [1, 2],
  ]);
  expect(targets.arraySync()).toEqual([
    [6, 7],
    [2, 3],
  ]);
  expect(counts!.arraySync()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(targets.dtype).toBe("int32");
  expect(shiftByOne(ids).counts).toBeUndefined();
  expect(shiftByOne(ids.slice([0, 0], [2, 1])).input.shape).toEqual([2, 0]);
});

test("by hand: even odds of two cost ln 2, of four ln 4", () => {
  const targets = tf.tensor2d([[1]], [1, 1], "int32");
  expectNear(tokenLoss(tf.zeros([1, 1, 2]), { targets }), [Math.log(2)]);
  expectNear(tokenLoss(tf.zeros([1, 1, 4]), { targets, counts: tf.ones([1, 1]) }), [Math.log(4)]);
  // three to one: p = 3/4
  const logits = tf.tensor3d([0, Math.log(3)], [1, 1, 2]);
  expectNear(tokenLoss(logits, { targets }), [-Math.log(0.75)]);
});

test("if all count alike, counting changes nothing", () => {
  const logits = normal([2, 3, 5], { rng: rng(1), std: 2 });
  const targets = randomIds([2, 3], { vocab: 5, rng: rng(2) });
  const plain = tokenLoss(logits, { targets });
  expectNear(tokenLoss(logits, { targets, counts: tf.mul(tf.ones([2, 3]), 7) }), plain, { within: 1e-6 });
});

test("what does not count has a gradient of exactly 0", () => {
  const logits = normal([1, 3, 5], { rng: rng(1), std: 2 });
  const targets = randomIds([1, 3], { vocab: 5, rng: rng(2) });
  const counts = tf.tensor2d([[0, 1, 0]], [1, 3], "int32");
  const gradient = tf.grad((x) => tokenLoss(x, { targets, counts }))(logits);
  const expected = tf.sub(tf.softmax(logits), tf.oneHot(targets, 5)).mul(counts.toFloat().expandDims(-1));
  expectNear(gradient, expected, { within: 1e-6 });
  expect(difference(gradient.slice([0, 0], [1, 1]), tf.zeros([1, 1, 5]))).toBe(0);
});

test("counts of another shape are refused; if nothing counts there is no mean", () => {
  const targets = tf.zeros([1, 3], "int32");
  const logits = tf.zeros([1, 3, 5]);
  expect(() => tokenLoss(logits, { targets, counts: tf.ones([3]) })).toThrow("tokenLoss counts: expected [1, 3]");
  expect(tokenLoss(logits, { targets, counts: tf.zeros([1, 3]) }).dataSync()[0]).toBeNaN();
});
