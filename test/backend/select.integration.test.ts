/** Each backend for real, in a process of its own: what it prints and computes. */
import { expect, test } from "vitest";
import { gradient, runSelection } from "./select-program.ts";

test.each([
  ["onnx", "onnx"],
  ["wasm", "wasm"],
  ["cpu", "cpu"],
])("TF_BACKEND=%s trains a convolution and prints nothing", (asked, name) => {
  const { status, stderr, result } = runSelection({ TF_BACKEND: asked, TF_THREADS: "1" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(result).toEqual({
    selection: { name, reason: "TF_BACKEND asks for it" },
    backend: name,
    gradient,
    onCpu: [2, 3],
  });
});

test("a backend that there is not ends the program with the list of those that there are", () => {
  const { status, stderr } = runSelection({ TF_BACKEND: "gpu" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("TF_BACKEND: expected onnx, tfjs-node, tensorflow, wasm, cpu, got gpu");
});
