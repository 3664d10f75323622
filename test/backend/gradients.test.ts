/** The gradients that stand in the place of tfjs' own, against these where they are right and against finite differences. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { backendName } from "../../lib/backend/index.ts";
import { dense, expectClose, smallFloat, tensorOf } from "./on-both.ts";
import type { Dense } from "./on-both.ts";
import { startEngine } from "./start.ts";

// before the engine is started, which replaces them
const own = { Sum: tf.getGradient("Sum"), Mean: tf.getGradient("Mean"), Cumsum: tf.getGradient("Cumsum") };

beforeAll(startEngine);

/** A tensor and some of its axes, in any order. */
const reduction = dense(smallFloat, { minRank: 1 }).chain((x) =>
  fc.record({
    x: fc.constant(x),
    axes: fc.shuffledSubarray(
      x.shape.map((_, axis) => axis),
      { minLength: 1 },
    ),
    keepDims: fc.boolean(),
  }),
);

const runs = { numRuns: 40 };

/** Σ reduce(x)³ of [2, 3, 2] along the first and the last axis, each of the three of 4 numbers. */
function sumOfCubes(x: readonly number[], name: "Sum" | "Mean"): number {
  return [0, 1, 2]
    .map((row) => x.reduce((sum, each, i) => (Math.floor(i / 2) % 3 === row ? sum + each : sum), 0))
    .map((sum) => (name === "Sum" ? sum : sum / 4))
    .reduce((total, each) => total + each ** 3, 0);
}

describe.each(["Sum", "Mean"] as const)("the gradient of %s", (name) => {
  const reduce = name === "Sum" ? tf.sum : tf.mean;

  test.each(["cpu", backendName])("is tfjs' own, on %s", (backend) => {
    fc.assert(
      fc.property(reduction, ({ x, axes, keepDims }) => {
        tf.setBackend(backend);
        tf.tidy(() => {
          const input = tensorOf(x);
          const dy = tf.randomNormal(reduce(input, axes, keepDims).shape, 0, 1, "float32", 7);
          const [ours, theirs] = [tf.getGradient(name), own[name]].map((gradient) =>
            (gradient.gradFunc(dy, [input], { axis: axes, keepDims }) as { x: () => tf.Tensor }).x(),
          );
          expect(ours!.shape).toEqual(theirs!.shape);
          expect(ours!.dtype).toBe(theirs!.dtype);
          expectClose([...ours!.dataSync()], [...theirs!.dataSync()], { relative: 3e-7, anyZero: true });
        });
        tf.setBackend(backendName);
      }),
      runs,
    );
  });

  test("is the slope, by finite differences in float64", () => {
    const values = [0.5, -1, 2, 0.25, 1.5, -0.75, 1, 3, -2, 0.125, 0.625, 1.75];
    const step = 1e-6;
    const slopes = values.map((each, i) => {
      const [above, below] = [each + step, each - step].map((moved) => sumOfCubes(values.with(i, moved), name));
      return (above! - below!) / (2 * step);
    });
    const gradient = tf.tidy(() => [
      ...tf
        .grad((x) => reduce(x, [0, 2]).pow(3).sum())(tf.tensor3d(values, [2, 3, 2]))
        .dataSync(),
    ]);
    expectClose(gradient, slopes, { relative: 1e-5, absolute: 1e-5 });
  });

  test("has a gradient itself", () => {
    // g(x) = Σ (d reduce(x)³ / dx)² = n · (3 r²/n')² with r = reduce(x), so its gradient is the same for every number
    const x = [0.5, -1, 2, 0.25];
    const count = x.length;
    const scale = name === "Sum" ? 1 : 1 / count;
    const r = x.reduce((sum, each) => sum + each, 0) * scale;
    const expected = x.map(() => count * 9 * scale ** 2 * 4 * r ** 3 * scale);
    const inner = tf.grad((x) => reduce(x).pow(3));
    const gradient = tf.tidy(() => [
      ...tf
        .grad((x) => inner(x).square().sum())(tf.tensor1d(x))
        .dataSync(),
    ]);
    expectClose(gradient, expected, { relative: 1e-5 });
  });

  test("makes no tensor of the input's size but its result", () => {
    const gradient = tf.getGradient(name);
    const x = tf.ones([64, 64]);
    const before = tf.memory().numDataBuffers;
    const dx = tf.tidy(() => (gradient.gradFunc(tf.scalar(2), [x], { axis: [0, 1] }) as { x: () => tf.Tensor }).x());
    expect(tf.memory().numDataBuffers).toBe(before + 1);
    expectClose([...dx.dataSync()].slice(0, 2), name === "Sum" ? [2, 2] : [2 / 4096, 2 / 4096]);
    tf.dispose([x, dx]);
  });
});

