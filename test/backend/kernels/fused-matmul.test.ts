/** A product of matrices with a bias and an activation, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { expectSame, expectSameError, smallFloat, tensorOf, withShape } from "../on-both.ts";

beforeAll(startEngine);

type Activation = "linear" | "relu" | "relu6" | "elu" | "sigmoid" | "prelu" | "leakyrelu";
const activations: Activation[] = ["linear", "relu", "relu6", "elu", "sigmoid", "prelu", "leakyrelu"];
const tolerance = { relative: 1e-5, absolute: 1e-5, anyZero: true };

describe("fused.matMul", () => {
  test.each(activations)(
    "multiplies, adds a bias and applies %s, transposed or not, in batches or alone",
    (activation) => {
      const cases = fc
        .record({
          rows: fc.integer({ min: 1, max: 4 }),
          inner: fc.integer({ min: 1, max: 4 }),
          batch: fc.constantFrom([], [1], [3]),
        })
        .chain(({ rows, inner, batch }) =>
          fc.record({
            a: withShape([...batch, rows, inner], smallFloat),
            at: withShape([...batch, inner, rows], smallFloat),
            b: withShape([...batch, inner, 3], smallFloat),
            bt: withShape([...batch, 3, inner], smallFloat),
            bias: fc.option(fc.oneof(withShape([3], smallFloat), withShape([], smallFloat)), { nil: undefined }),
            transposeA: fc.boolean(),
            transposeB: fc.boolean(),
          }),
        );
      fc.assert(
        fc.property(cases, ({ a, at, b, bt, bias, transposeA, transposeB }) =>
          expectSame(
            () =>
              tf.fused.matMul({
                a: tensorOf(transposeA ? at : a),
                b: tensorOf(transposeB ? bt : b),
                transposeA,
                transposeB,
                ...(bias ? { bias: tensorOf(bias) } : {}),
                activation,
                ...(activation === "prelu" ? { preluActivationWeights: tf.tensor1d([0.1, -0.2, 0.3]) } : {}),
                ...(activation === "leakyrelu" ? { leakyreluAlpha: 0.2 } : {}),
              }),
            tolerance,
          ),
        ),
        { numRuns: 30 },
      );
    },
  );

  test("keeps NaN and infinities", () => {
    const [a, b] = [tf.tensor2d([1, NaN, Infinity, 2], [2, 2]), tf.tensor2d([1, 0, 1, 1], [2, 2])];
    for (const activation of ["linear", "relu"] as const) expectSame(() => tf.fused.matMul({ a, b, activation }));
  });

  test("has the cpu backend's gradients for both matrices and the bias", () => {
    const [a, b, bias] = [
      tf.tensor2d([1, -2, 3, 4], [2, 2]),
      tf.tensor2d([1, -1, 0.5, 2], [2, 2]),
      tf.tensor1d([1, -20]),
    ];
    for (const activation of ["linear", "relu"] as const)
      expectSame(() => tf.grads((a, b, bias) => tf.fused.matMul({ a, b, bias, activation }))([a, b, bias]), tolerance);
  });

  test("refuses matrices that do not fit, at the call", () => {
    expectSameError(() => tf.fused.matMul({ a: tf.ones([2, 3]), b: tf.ones([2, 3]) }));
  });
});
