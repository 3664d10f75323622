import { expect, test } from "vitest";
import { corpus, demonstrations, judgements, preferences, prompts } from "../../lib/train/index.ts";

test("each kind says what it is, and holds what it was given", () => {
  const items = [{ prompt: [1], answer: [2] }];
  expect(corpus([[1, 2]])).toEqual({ kind: "corpus", texts: [[1, 2]] });
  expect(demonstrations(items)).toEqual({ kind: "demonstrations", items });
  expect(preferences([{ prompt: [1], chosen: [2], rejected: [3] }]).kind).toBe("preferences");
  expect(judgements([{ prompt: [1], answer: [2], good: false }]).kind).toBe("judgements");
  expect(prompts([[1]])).toEqual({ kind: "prompts", items: [[1]] });
});

test.each<[string, () => unknown]>([
  ["corpus texts: expected at least one, got Array of length 0", () => corpus([])],
  ["corpus texts[1]: expected at least two tokens, got Array of length 1", () => corpus([[1, 2], [1]])],
  ["demonstrations items: expected at least one, got Array of length 0", () => demonstrations([])],
  [
    "demonstrations items[0] answer: expected at least one token, got Array of length 0",
    () => demonstrations([{ prompt: [1], answer: [] }]),
  ],
  [
    "demonstrations items[0] prompt: expected at least one token, got undefined",
    () => demonstrations([{ answer: [1] } as never]),
  ],
  [
    "preferences items[0] rejected: expected at least one token, got Array of length 0",
    () => preferences([{ prompt: [1], chosen: [1], rejected: [] }]),
  ],
  [
    "judgements items[0] good: expected true or false, got 1",
    () => judgements([{ prompt: [1], answer: [1], good: 1 as never }]),
  ],
  ["prompts items: expected at least one, got Array of length 0", () => prompts([])],
  ["prompts items[0]: expected at least one token, got Array of length 0", () => prompts([[]])],
])("%s", (message, make) => {
  expect(make).toThrow(message);
});
