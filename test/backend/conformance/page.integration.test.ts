import { describe, expect, it } from "vitest";
import { page } from "./page.ts";
import type { Outcome } from "./run.ts";
import { familyOf, leftOut, suiteFiles, testFiles } from "./suite.ts";

const outcome = (spec: string, more: Partial<Outcome> = {}): Outcome => ({
  spec,
  file: "ops/abs_test.js",
  failure: undefined,
  fallbacks: {},
  ...more,
});

describe("the page", () => {
  const text = page({
    cpu: ["a", "b", "c", "d", "only on cpu"].map((spec) => outcome(spec)).concat(outcome("x", { failure: "wrong" })),
    onnx: [
      outcome("a"),
      outcome("b", { fallbacks: { Abs: 2, Add: 1 } }),
      outcome("c", { failure: "wrong | wrong" }),
      outcome("d", { failure: "wrong", fallbacks: { Abs: 1 } }),
      outcome("x"),
    ],
    differences: [{ spec: "c", reason: "rounds otherwise" }],
  });

  it("compares with what the cpu backend passes, and with nothing else", () => {
    expect(text).toContain("**2 of the 4 specs that the cpu backend passes: 50.0 %.** 1 more");
  });

  it("counts by family what passed, and what passed without the cpu backend", () => {
    expect(text).toContain("| elementwise | 4 | 2 | 50.0 % | 1 |");
  });

  it("lists every difference, with its reason or that there is none", () => {
    expect(text).toContain("| c | rounds otherwise |");
    expect(text).toContain("| d | **not listed** |");
  });

  it("counts fallbacks in specs that pass", () => {
    expect(text).toContain("| Abs | 1 | 2 |");
    expect(text).toContain("| Add | 1 | 1 |");
  });
});

describe("the suite's files", () => {
  it("are run or left out for one named reason", () => {
    const run = new Set(suiteFiles());
    for (const file of testFiles()) {
      const reasons = Object.values(leftOut).filter((pattern) => pattern.test(file));
      expect([file, reasons.length]).toEqual([file, run.has(file) ? 0 : 1]);
    }
  });

  it("of operations are all run", () => {
    expect(testFiles().filter((file) => file.startsWith("ops/") && !suiteFiles().includes(file))).toEqual([]);
  });

  it.each([
    ["ops/conv2d_transpose_test.js", "convolutions"],
    ["ops/max_pool_test.js", "pooling"],
    ["ops/max_test.js", "reductions"],
    ["ops/gather_nd_test.js", "gather, scatter and search"],
    ["ops/fused/fused_mat_mul_test.js", "matrix products"],
    ["ops/spectral/fft_test.js", "complex numbers and spectra"],
    ["ops/tanh_test.js", "activations"],
    ["ops/cosh_test.js", "elementwise"],
    ["engine_test.js", "tensors, gradients and memory"],
  ])("%s counts as %s", (file, family) => {
    expect(familyOf(file)).toBe(family);
  });
});
