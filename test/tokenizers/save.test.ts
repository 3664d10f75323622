import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import { loaded, saved } from "../../lib/tokenizers/save.ts";

const parts = { words: "texts", scores: "numbers", merges: "merges", name: "text" } as const;
const load = (text: string) => loaded(text, { name: "test.load", format: "test", parts });
const whole = {
  format: "test",
  words: ["a"],
  scores: [0.5],
  merges: [[0, 255] as const, [256, 1] as const],
  name: "x",
};

test("every text survives: spaces, line ends, NUL, emoji, quotes", () => {
  fc.assert(
    fc.property(fc.array(anyText), anyText, (words, name) => {
      const { words: readWords, name: readName } = load(saved({ ...whole, words, name }));
      expect(readWords).toEqual(words);
      expect(readName).toBe(name);
    }),
  );
});

test("what was saved is read again, with format and version", () => {
  expect(JSON.parse(saved(whole))).toEqual({ ...whole, version: 1 });
  expect(load(saved(whole)).merges).toEqual(whole.merges);
});

test.each<[string, string]>([
  ["", 'test.load format: expected "test", got undefined'],
  ["{", 'test.load format: expected "test", got undefined'],
  ["null", 'test.load format: expected "test", got undefined'],
  ["7", 'test.load format: expected "test", got undefined'],
  [saved({ ...whole, format: "other" }), 'test.load format: expected "test", got "other"'],
  [saved(whole).replace('"version":1', '"version":"1"'), 'test.load version: expected 1, got "1"'],
  [saved({ ...whole, words: "a" }), 'test.load words: expected an array of texts, got "a"'],
  [saved({ ...whole, words: ["a", 1] }), "test.load words: expected an array of texts, got Array of length 2"],
  [saved({ ...whole, words: undefined }), "test.load words: expected an array of texts, got undefined"],
  [saved({ ...whole, scores: [null] }), "test.load scores: expected an array of numbers, got Array of length 1"],
  [saved({ ...whole, name: 1 }), "test.load name: expected a text, got 1"],
  [saved({ ...whole, merges: {} }), "test.load merges: expected an array of pairs, got an object of Object"],
  [saved({ ...whole, merges: [[0, 256]] }), "test.load merges[0]: expected two ids below 256, got Array of length 2"],
  [saved({ ...whole, merges: [[0, 1, 2]] }), "test.load merges[0]: expected two ids below 256, got Array of length 3"],
  [
    saved({
      ...whole,
      merges: [
        [0, 1],
        [257, 0],
      ],
    }),
    "test.load merges[1]: expected two ids below 257, got Array of length 2",
  ],
  [saved({ ...whole, merges: [[-1, 0]] }), "test.load merges[0]: expected two ids below 256, got Array of length 2"],
  [saved({ ...whole, merges: [[0.5, 0]] }), "test.load merges[0]: expected two ids below 256, got Array of length 2"],
  [saved({ ...whole, merges: ["ab"] }), 'test.load merges[0]: expected two ids below 256, got "ab"'],
])("refuses %j", (text, message) => {
  let said = "nothing";
  try {
    load(text);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toBe(message);
});
