import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { readableSoftmaxCrossEntropy, softmaxCrossEntropy } from "../../../lib/backend/index.ts";
import { expectClose, expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { expectFormula, numbers, rowsOf, total, withGradients } from "./float64.ts";

beforeAll(startEngine);

const labels = [3, 0, 1, 1, 2, 0];

function formula(logits: number[]): number[] {
  const losses = rowsOf(logits, 4).map((row, i) => Math.log(total(row.map(Math.exp))) - row[labels[i]!]!);
  return [total(losses) / losses.length];
}

test("it is its formula, fused and readable, and its gradient is the formula's finite difference", () => {
  for (const op of [softmaxCrossEntropy, readableSoftmaxCrossEntropy])
    expectFormula({ shapes: [[2, 3, 4]], op: (logits) => op(logits!, tf.tensor2d(labels, [2, 3], "int32")), formula });
});

test("of any shape it is the readable version on the cpu backend, with its gradient", () => {
  const shape = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }), fc.integer({ min: 2, max: 5 }))
    .map(([counts, classes]) => [...counts, classes]);
  fc.assert(
    fc.property(shape, fc.nat(1000), (shape, seed) => {
      const classes = shape.at(-1)!;
      const size = shape.reduce((product, each) => product * each, 1);
      const chosen = Array.from({ length: size / classes }, (_, i) => (i * 7 + seed) % classes);
      expectSame(
        () =>
          withGradients(
            (logits) => softmaxCrossEntropy(logits!, tf.tensor(chosen, shape.slice(0, -1), "int32")),
            [tf.tensor(numbers(size, seed), shape)],
          ),
        { relative: 1e-5, absolute: 1e-6, anyZero: true },
      );
    }),
    { numRuns: 60 },
  );
});

test("scores far apart lose no digits: the loss is their distance", () => {
  const logits = tf.tensor2d([[1000, -1000]]);
  expectClose([...softmaxCrossEntropy(logits, tf.tensor1d([1], "int32")).dataSync()], [2000]);
  expectClose([...softmaxCrossEntropy(logits, tf.tensor1d([0], "int32")).dataSync()], [0], { anyZero: true });
});

test("uniform scores cost log(classes) nats", () => {
  expectClose([softmaxCrossEntropy(tf.zeros([5, 96]), tf.zeros([5], "int32")).dataSync()[0]!], [Math.log(96)]);
});

test("labels that are computed count as those that are given, and are checked when the loss is read", () => {
  const logits = tf.tensor2d([
    [1, 2, 3],
    [3, 2, 1],
  ]);
  const given = tf.tensor1d([2, 1], "int32");
  const computed = tf.add(tf.tensor1d([1, 0], "int32"), tf.scalar(1, "int32"));
  expect(softmaxCrossEntropy(logits, computed).dataSync()).toEqual(softmaxCrossEntropy(logits, given).dataSync());
  for (const wrong of [2, -2]) {
    const beyond = tf.add(given, tf.scalar(wrong * 2, "int32"));
    expect(() => softmaxCrossEntropy(logits, beyond).dataSync()).toThrow(/index/iu);
  }
});

test("wrong shapes, types and labels are said at the call", () => {
  const logits = tf.zeros([2, 3]);
  expect(() => softmaxCrossEntropy(logits, tf.zeros([3], "int32"))).toThrow("labels: expected shape [2], got [3]");
  expect(() => softmaxCrossEntropy(tf.zeros([2, 1]), tf.zeros([2], "int32"))).toThrow(
    "logits: expected at least 2 classes, got 1",
  );
  expect(() => softmaxCrossEntropy(logits, tf.zeros([2]))).toThrow("labels: expected int32, got float32");
  for (const op of [softmaxCrossEntropy, readableSoftmaxCrossEntropy]) {
    expect(() => op(logits, tf.tensor1d([0, 3], "int32"))).toThrow("labels: expected 0 to 2, got 3");
    expect(() => op(logits, tf.tensor1d([-1, 0], "int32"))).toThrow("labels: expected 0 to 2, got -1");
  }
});
