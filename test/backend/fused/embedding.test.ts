import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { embedding, readableEmbedding } from "../../../lib/backend/index.ts";
import { expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { expectFormula, numbers, rowsOf, withGradients } from "./float64.ts";

beforeAll(startEngine);

test("it is the rows that are named, and its gradient is that of a sum over their uses", () => {
  const ids = [4, 0, 4, 2, 4, 1];
  for (const op of [embedding, readableEmbedding])
    expectFormula({
      shapes: [[5, 3]],
      op: (table) => op(table as tf.Tensor2D, tf.tensor2d(ids, [2, 3], "int32")),
      formula: (table) => ids.flatMap((id) => rowsOf(table, 3)[id]!),
    });
});

test("of any table, below and above the size where its gradient is computed otherwise, it is the cpu backend's", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 96, 199, 200, 201, 300),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 }),
      (vocab, dModel, ids) => {
        const rows = ids.map((id) => id % vocab);
        const table = tf.tensor2d(numbers(vocab * dModel), [vocab, dModel]);
        expectSame(
          () => withGradients((table) => embedding(table as tf.Tensor2D, tf.tensor1d(rows, "int32")), [table]),
          { relative: 1e-5, absolute: 1e-5, anyZero: true },
        );
        table.dispose();
      },
    ),
    { numRuns: 40 },
  );
});

test("a single id without axes is one row", () => {
  const table = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  expect(embedding(table, tf.scalar(1, "int32")).arraySync()).toEqual([3, 4]);
});

test("many uses of one row are all counted, whatever the threads", () => {
  const [vocab, dModel, uses] = [300, 64, 4096];
  const gradient = tf.grad((table: tf.Tensor) =>
    tf.sum(embedding(table as tf.Tensor2D, tf.mul(tf.ones([uses], "int32"), tf.scalar(7, "int32")))),
  )(tf.zeros([vocab, dModel]));
  expect(new Set(tf.gather(gradient, 7).dataSync())).toEqual(new Set([uses]));
  expect(tf.sum(gradient).dataSync()[0]).toBe(uses * dModel);
});

test("ids beyond the table, computed or given, and wrong types are errors", () => {
  const table = tf.zeros<tf.Rank.R2>([3, 2]);
  for (const op of [embedding, readableEmbedding])
    for (const id of [3, -1])
      expect(() => op(table, tf.tensor1d([0, id], "int32"))).toThrow(`ids: expected 0 to 2, got ${id}`);
  const beyond = tf.sub(tf.tensor1d([0], "int32"), tf.scalar(1, "int32"));
  expect(() => embedding(table, beyond).dataSync()).toThrow(/indices/iu);
  expect(() => embedding(table, tf.tensor1d([0]))).toThrow("ids: expected int32, got float32");
  expect(() => embedding(tf.zeros([3]) as never, beyond)).toThrow("table: expected shape [vocab, dModel], got [3]");
});
