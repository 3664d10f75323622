/** The largest numbers of windows and their places, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { anyFloat, expectSame, withShape } from "../on-both.ts";
import type { Dense } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const few = fc.integer({ min: 1, max: 3 });
const side = fc.integer({ min: 3, max: 6 });

interface Case {
  x: Dense;
  window: [number, number];
  strides: [number, number];
  pad: "same" | "valid";
  withBatch: boolean;
}

const casesOf = (value: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.record({
    x: fc.tuple(few, side, side, few).chain((shape) => withShape(shape, value)),
    window: fc.tuple(few, few),
    strides: fc.tuple(few, few),
    pad: fc.constantFrom("same" as const, "valid" as const),
    withBatch: fc.boolean(),
  });

function pooled({ x, window, strides, pad, withBatch }: Case): tf.Tensor[] {
  const { result, indexes } = tf.maxPoolWithArgmax(
    tf.tensor4d(x.values, x.shape as [number, number, number, number]),
    window,
    strides,
    pad,
    withBatch,
  );
  return [result!, indexes!];
}

const runs = { numRuns: 60 };

test("places are the first of the largest, within a picture or within the batch", () => {
  fc.assert(
    fc.property(casesOf(fc.constantFrom(-1, 0, 1)), (given) => expectSame(() => pooled(given), { anyZero: true })),
    runs,
  );
});

test("NaN is passed over, and a window of nothing above −∞ has the place −1", () => {
  const values = fc.oneof(fc.constantFrom(NaN, -Infinity), anyFloat);
  fc.assert(
    fc.property(casesOf(values), (given) => expectSame(() => pooled(given), { anyZero: true })),
    runs,
  );
  fc.assert(
    fc.property(casesOf(fc.constantFrom(NaN, -Infinity)), (given) => expectSame(() => pooled(given))),
    runs,
  );
});

test("a place taken from the flat batch is the largest number", () => {
  fc.assert(
    fc.property(casesOf(fc.integer({ min: -9, max: 9 })), (given) =>
      tf.tidy(() => {
        const [largest, places] = pooled({ ...given, withBatch: true }).map((tensor) => [...tensor.dataSync()]);
        expect(places!.map((place) => given.x.values[place]! + 0)).toEqual(largest!.map((each) => each + 0));
      }),
    ),
    runs,
  );
});
