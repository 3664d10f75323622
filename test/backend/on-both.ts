/** Runs the same tfjs code on the cpu backend and on ours, and expects the same of both. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { expect } from "vitest";
import { backendName, backendReport } from "../../lib/backend/index.ts";

export interface Tolerance {
  /** Relative to the number (default: a few roundings of float32). */
  relative?: number;
  /** In addition, for numbers near zero (default 0). */
  absolute?: number;
  /** Whether -0 may stand for 0 (default false). */
  anyZero?: boolean;
  /** Kernels that are known to be left to the cpu backend (default none). */
  fallbacks?: readonly string[];
}

interface Result {
  dtype: tf.DataType;
  shape: number[];
  values: number[];
}

/** Expect the same types, shapes and numbers of both backends, and that ours leaves no kernel to the other. */
export function expectSame(run: () => tf.Tensor | tf.Tensor[], tolerance: Tolerance = {}): void {
  const theirs = on("cpu", run);
  backendReport({ reset: true });
  const ours = on(backendName, run);
  expect(backendReport()!.fallbacks.map(({ kernel }) => kernel)).toEqual(tolerance.fallbacks ?? []);
  expect(ours.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual(
    theirs.map(({ dtype, shape }) => ({ dtype, shape })),
  );
  ours.forEach(({ values }, i) => expectClose(values, theirs[i]!.values, tolerance));
}

/** Expect that both refuse the call itself, in the same words. */
export function expectSameError(run: () => unknown): void {
  const [theirs, ours] = ["cpu", backendName].map((backend) => {
    tf.setBackend(backend);
    try {
      tf.tidy(() => void run());
    } catch (error) {
      return (error as Error).message;
    } finally {
      tf.setBackend(backendName);
    }
    return "no error";
  });
  expect(ours).toBe(theirs);
  expect(ours).not.toBe("no error");
}

function on(backend: string, run: () => tf.Tensor | tf.Tensor[]): Result[] {
  tf.setBackend(backend);
  try {
    return tf.tidy(() =>
      [run()].flat().map((tensor) => ({
        dtype: tensor.dtype,
        shape: tensor.shape,
        values: [...tensor.dataSync()],
      })),
    );
  } finally {
    tf.setBackend(backendName);
  }
}

export function expectClose(ours: readonly number[], theirs: readonly number[], tolerance: Tolerance = {}): void {
  const wrong = ours
    .map((value, at) => ({ at, ours: shown(value), theirs: shown(theirs[at]!) }))
    .filter(({ at }) => !isClose(ours[at]!, theirs[at]!, tolerance));
  expect(wrong).toEqual([]);
  expect(ours.length).toBe(theirs.length);
}

const shown = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function isClose(a: number, b: number, { relative = 1e-6, absolute = 0, anyZero = false }: Tolerance): boolean {
  if (Object.is(a, b) || (anyZero && a === b)) return true;
  if (a === 0 && b === 0) return false;
  // the smallest normal float32: below it fewer digits are kept
  return Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b)) + absolute + 2 ** -126;
}

/** Numbers that kernels get wrong. */
export const specials = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-20, -1e-20, 3e38, -3e38];
export const integerSpecials = [0, 1, -1, 2, -3, 2 ** 31 - 1, -(2 ** 31), 2 ** 30, 65_537];

/** float32 numbers of a size that occurs, and special ones. */
export const anyFloat = fc.oneof(
  { weight: 3, arbitrary: fc.float({ min: -100, max: 100, noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...specials) },
);
export const smallFloat = fc.float({ min: -4, max: 4, noNaN: true, noDefaultInfinity: true });
export const anyInteger = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(...integerSpecials));

export interface Dense {
  shape: number[];
  values: number[];
}

/** Shapes without empty axes and their numbers. */
export function dense(
  value: fc.Arbitrary<number>,
  { minRank = 0, maxRank = 4 }: { minRank?: number; maxRank?: number } = {},
): fc.Arbitrary<Dense> {
  return fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: minRank, maxLength: maxRank })
    .chain((shape) => withShape(shape, value));
}

export function withShape(shape: number[], value: fc.Arbitrary<number>): fc.Arbitrary<Dense> {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.array(value, { minLength: size, maxLength: size }).map((values) => ({ shape, values }));
}

/** Two that are spread over each other: the second lacks leading axes, and has length 1 where the first may have more. */
export function spreadPair(value: fc.Arbitrary<number>): fc.Arbitrary<[Dense, Dense]> {
  return dense(value).chain((first) =>
    fc
      .tuple(fc.nat(first.shape.length), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.boolean())
      .chain(([from, ones, isSwapped]) =>
        withShape(
          first.shape.slice(from).map((length, axis) => (ones[axis] ? 1 : length)),
          value,
        ).map((second): [Dense, Dense] => (isSwapped ? [second, first] : [first, second])),
      ),
  );
}

export const tensorOf = ({ values, shape }: Dense, dtype: "float32" | "int32" | "bool" = "float32"): tf.Tensor =>
  tf.tensor(values, shape, dtype);

/** Numbers from -1 to 1 that follow no pattern, each put through `map`. */
export function filled<R extends tf.Rank = tf.Rank.R4>(
  shape: readonly number[],
  phase: number,
  { map = (value) => value }: { map?: (value: number) => number } = {},
): tf.Tensor<R> {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, (_, i) => map(Math.sin(i * 12.9898 + phase)));
  return tf.tensor(values, shape as tf.ShapeMap[R]);
}

/** Each with each, as two lists of one length. */
export function pairs(values: readonly number[]): [number[], number[]] {
  return [values.flatMap((a) => values.map(() => a)), values.flatMap(() => values)];
}
