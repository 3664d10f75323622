/** Tests run stricter than users do: a stray line on the console fails the test that printed it. */
import { afterAll, afterEach, beforeEach, expect, vi } from "vitest";
import { removeFolders } from "./folders.ts";

// kernels that tests start are nobody's to recall
process.env.TSLAB_HISTORY = "off";

afterAll(removeFolders);

const methods = ["log", "info", "warn", "error", "debug", "trace"] as const;

beforeEach(() => {
  for (const method of methods) vi.spyOn(console, method);
});

afterEach(() => {
  const stray = methods.flatMap((method) =>
    vi.mocked(console[method]).mock.calls.map((args) => `${method}: ${args.join(" ")}`),
  );
  vi.restoreAllMocks();
  expect(stray, "this test printed to the console").toEqual([]);
});
