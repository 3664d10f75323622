/** What tfjs knows of the backend once it is registered. */
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { backendName, backendReport, registerOnnxBackend } from "../../lib/backend/index.ts";

test("there is no report before the backend is registered, and an empty one after", async () => {
  expect(backendReport()).toBeUndefined();
  registerOnnxBackend({ threads: 2 });
  await tf.setBackend(backendName);
  expect(backendReport()).toMatchObject({ fallbacks: [], graphs: { compiled: 0, runs: 0 } });
});

test("every kernel of the cpu backend can be called", () => {
  const [theirs, ours] = ["cpu", backendName].map(
    (backend) => new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName)),
  );
  expect(theirs!.size).toBeGreaterThan(150);
  expect([...theirs!.difference(ours!)]).toEqual([]);
});

test("registering once more changes nothing and prints nothing", () => {
  const kernel = tf.getKernel("Add", backendName);
  registerOnnxBackend({ threads: 1 });
  expect(tf.getKernel("Add", backendName)).toBe(kernel);
});

test("the report can be asked for, and started anew", () => {
  backendReport({ reset: true });
  tf.tidy(() => {
    tf.tensor1d([1, 2]).add(1).dataSync();
    tf.unique(tf.tensor1d([1]));
  });
  expect(backendReport()).toMatchObject({ fallbacks: [{ kernel: "Unique", calls: 1 }], graphs: { runs: 1 } });
  expect(backendReport({ reset: true })!.graphs.runs).toBe(1);
  expect(backendReport()).toMatchObject({ fallbacks: [], graphs: { compiled: 0, runs: 0, compileMs: 0, runMs: 0 } });
});

/** How many graphs a product compiles with so many threads. */
function compiledWith(threads: number): number {
  registerOnnxBackend({ threads });
  backendReport({ reset: true });
  tf.tidy(() => void tf.tensor1d([1, 2]).mul(3).dataSync());
  return backendReport({ reset: true })!.graphs.compiled;
}

test("another number of threads holds for the graphs that are there, too, and the same one leaves them as they are", () => {
  expect([2, 2, 1, 1].map(compiledWith)).toEqual([1, 0, 1, 0]);
});
