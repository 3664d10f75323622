import { describe, expect, test } from "vitest";
import { activationOf } from "../../../lib/backend/decode/activation.ts";
import { createDecoder, weightShapes } from "../../../lib/backend/decode/index.ts";
import type { Activation, EngineName } from "../../../lib/backend/decode/index.ts";
import { engines } from "./models.ts";
import { erf } from "./oracle.ts";

describe("GELU", () => {
  const gelu = activationOf("gelu");

  test("is x Φ(x) within 2e-7", () => {
    for (let x = -8; x <= 8; x += 1 / 64)
      expect(Math.abs(gelu(x) - 0.5 * x * (1 + erf(x / Math.SQRT2)))).toBeLessThan(2e-7 * Math.max(1, Math.abs(x)));
  });

  test("and its approximations differ from it by as much as is known", () => {
    expect(largest("gelu-tanh")).toBeLessThan(5e-4);
    expect(largest("gelu-sigmoid")).toBeGreaterThan(0.02);
    expect(largest("gelu-sigmoid")).toBeLessThan(0.0205);
  });

  test.each(["gelu", "gelu-tanh", "gelu-sigmoid"] as const)(
    "%s is 0 at 0, x far above it and 0 far below it",
    (name) => {
      const f = activationOf(name);
      expect(f(0)).toBeCloseTo(0, 12);
      expect(f(50)).toBeCloseTo(50, 12);
      expect(Math.abs(f(-50))).toBeLessThan(1e-30);
      expect(f(NaN)).toBeNaN();
    },
  );
});

describe.each(engines)("inside engine %s", (engine) => {
  test.each(["gelu", "gelu-tanh", "gelu-sigmoid"] as const)("%s is as exact as float32 lets it be", (activation) => {
    const points = Float32Array.from({ length: 801 }, (_, i) => (i - 400) / 32);
    const exact = {
      gelu: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
      "gelu-tanh": (x: number) => x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
      "gelu-sigmoid": (x: number) => x / (1 + Math.exp(-1.702 * x)),
    }[activation];
    const got = throughModel(points, activation, engine);
    for (const [i, x] of points.entries()) {
      const error = Math.abs(got[i]! - exact(x)) / Math.max(1, Math.abs(x));
      expect(error, `at ${x}`).toBeLessThan(2.5e-7);
    }
  });
});

/** A model whose logits are the activations of `points`: they are biases, and all else is zero or the identity. */
function throughModel(points: Float32Array, activation: Activation, engine: EngineName): Float32Array {
  const n = points.length;
  const config = { vocabSize: n, dModel: n, dMlp: n, layers: 1, heads: 1, context: 1, tiedOutput: false } as const;
  const whole = { ...config, positions: "none", finalNorm: false, activation } as const;
  const weights = Object.fromEntries(
    Object.entries(weightShapes(whole)).map(([name, shape]) => [name, new Float32Array(shape.reduce((a, b) => a * b))]),
  );
  const identity = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  Object.assign(weights, { "h0.up.bias": points, "h0.down.weight": identity, "output.weight": identity });
  return createDecoder(weights, whole, { engine }).logits(0);
}

describe("the series for erf that the oracle uses", () => {
  test("gives the tabled values (Abramowitz and Stegun, table 7.1)", () => {
    expect(erf(0)).toBe(0);
    expect(erf(0.5)).toBeCloseTo(0.5204998778, 10);
    expect(erf(1)).toBeCloseTo(0.8427007929, 10);
    expect(erf(2)).toBeCloseTo(0.995322265, 10);
    expect(erf(-1)).toBe(-erf(1));
  });
});

/** The largest distance to the exact form. */
function largest(name: "gelu-tanh" | "gelu-sigmoid"): number {
  const points = Array.from({ length: 1025 }, (_, i) => -8 + i / 64);
  return Math.max(...points.map((x) => Math.abs(activationOf(name)(x) - activationOf("gelu")(x))));
}
