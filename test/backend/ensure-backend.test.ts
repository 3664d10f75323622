/** tfjs gets a backend if it has none. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, test, vi } from "vitest";
import { ensureBackend } from "../../lib/backend/index.ts";

afterEach(() => void vi.unstubAllEnvs());

test("what there is not is refused at once, and what there is runs at once, before anybody waits", async () => {
  vi.stubEnv("TF_BACKEND", "gpu");
  for (const _ of "12") expect(ensureBackend).toThrow("got gpu");
  vi.stubEnv("TF_BACKEND", "");
  vi.stubEnv("TF_THREADS", "none");
  expect(ensureBackend).toThrow("got none");
  expect(tf.getBackend()).toBeFalsy();
  vi.stubEnv("TF_THREADS", "");
  const ensured = ensureBackend();
  expect(tf.getBackend()).toBe("onnx");
  await ensured;
  expect(tf.getBackend()).toBe("onnx");
});

test("what is chosen stays", async () => {
  await tf.setBackend("cpu");
  await ensureBackend();
  expect(tf.getBackend()).toBe("cpu");
});
