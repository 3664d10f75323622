import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import { splitPatterns, splitWords } from "../../lib/tokenizers/index.ts";
import type { SplitPattern } from "../../lib/tokenizers/index.ts";
import { hardTexts } from "./contract.case.ts";

describe.each(Object.keys(splitPatterns) as SplitPattern[])("%s", (pattern) => {
  test("words joined are the text, and none is empty", () => {
    const joined = (text: string) => {
      const words = splitWords(text, pattern);
      expect(words.join("")).toBe(text);
      expect(words).not.toContain("");
    };
    for (const text of hardTexts) joined(text);
    fc.assert(fc.property(anyText, joined));
    expect(splitWords("", pattern)).toEqual([]);
  });

  test("a word stays one when other text follows it", () => {
    for (const word of splitWords("Hello world, it's 12 o'clock!", pattern).slice(0, -1))
      expect(splitWords("Hello world, it's 12 o'clock!", pattern)).toContain(word);
  });
});

// GPT-2's own example of contractions, and what its successors changed
test("what each pattern makes of the same sentence", () => {
  const text = "I'LL don't\n\n  see 12345 fooBar";
  expect(splitWords(text, "gpt2")).toEqual(["I", "'", "LL", " don", "'t", "\n\n ", " see", " 12345", " fooBar"]);
  expect(splitWords(text, "cl100k")).toEqual([
    "I",
    "'LL",
    " don",
    "'t",
    "\n\n",
    " ",
    " see",
    " ",
    "123",
    "45",
    " fooBar",
  ]);
  expect(splitWords(text, "o200k")).toEqual(["I'LL", " don't", "\n\n", " ", " see", " ", "123", "45", " foo", "Bar"]);
});

test("what is a space is Unicode's White_Space: a next-line sign is, a byte order mark is not", () => {
  expect(splitWords("a\u0085\u0085b", "gpt2")).toEqual(["a", "\u0085", "\u0085", "b"]);
  expect(splitWords("a\ufeff\ufeffb", "gpt2")).toEqual(["a", "\ufeff\ufeff", "b"]);
});

test("ten thousand spaces take no time to speak of", () => {
  // quadratic patterns would take minutes here
  for (const pattern of Object.keys(splitPatterns) as SplitPattern[])
    expect(splitWords(`${" ".repeat(10_000)}x`, pattern).join("")).toHaveLength(10_001);
});
