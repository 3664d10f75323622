import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { causalAttention, readableCausalAttention } from "../../../lib/backend/index.ts";
import { expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { expectFormula, numbers, rowsOf, total, withGradients } from "./float64.ts";

beforeAll(startEngine);

type Attend = (inputs: { q: tf.Tensor4D; k: tf.Tensor4D; v: tf.Tensor4D }) => tf.Tensor4D;
const of =
  (op: Attend) =>
  (...inputs: tf.Tensor[]): tf.Tensor => {
    const [q, k, v] = inputs as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    return op({ q, k, v });
  };

const [positions, dHead] = [4, 3];

/** For each sequence and head, and each position, the mean of the values so far, weighted by exp(q · k / √dHead). */
function formula(q: number[], k: number[], v: number[]): number[] {
  const [queries, keys, values] = [q, k, v].map((each) => rowsOf(each, dHead)) as [number[][], number[][], number[][]];
  return queries.flatMap((query, row) => {
    const first = row - (row % positions);
    const weights = keys
      .slice(first, row + 1)
      .map((key) => Math.exp(total(key.map((each, i) => each * query[i]!)) / Math.sqrt(dHead)));
    const all = total(weights);
    return query.map((_, i) => total(weights.map((weight, at) => (weight * values[first + at]![i]!) / all)));
  });
}

test("it is its formula, fused and readable, and its gradients are the formula's finite differences", () => {
  const shape = [2, 2, positions, dHead];
  for (const op of [causalAttention, readableCausalAttention])
    expectFormula({ shapes: [shape, shape, shape], op: of(op), formula });
});

test("of any shape it is the readable version on the cpu backend, with its gradients", () => {
  const length = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(fc.tuple(length, length, length, length), fc.nat(1000), (shape, seed) => {
      const size = shape.reduce((product, each) => product * each, 1);
      expectSame(
        () =>
          withGradients(
            of(causalAttention),
            [0, 1, 2].map((i) => tf.tensor4d(numbers(size, seed + i), shape)),
          ),
        { relative: 1e-4, absolute: 1e-5, anyZero: true },
      );
    }),
    { numRuns: 40 },
  );
});

test("no position depends on a later one", () => {
  const shape: [number, number, number, number] = [1, 2, 5, 3];
  const [q, k, v] = [0, 1, 2].map((seed) => numbers(30, seed)) as [number[], number[], number[]];
  const run = (k: number[], v: number[]): number[] => [
    ...causalAttention({ q: tf.tensor4d(q, shape), k: tf.tensor4d(k, shape), v: tf.tensor4d(v, shape) }).dataSync(),
  ];
  const before = run(k, v);
  // the last position of each head
  const [otherK, otherV] = [k, v].map((values) => values.map((each, i) => (i % 15 >= 12 ? 100 - each : each)));
  const after = run(otherK!, otherV!);
  const [unchanged, others] = [true, false].map((isEarly) =>
    before.map((_, i) => i).filter((i) => i % 15 < 12 === isEarly),
  );
  expect(unchanged!.map((i) => after[i])).toEqual(unchanged!.map((i) => before[i]));
  expect(others!.every((i) => after[i] !== before[i])).toBe(true);
});

test("a query that is NaN is so alone", () => {
  const shape: [number, number, number, number] = [1, 1, 3, 2];
  const [k, v] = [0, 1].map((seed) => tf.tensor4d(numbers(6, seed), shape)) as [tf.Tensor4D, tf.Tensor4D];
  const y = causalAttention({ q: tf.tensor4d([1, 2, NaN, 3, 4, 5], shape), k, v }).dataSync();
  expect([...y].map(Number.isNaN)).toEqual([false, false, true, true, false, false]);
});

test("scores far below the largest count as nothing, in the gradients too", () => {
  const shape: [number, number, number, number] = [1, 1, 3, 1];
  const run = (): tf.Tensor[] => {
    const [q, k, v] = [
      [60, 60, 60],
      [1, -1, 0],
      [1, 2, 3],
    ].map((each) => tf.tensor4d(each, shape));
    return withGradients(of(causalAttention), [q!, k!, v!]);
  };
  expectSame(run, { relative: 1e-5, absolute: 1e-6, anyZero: true });
});

test("large scores make no NaN", () => {
  const large = tf.mul(tf.ones<tf.Rank.R4>([1, 1, 3, 2]), 1e3) as tf.Tensor4D;
  expect([...causalAttention({ q: large, k: large, v: large }).dataSync()]).toEqual(Array(6).fill(1e3));
});

test("wrong shapes and types are said at the call", () => {
  const q = tf.ones<tf.Rank.R4>([1, 2, 3, 4]);
  const other = tf.ones<tf.Rank.R4>([1, 2, 3, 5]);
  expect(() => causalAttention({ q, k: other, v: q })).toThrow("k: expected shape [1, 2, 3, 4], got [1, 2, 3, 5]");
  expect(() => causalAttention({ q: tf.ones([2, 3]) as never, k: q, v: q })).toThrow(
    "q: expected [batch, head, pos, dHead], got [2, 3]",
  );
  expect(() => causalAttention({ q, k: q, v: tf.ones([1, 2, 3, 4], "int32") })).toThrow(
    "v: expected float32, got int32",
  );
});
