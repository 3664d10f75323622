import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { layerNorm, readableLayerNorm } from "../../../lib/backend/index.ts";
import { expectClose, expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { expectFormula, numbers, rowsOf, total, withGradients } from "./float64.ts";

beforeAll(startEngine);

function formula(x: number[], gain: number[], bias: number[]): number[] {
  return rowsOf(x, gain.length).flatMap((row) => {
    const mean = total(row) / row.length;
    const variance = total(row.map((each) => (each - mean) ** 2)) / row.length;
    return row.map((each, i) => ((each - mean) / Math.sqrt(variance + 1e-5)) * gain[i]! + bias[i]!);
  });
}

for (const [name, op] of Object.entries({ layerNorm, readableLayerNorm }))
  test(`${name} is its formula, and its gradients are the formula's finite differences`, () => {
    expectFormula({
      shapes: [[2, 3, 5], [5], [5]],
      op: (x, gain, bias) => op(x!, { gain: gain!, bias: bias! }),
      formula,
    });
    expectFormula({ shapes: [[7], [7], [7]], op: (x, gain, bias) => op(x!, { gain: gain!, bias: bias! }), formula });
  });

test("of any shape and ε it is the readable version on the cpu backend, with its gradients", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(shape, fc.constantFrom(1e-5, 1e-3, 0.1), fc.nat(1000), (shape, epsilon, seed) => {
      const length = shape.at(-1)!;
      const size = shape.reduce((product, each) => product * each, 1);
      expectSame(
        () => {
          const [gain, bias] = [tf.tensor1d(numbers(length, seed + 1)), tf.tensor1d(numbers(length, seed + 2))];
          const x = tf.tensor(numbers(size, seed), shape);
          return withGradients(
            (x, gain, bias) => layerNorm(x!, { gain: gain!, bias: bias!, epsilon }),
            [x, gain, bias],
          );
        },
        // rows that are nearly constant are divided by nearly √ε, and so is their rounding
        { relative: 1e-4, absolute: 2e-4, anyZero: true },
      );
    }),
    { numRuns: 60 },
  );
});

test("a row far from zero keeps its digits", () => {
  const x = numbers(64).map((each) => Math.fround(1000 + each));
  const [gain, bias] = [tf.ones([64]), tf.zeros([64])];
  const y = layerNorm(tf.tensor2d(x, [1, 64]), { gain, bias });
  expectClose([...y.dataSync()], formula(x, Array(64).fill(1), Array(64).fill(0)), { absolute: 2e-4, anyZero: true });
});

test("a constant row is the bias, and NaN stays in its row", () => {
  const options = { gain: tf.tensor1d([2, 2]), bias: tf.tensor1d([3, 4]) };
  const x = tf.tensor2d([
    [5, 5],
    [NaN, 1],
    [1e-3, -1e-3],
  ]);
  const [constant, broken, last] = layerNorm(x, options).arraySync();
  expect(constant).toEqual([3, 4]);
  expect(broken).toEqual([NaN, NaN]);
  expect(last!.every(Number.isFinite)).toBe(true);
});

test("of no rows there are none", () => {
  expect(layerNorm(tf.zeros([0, 4]), { gain: tf.ones([4]), bias: tf.zeros([4]) }).shape).toEqual([0, 4]);
});

test("a call leaves nothing but its result behind", () => {
  const [x, gain, bias] = [tf.ones([3, 4]), tf.ones([4]), tf.zeros([4])];
  const before = tf.memory().numTensors;
  const y = layerNorm(x, { gain, bias });
  expect(tf.memory().numTensors).toBe(before + 1);
  const { value, grads } = tf.valueAndGrads((x: tf.Tensor) => tf.sum(layerNorm(x, { gain, bias })))([x]);
  expect(tf.memory().numTensors).toBe(before + 3);
  tf.dispose([y, value, grads]);
});

test("wrong shapes and types are said at the call", () => {
  const x = tf.ones([3, 4]);
  expect(() => layerNorm(x, { gain: tf.ones([3]), bias: tf.zeros([4]) })).toThrow("gain: expected shape [4], got [3]");
  expect(() => layerNorm(x, { gain: tf.ones([4]), bias: tf.zeros([1, 4]) })).toThrow(
    "bias: expected shape [4], got [1, 4]",
  );
  const options = { gain: tf.ones([4]), bias: tf.zeros([4]) };
  expect(() => layerNorm(tf.ones([3, 4], "int32"), options)).toThrow("x: expected float32, got int32");
});