interface Scan {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

/** Running sums, number by number. */
function runningSums({ shape, values }: Dense, { axis, exclusive, reverse }: Scan): number[] {
  const length = shape[axis]!;
  const stride = shape.slice(axis + 1).reduce((product, each) => product * each, 1);
  return values.map((_, i) => {
    const [at, first] = [Math.floor(i / stride) % length, i - (Math.floor(i / stride) % length) * stride];
    const isPart = (j: number): boolean => (j === at ? !exclusive : reverse ? j > at : j < at);
    return [...Array(length).keys()].filter(isPart).reduce((sum, j) => sum + values[first + j * stride]!, 0);
  });
}

const scans = dense(smallFloat, { minRank: 1 }).chain((x) =>
  fc.record({
    x: fc.constant(x),
    axis: fc.nat(x.shape.length - 1),
    isFromEnd: fc.boolean(),
    exclusive: fc.boolean(),
    reverse: fc.boolean(),
  }),
);

/** Different numbers, so that none can stand for another. */
const weights = (size: number): number[] => Array.from({ length: size }, (_, i) => Math.sin(1 + i));

/** Of Σ weights · cumsum(x). */
function gradientOn(backend: string, { shape, values }: Dense, { axis, exclusive, reverse }: Scan): number[] {
  tf.setBackend(backend);
  try {
    return tf.tidy(() => {
      const dy = tf.tensor(weights(values.length), shape);
      const dx = tf.grad((x) => tf.cumsum(x, axis, exclusive, reverse).mul(dy))(tf.tensor(values, shape));
      expect(dx.shape).toEqual(shape);
      return [...dx.dataSync()];
    });
  } finally {
    tf.setBackend(backendName);
  }
}

describe("the gradient of cumsum", () => {
  test.each(["cpu", backendName])("is the slope along any axis, by finite differences in float64, on %s", (backend) => {
    fc.assert(
      fc.property(scans, ({ x, axis, isFromEnd, exclusive, reverse }) => {
        const weighted = (values: number[]): number =>
          runningSums({ shape: x.shape, values }, { axis, exclusive, reverse }).reduce(
            (sum, each, i) => sum + each * weights(values.length)[i]!,
            0,
          );
        const step = 1e-4;
        const slopes = x.values.map((value, i) => {
          const [above, below] = [value + step, value - step].map((moved) => weighted(x.values.with(i, moved)));
          return (above! - below!) / (2 * step);
        });
        // the cpu backend's own cumsum fails for axes counted from the end
        const isNegative = isFromEnd && backend !== "cpu";
        const given = { axis: isNegative ? axis - x.shape.length : axis, exclusive, reverse };
        expectClose(gradientOn(backend, x, given), slopes, { relative: 1e-5, absolute: 1e-5, anyZero: true });
      }),
      runs,
    );
  });

  test("is tfjs' own along the last axis", () => {
    fc.assert(
      fc.property(scans, ({ x, exclusive, reverse }) =>
        tf.tidy(() => {
          const input = tensorOf(x);
          const attributes = { axis: x.shape.length - 1, exclusive, reverse };
          const [ours, theirs] = [tf.getGradient("Cumsum"), own.Cumsum].map((gradient) =>
            (gradient.gradFunc(input, [input], attributes) as { x: () => tf.Tensor }).x(),
          );
          expect(ours!.shape).toEqual(theirs!.shape);
          expectClose([...ours!.dataSync()], [...theirs!.dataSync()]);
        }),
      ),
      runs,
    );
  });

  test("along the first of two axes is not tfjs' own, which has the axes exchanged", () => {
    const [dy, x] = [tf.ones([2, 3]), tf.ones([2, 3])];
    const gradients = own.Cumsum.gradFunc(dy, [x], { axis: 0, exclusive: false, reverse: false });
    expect((gradients as { x: () => tf.Tensor }).x().shape).toEqual([3, 2]);
  });

  test("has a gradient itself", () => {
    // d/dx Σ (d/dx Σ cumsum(x)²/2)²: with the matrix L of running sums 2 (LᵀL)ᵀ LᵀL x
    const x = [0.5, -1, 2];
    const gram = [
      [3, 2, 1],
      [2, 2, 1],
      [1, 1, 1],
    ];
    const times = (v: readonly number[]): number[] =>
      gram.map((row) => row.reduce((sum, each, i) => sum + each * v[i]!, 0));
    const inner = tf.grad((x) => tf.cumsum(x).square().mul(0.5));
    const gradient = tf.tidy(() => [
      ...tf
        .grad((x) => inner(x).square())(tf.tensor1d(x))
        .dataSync(),
    ]);
    expectClose(
      gradient,
      times(times(x)).map((each) => 2 * each),
      { relative: 1e-5 },
    );
  });
});
