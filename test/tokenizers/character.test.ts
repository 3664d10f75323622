import { expect, test } from "vitest";
import { characterTokenizer } from "../../lib/tokenizers/index.ts";

test("ids are the places of the characters among all, in order of code points", () => {
  const tokenizer = characterTokenizer.train(["cab", "b貓👍"]);
  expect(tokenizer.vocab).toEqual(["a", "b", "c", "貓", "👍"]);
  expect(tokenizer.encode("bac👍")).toEqual([1, 0, 2, 4]);
});

test("an emoji of several code points is several tokens", () => {
  expect(characterTokenizer.train(["👩‍👧"]).encode("👩‍👧")).toHaveLength(3);
});

test("a character that was not in the training text has no token, and is named", () => {
  expect(() => characterTokenizer.train(["abc"]).encode("abd")).toThrow(
    'encode text: expected characters of the training text, got "d"',
  );
});

test("no text has no characters; special tokens come after those that there are", () => {
  expect(characterTokenizer.train([]).size).toBe(0);
  const tokenizer = characterTokenizer.train(["a"], { specialTokens: ["<s>", "<s2>"] });
  expect(tokenizer.encode("a<s2>a<s>", { special: "allow" })).toEqual([0, 2, 0, 1]);
  expect(() => characterTokenizer.train(["a"], { specialTokens: [""] })).toThrow("characterTokenizer specialTokens");
});

const file = (vocab: unknown) => JSON.stringify({ format: "character", version: 1, vocab, specialTokens: [] });

test("files with something else than characters are refused", () => {
  expect(characterTokenizer.load(file(["a", "👍"])).encode("👍")).toEqual([1]);
  for (const vocab of [["ab"], ["a", "a"], [""], ["\ud83d"]])
    expect(() => characterTokenizer.load(file(vocab))).toThrow(
      "characterTokenizer.load vocab: expected different characters",
    );
  for (const vocab of [[1], "ab", null])
    expect(() => characterTokenizer.load(file(vocab))).toThrow(
      "characterTokenizer.load vocab: expected an array of texts",
    );
});
