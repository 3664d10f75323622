import { expect, test } from "vitest";
import { progressData } from "../../lib/core/progress-text.ts";

test("the bar says the same words to those who cannot see it, and a label is text, not markup", () => {
  const state = { done: 1, total: 3, label: '<b>"x"', seconds: 65, state: "running" } as const;
  expect(progressData(state)["text/html"]).toBe(
    '<progress max="1" value="0.3333" aria-label="&lt;b&gt;&quot;x&quot;: 1 of 3 (33 %), about 2 min 10 s left"></progress> ' +
      "&lt;b&gt;&quot;x&quot;: 1 of 3 (33 %), about 2 min 10 s left",
  );
  expect(progressData({ done: 5, seconds: 1, state: "running" })["text/html"]).not.toContain("value=");
});

test.each([
  [0.004, "0.00 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [59.6, "1 min 0 s"],
  [3599.7, "1 h 0 min"],
  [100_000, "27 h 47 min"],
])("%d s is spoken as %s", (seconds, words) => {
  expect(progressData({ done: 1, total: 1, seconds, state: "done" })["text/plain"]).toBe(`1 of 1 in ${words}`);
});
