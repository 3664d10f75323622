/** Jupyter's own test of a kernel, jupyter_kernel_test, with a sample for everything it tests. */
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDesk } from "./tool.ts";

const desk = openDesk();
let said: Record<string, string[]> = {};

beforeAll(async () => {
  const { stdout, status, output } = await desk.python([path.join(import.meta.dirname, "conformance.py")]);
  expect(status, output).toBe(0);
  said = JSON.parse(stdout) as typeof said;
});
afterAll(() => desk.remove());

// all that version 0.7.0 tests
const tests = [
  "clear_output",
  "completion",
  "display_data",
  "error",
  "execute_result",
  "execute_stderr",
  "execute_stdout",
  "history",
  "inspect",
  "is_complete",
  "kernel_info",
  "pager",
  "recv_iopub_welcome_msg",
];

test.each(tests)("jupyter_kernel_test: test_%s", (name) => {
  expect(said[`test_${name}`]).toEqual([]);
});

test("jupyter_kernel_test has no other test, and none is left out", () => {
  expect(Object.keys(said).toSorted()).toEqual(tests.map((name) => `test_${name}`));
});
