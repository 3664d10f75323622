import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHistory, globMatcher } from "../../lib/kernel/history.ts";
import type { History } from "../../lib/kernel/history.ts";

const form = { output: false, raw: true };

function historyOf(...inputs: string[]): History {
  const history = createHistory();
  inputs.forEach((input, i) => history.add(i + 1, input));
  return history;
}

async function inputs(history: History, request: Parameters<History["find"]>[0]): Promise<unknown[]> {
  return (await history.find(request)).map(([, , entry]) => entry);
}

test("tail gives the last n, oldest first, with their session and line", async () => {
  const history = historyOf("a", "b", "c");
  expect(await history.find({ hist_access_type: "tail", n: 2, ...form })).toEqual([
    [1, 2, "b"],
    [1, 3, "c"],
  ]);
  expect(await inputs(history, { hist_access_type: "tail", n: 0, ...form })).toEqual([]);
  expect(await inputs(history, { hist_access_type: "tail", n: 99, ...form })).toEqual(["a", "b", "c"]);
  expect(await inputs(history, { hist_access_type: "tail", n: null, ...form })).toEqual(["a", "b", "c"]);
});

test("range gives lines from start to before stop, of session 0, which is the current one, and 1", async () => {
  const history = historyOf("a", "b", "c");
  const range = (session: number, start?: number, stop?: number) =>
    inputs(history, { hist_access_type: "range", session, start, stop, ...form });
  expect(await range(0, 1, 3)).toEqual(["a", "b"]);
  expect(await range(1, 2)).toEqual(["b", "c"]);
  expect(await range(0)).toEqual(["a", "b", "c"]);
  expect(await range(0, 3, 1)).toEqual([]);
  expect(await range(7)).toEqual([]);
});

test("search gives the latest n whose whole text matches, each input once where that is asked", async () => {
  const history = historyOf("let a", "a + 1", "let a", "let b");
  const search = (pattern: string, more: { n?: number; unique?: boolean } = {}) =>
    inputs(history, { hist_access_type: "search", pattern, unique: false, ...more, ...form });
  expect(await search("let*")).toEqual(["let a", "let a", "let b"]);
  expect(await search("let*", { unique: true })).toEqual(["let a", "let b"]);
  expect(await search("*", { unique: true })).toEqual(["a + 1", "let a", "let b"]);
  expect(await search("let*", { n: 1 })).toEqual(["let b"]);
  expect(await search("let")).toEqual([]);
});

test("outputs come with the inputs where they are asked for, null where a cell had none", async () => {
  const history = createHistory();
  history.add(1, "1 + 1")("2");
  history.add(2, "let a");
  expect(await history.find({ hist_access_type: "tail", output: true, raw: true })).toEqual([
    [1, 1, ["1 + 1", "2"]],
    [1, 2, ["let a", null]],
  ]);
});

/** The definition of `*` and `?`, character by character. */
function matchesByDefinition([first, ...pattern]: string[], text: string[]): boolean {
  if (first === undefined) return text.length === 0;
  if (first !== "*")
    return text.length > 0 && (first === "?" || first === text[0]) && matchesByDefinition(pattern, text.slice(1));
  return Array.from({ length: text.length + 1 }, (_, i) => text.slice(i)).some((rest) =>
    matchesByDefinition(pattern, rest),
  );
}

test("in a pattern * is any text and ? any one character, of Unicode and not of UTF-16", async () => {
  const text = fc.array(fc.constantFrom("a", "b", ".", "\n", "(", "+", "^", "😀"), { maxLength: 8 });
  const pattern = fc.array(fc.constantFrom("a", "b", ".", "\n", "(", "+", "^", "😀", "*", "?"), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(text, pattern, async (text, pattern) => {
      const matches = await globMatcher(pattern.join(""));
      expect(matches(text.join(""))).toBe(matchesByDefinition(pattern, text));
    }),
    { numRuns: 1000 },
  );
  const inSet = await globMatcher("let [a-c]");
  expect(["let b", "let d"].map(inSet)).toEqual([true, false]);
});

test("a pattern that a backtracking search would never end with is quick", async () => {
  const matches = await globMatcher(`${"*a".repeat(50)}*b`);
  expect(matches("a".repeat(100_000))).toBe(false);
});

test("memory stays bounded: the newest 10,000 cells and 8 million characters, no result over 100,000", async () => {
  const tail = { hist_access_type: "tail", n: null, output: true, raw: true } as const;
  const many = createHistory();
  const late = Array.from({ length: 10_050 }, (_, i) => many.add(i + 1, `cell ${i + 1}`));
  late[0]!("of a cell that is forgotten");
  const newest = await many.find(tail);
  expect([newest.length, newest[0], newest.at(-1)]).toEqual([
    10_000,
    [1, 51, ["cell 51", null]],
    [1, 10_050, ["cell 10050", null]],
  ]);

  const wide = createHistory();
  for (let line = 1; line <= 1_000; line++) wide.add(line, "x")("y".repeat(99_999));
  wide.add(1_001, "long")("y".repeat(100_001));
  const kept = await wide.find(tail);
  expect([kept.length, kept.at(-1)]).toEqual([80, [1, 1_001, ["long", null]]]);
});
