/** Evenly spaced numbers, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, test } from "vitest";
import { startEngine } from "../start.ts";
import { expectSame } from "../on-both.ts";

beforeAll(startEngine);

test("linspace goes from start to stop in so many numbers, with the cpu backend's roundings", () => {
  const end = fc.float({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(end, end, fc.integer({ min: 1, max: 20 }), (start, stop, count) =>
      expectSame(() => tf.linspace(start, stop, count)),
    ),
  );
});

test("range goes up and down, in steps with a fraction too, as floats and as integers", () => {
  for (const [start, stop, step] of [
    [0, 5, 1],
    [5, 0, 1],
    [5, 0, -2],
    [0, 1, 0.3],
    [-2.5, 2, 0.7],
  ] as const)
    for (const dtype of ["float32", "int32"] as const)
      if (dtype === "float32" || Number.isInteger(step)) expectSame(() => tf.range(start, stop, step, dtype));
});
