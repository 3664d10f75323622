/** Positions in tracebacks, as they were written. */
import { expect, test } from "vitest";
import { withOrigins } from "../../lib/session/explain.ts";
import type { Origins } from "../../lib/session/explain.ts";

// what ran has a line before the cell's first one
const code = "abc\ndef";
const javascript = `xx\n${code}`;
const positions = [
  { at: 0, from: 0, fixed: true },
  { at: 3, from: 0, fixed: false },
];
const origins: Origins = new Map([["In[1]", { code, javascript, positions }]]);

function written(line: string): string {
  return withOrigins({ name: "E", message: "", traceback: [line] }, origins).traceback[0]!;
}

test.each([
  ["    at In[1]:3:2", "    at In[1]:2:2"],
  ["    at async In[1]:3:2", "    at async In[1]:2:2"],
  ["    at f (In[1]:2:1)", "    at f (In[1]:1:1)"],
  ["      at async Promise.all [as x] (In[1]:3:3)", "      at async Promise.all [as x] (In[1]:2:3)"],
])("%j is where it was written", (ran, expected) => {
  expect(written(ran)).toBe(expected);
});

test.each([
  "    at f (In[2]:3:2)",
  "    at lib/model.ts:3:2",
  "    at Promise.all (index 0)",
  "In[1]:3:2",
  "Error: at In[1]:3:2",
])("%j stays as it is", (line) => {
  expect(written(line)).toBe(line);
});

test("a message of a million characters that looks like a frame is read in no time", () => {
  const started = performance.now();
  for (const part of [" (", "async ", ":1", "at ", " "]) written(`    at ${part.repeat(1e6 / part.length)}x`);
  // an expression that goes back over what it has read takes minutes
  expect(performance.now() - started).toBeLessThan(2000);
});
