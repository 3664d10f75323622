import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { gelu, readableGelu } from "../../../lib/backend/index.ts";
import type { GeluForm } from "../../../lib/backend/index.ts";
import { dense, expectClose, expectSame, tensorOf } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { expectFormula, total, withGradients } from "./float64.ts";

beforeAll(startEngine);

/** The normal distribution function by Simpson's rule. */
function normal(x: number): number {
  const steps = 400;
  const heights = Array.from({ length: steps + 1 }, (_, i) => {
    const weight = i === 0 || i === steps ? 1 : 2 + 2 * (i % 2);
    return weight * Math.exp(-(((i * x) / steps) ** 2) / 2);
  });
  return 0.5 + ((x / steps / 3) * total(heights)) / Math.sqrt(2 * Math.PI);
}

const shares: Record<GeluForm, (x: number) => number> = {
  erf: normal,
  tanh: (x) => (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) / 2,
  sigmoid: (x) => 1 / (1 + Math.exp(-1.702 * x)),
};

describe.each(Object.keys(shares) as GeluForm[])("in the form %s", (form) => {
  test("it is its formula, fused and readable, and so are its gradients", () => {
    for (const op of [gelu, readableGelu])
      expectFormula({
        shapes: [[3, 7]],
        op: (x) => op(x!, { form }),
        formula: (x) => x.map((each) => each * shares[form](each)),
      });
  });

  test("of any shape it is the readable version on the cpu backend, with its gradient", () => {
    const float = fc.float({ min: -30, max: 30, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(dense(float), (x) => {
        const run = (): tf.Tensor[] => withGradients((x) => gelu(x!, { form }), [tensorOf(x)]);
        expectSame(run, { relative: 1e-5, absolute: 3e-6, anyZero: true });
      }),
      { numRuns: 60 },
    );
  });

  test("it is x far above zero, 0 far below, and NaN stays", () => {
    const y = gelu(tf.tensor1d([50, -50, NaN]), { form }).dataSync();
    expectClose([...y], [50, 0, NaN], { absolute: 1e-6, anyZero: true });
  });
});

/**
 * torch.nn.functional.gelu of PyTorch 2.15.0 in float64, at −3, −1, −0.1, 0.5, 2: `gelu(x)` and `gelu(x, approximate="tanh")`.
 */
const golden: Partial<Record<GeluForm, number[]>> = {
  erf: [-0.00404969409489031, -0.15865525393145702, -0.0460172162722971, 0.34573123063700656, 1.9544997361036416],
  tanh: [-0.0036373920817729943, -0.15880800939172324, -0.04601724895456484, 0.34571400982514394, 1.954597694087775],
};

test.each(["erf", "tanh"] as const)("in the form %s it is PyTorch's", (form) => {
  const y = gelu(tf.tensor1d([-3, -1, -0.1, 0.5, 2]), { form }).dataSync();
  expectClose([...y], golden[form]!, { relative: 1e-5, absolute: 1e-7 });
});

test("the exact form is the default, and others are refused", () => {
  const x = tf.tensor1d([1.5]);
  expect([...gelu(x).dataSync()]).toEqual([...gelu(x, { form: "erf" }).dataSync()]);
  expect(() => gelu(x, { form: "quick" as never })).toThrow("form: expected erf, tanh or sigmoid, got quick");
  expect(() => gelu(tf.ones([2], "int32"))).toThrow("x: expected float32, got int32");
});
