import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { embed, initEmbedding, unembed } from "../../../lib/models/index.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const table = () =>
  tf.tensor2d([
    [1, 2],
    [10, 20],
    [100, 200],
  ]);

test("an id takes its row, whatever the shape of the ids", () => {
  expect(embed(table(), tf.scalar(2, "int32")).arraySync()).toEqual([100, 200]);
  expect(embed(table(), tf.tensor2d([[0, 1]], [1, 2], "int32")).arraySync()).toEqual([
    [
      [1, 2],
      [10, 20],
    ],
  ]);
});

test("an id beyond the table is refused, and so are numbers that are no integers", () => {
  for (const id of [-1, 3]) expect(() => embed(table(), tf.tensor1d([id], "int32"))).toThrow(`0 to 2, got ${id}`);
  expect(() => embed(table(), tf.tensor1d([0.5]))).toThrow("ids: expected int32, got float32");
});

test("looking up is the product with one-hot rows, without a difference", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }), fc.nat(99), (ids, seed) => {
      const weights = initEmbedding([5, 3], { rng: rng(seed), std: 1 });
      const hot = tf.oneHot(tf.tensor1d(ids, "int32"), 5).toFloat() as tf.Tensor2D;
      const product = tf.matMul(hot, weights as tf.Tensor2D);
      expect(embed(weights, tf.tensor1d(ids, "int32")).arraySync()).toEqual(product.arraySync());
    }),
    { numRuns: 20 },
  );
});

test("the way out scores each row by its product with the vector", () => {
  expect(unembed(table(), tf.tensor1d([1, -1])).arraySync()).toEqual([-1, -10, -100]);
  const x = tf.tensor3d([
    [
      [1, 0],
      [0, 1],
    ],
  ]);
  expect(unembed(table(), x).arraySync()).toEqual([
    [
      [1, 10, 100],
      [2, 20, 200],
    ],
  ]);
});

test("rows start with the deviation asked for", () => {
  const numbers = [...initEmbedding([100, 100], { rng: rng(1), std: 0.02 }).dataSync()];
  const deviation = Math.sqrt(numbers.reduce((sum, each) => sum + each * each, 0) / numbers.length);
  // of 10,000 draws, the deviation's own is 0.02 / √20,000
  expect(Math.abs(deviation - 0.02)).toBeLessThan((5 * 0.02) / Math.sqrt(20_000));
});
