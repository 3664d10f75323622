/** tfjs gets a backend if it has none. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, test, vi } from "vitest";
import { ensureBackend } from "../../lib/backend/index.ts";

afterEach(() => void vi.unstubAllEnvs());

test("what cannot be chosen is told to each that asks, and chosen once it can be: at once, before anybody waits", async () => {
  vi.stubEnv("TF_BACKEND", "gpu");
  const both = [ensureBackend(), ensureBackend()];
  for (const each of both) await expect(each).rejects.toThrow("got gpu");
  await expect(ensureBackend()).rejects.toThrow("got gpu");
  expect(tf.getBackend()).toBeFalsy();
  vi.stubEnv("TF_BACKEND", "onnx");
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
