import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { regexBpe, splitPatterns, splitWords } from "../../lib/tokenizers/index.ts";
import type { SplitPattern } from "../../lib/tokenizers/index.ts";
import { characterOfByte, idOfByte } from "../../lib/tokenizers/byte-order.ts";
import { countPairs, mergePair } from "../../lib/tokenizers/pairs.ts";
import { declaration, declarationLanguages } from "../../lib/worlds/index.ts";

// tokenizers 0.23.3 (Rust): test/fixtures/tokenizers/make.py
const golden = JSON.parse(
  readFileSync(new URL("../fixtures/tokenizers/huggingface.json", import.meta.url), "utf8"),
) as {
  merges: [string, string][];
  ids: number[][];
};
const { texts } = JSON.parse(
  readFileSync(new URL("../fixtures/tokenizers/tiktoken.json", import.meta.url), "utf8"),
) as { texts: string[] };

test("learns the merges that Hugging Face's tokenizers learn from a declaration in 29 languages, ties included", () => {
  const tokenizer = regexBpe.train(declarationLanguages().map(declaration), { vocabSize: 1500 });
  const shown = (id: number) => [...tokenizer.vocab[id]!].map((byte) => characterOfByte[byte]).join("");
  expect(tokenizer.merges.map(([left, right]) => [shown(left), shown(right)])).toEqual(golden.merges);
  texts.forEach((text, i) => expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(golden.ids[i]));
});

// Sennrich, Haddow and Birch 2016, section 3.2, algorithm 1 and its output: with an end of word there, none here, so the
// words are the same and the merges those inside of them
test("the paper's example: low 5, lower 2, newest 6, widest 3 begins with e s, es t", () => {
  const text = [
    ["low", 5],
    ["lower", 2],
    ["newest", 6],
    ["widest", 3],
  ]
    .map(([word, count]) => `${word as string}\n`.repeat(count as number))
    .join("");
  const { merges, vocab } = regexBpe.train([text], { vocabSize: 256 + 4 });
  const shown = merges.map((pair) => pair.map((id) => new TextDecoder().decode(vocab[id])).join(" "));
  expect(shown).toEqual(["e s", "es t", "l o", "lo w"]);
});

/** The plain algorithm, counting everything again after each merge. */
function plainMerges(text: string, pattern: SplitPattern, merges: number): (readonly [number, number])[] {
  const counts = new Map<string, number>();
  for (const word of splitWords(text, pattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].map(([word, count]) => ({
    ids: [...new TextEncoder().encode(word)].map((byte) => idOfByte[byte]!),
    count,
  }));
  const learned: (readonly [number, number])[] = [];
  while (learned.length < merges) {
    const [best] = countPairs(words).sort(
      (a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1],
    );
    if (!best || best.count < 2) break;
    for (const word of words) word.ids = mergePair(word.ids, best.pair, 256 + learned.length);
    learned.push(best.pair);
  }
  return learned;
}

/** Texts of few letters, where pairs overlap and repeat: aaa, abab. */
const repetitive = fc.string({ unit: fc.constantFrom("a", "a", "b", " ", "é"), maxLength: 80 });

test("the fast way learns what the plain way learns, on texts full of overlaps", () => {
  fc.assert(
    fc.property(repetitive, fc.constantFrom(...(Object.keys(splitPatterns) as SplitPattern[])), (text, pattern) => {
      expect(regexBpe.train([text], { vocabSize: 280, pattern }).merges).toEqual(plainMerges(text, pattern, 24));
    }),
    { numRuns: 300 },
  );
});

test("encodes a word as its merges in the order in which they were learned make it, short words and long ones", () => {
  const tokenizer = regexBpe.train(["aaaa aab abab baba aaab ".repeat(3), "ab".repeat(200), "a".repeat(333)], {
    vocabSize: 290,
  });
  const plain = (word: string) =>
    tokenizer.merges.reduce(
      (ids, pair, n) => mergePair(ids, pair, 256 + n),
      [...word].map((letter) => idOfByte[letter.charCodeAt(0)]!),
    );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 400 }), (word) => {
      expect(tokenizer.encode(word)).toEqual(plain(word));
    }),
    { numRuns: 300 },
  );
});

test("long words of every kind of character are their bytes: one, two, three and four of them each", () => {
  const tokenizer = regexBpe.train([], { vocabSize: 256 });
  for (const character of ["a", "é", "貓", "👍", "\u07ff", "\u0800", "\uffff", "\u{10ffff}"]) {
    const text = character.repeat(500);
    expect(tokenizer.encode(text)).toEqual(Array.from(new TextEncoder().encode(text), (byte) => idOfByte[byte]));
  }
});

test("no merge crosses from one word into the next", () => {
  const tokenizer = regexBpe.train(["the cat the cat the cat the cat"], { vocabSize: 400 });
  for (const bytes of tokenizer.vocab) expect(new TextDecoder().decode(bytes)).toMatch(/^ ?[^ ]*$/su);
});

test("stops where no pair occurs twice; several texts are not joined", () => {
  expect(regexBpe.train(["abcd"], { vocabSize: 400 }).merges).toEqual([]);
  expect(regexBpe.train([], { vocabSize: 256 }).size).toBe(256);
  expect(regexBpe.train(["a", "b", "a", "b"], { vocabSize: 400 }).merges).toEqual([]);
});

const file = (parts: object) =>
  JSON.stringify({ format: "regex-bpe", version: 1, merges: [], pattern: "gpt2", specialTokens: [], ...parts });

test("bad options and files are named", () => {
  expect(() => regexBpe.train(["a"], { vocabSize: 255 })).toThrow(
    "regexBpe.train vocabSize: expected an integer from 256",
  );
  expect(() => regexBpe.train(["a"], { vocabSize: 300, pattern: "gpt9" as SplitPattern })).toThrow(
    "regexBpe pattern: expected gpt2, cl100k, o200k",
  );
  expect(() => regexBpe.train(["\ud800"], { vocabSize: 300 })).toThrow("regexBpe.train texts");
  expect(() => regexBpe.train(["a"], { vocabSize: 300, specialTokens: ["x", "x"] })).toThrow(
    "regexBpe specialTokens: expected different texts",
  );
  expect(() => regexBpe.load(file({ merges: [[0, 256]] }))).toThrow(
    "regexBpe.load merges[0]: expected two ids below 256",
  );
  expect(() =>
    regexBpe.load(
      file({
        merges: [
          [0, 1],
          [256, 0],
          [0.5, 1],
        ],
      }),
    ),
  ).toThrow("regexBpe.load merges[2]");
  expect(() => regexBpe.load(file({ specialTokens: [1] }))).toThrow(
    "regexBpe.load specialTokens: expected an array of texts",
  );
  expect(() => regexBpe.load(file({ pattern: "x" }))).toThrow("regexBpe pattern");
});
