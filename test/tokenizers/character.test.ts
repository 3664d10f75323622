import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { characterTokenizer } from "../../lib/tokenizers/index.ts";
import { anyText } from "./any-text.ts";

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

test("code points are in order, which is not that of JavaScript's texts: an emoji comes after U+FFFD", () => {
  const tokenizer = characterTokenizer.train(["👍\uffff\ufffd貓\u{10ffff}\0a"]);
  expect(tokenizer.vocab).toEqual(["\0", "a", "貓", "\ufffd", "\uffff", "👍", "\u{10ffff}"]);
});

test("there are as many tokens as code points, each character with its place among all that there are", () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (texts) => {
      const tokenizer = characterTokenizer.train(texts);
      const codes = [...new Set(texts.flatMap((text) => Array.from(text, (character) => character.codePointAt(0)!)))];
      const inOrder = codes.toSorted((a, b) => a - b);
      expect(tokenizer.size).toBe(inOrder.length);
      for (const text of texts) {
        expect(tokenizer.encode(text)).toEqual(Array.from(text, (each) => inOrder.indexOf(each.codePointAt(0)!)));
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
        expect(tokenizer.pieces(text).map((piece) => piece.text)).toEqual([...text]);
      }
    }),
  );
});

test("texts in another order, or twice, give the same tokenizer", () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
      const saved = characterTokenizer.train(texts).save();
      expect(characterTokenizer.train([...texts, ...texts].toReversed()).save()).toBe(saved);
    }),
  );
});

test("an accent apart is another character than the letter that has it", () => {
  const tokenizer = characterTokenizer.train(["e\u0301"]);
  expect(tokenizer.vocab).toEqual(["e", "\u0301"]);
  expect(() => tokenizer.encode("\u00e9")).toThrow(
    new InputError('encode text: expected characters of the training text, got "é"'),
  );
});

test("half a surrogate pair is refused as text to learn from and as text to read", () => {
  expect(() => characterTokenizer.train(["a", "\ud83d"])).toThrow(
    new InputError(String.raw`characterTokenizer.train texts: expected text without lone surrogates, got "\ud83d"`),
  );
  expect(() => characterTokenizer.train(["a"]).encode("\ude00")).toThrow(
    new InputError(
      String.raw`encode text: expected text without lone surrogates (or loneSurrogates: "replace"), got "\ude00"`,
    ),
  );
  expect(characterTokenizer.train(["\ufffd"]).encode("\ud83d", { loneSurrogates: "replace" })).toEqual([0]);
});

test("a file may have its characters in any order, which is that of its ids", () => {
  const tokenizer = characterTokenizer.load(file(["b", "👍", "a"]));
  expect(tokenizer.encode("ab👍")).toEqual([2, 0, 1]);
  expect(tokenizer.decode([0, 1, 2])).toBe("b👍a");
});

test("an id that there is not is named, and a special token has one behind the characters", () => {
  const tokenizer = characterTokenizer.train(["ab"], { specialTokens: ["<s>"] });
  expect(tokenizer.decode([2])).toBe("<s>");
  expect(() => tokenizer.decode([0, 3])).toThrow(new InputError("decode ids: expected ids from 0 to 2, got 3"));
});
