import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import { unigram } from "../../lib/tokenizers/index.ts";
import { learnPieces } from "../../lib/tokenizers/learn-pieces.ts";
import { declaration } from "../../lib/worlds/index.ts";

const fixture = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/tokenizers/${name}`, import.meta.url), "utf8")) as T;
const { texts } = fixture<{ texts: string[] }>("tiktoken.json");
const pieces = fixture<{ unigram: { vocab: string[]; scores: number[] } }>("pieces.json").unigram;

// tokenizers 0.23.3 (Rust) with the same pieces and scores: test/fixtures/tokenizers/make.py
test("cuts as Hugging Face's Unigram does with the same pieces, bytes of unknown characters included", () => {
  const tokenizer = unigram.of({ ...pieces, specialTokens: [] });
  const golden = fixture<{ unigram: number[][] }>("pieces-ids.json").unigram;
  texts.forEach((text, i) => expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(golden[i]));
});

/** A tokenizer whose words have several cuts. */
const vocab = ["a", "b", "ab", "ba", "aba", "bb"];
const scores = [0.3, 0.2, 0.2, 0.1, 0.1, 0.1].map(Math.log);
const small = unigram.of({ vocab, scores, specialTokens: [] });

/** Every way to cut a word, with its probability up to a constant. */
function everyCut(word: string): Map<string, number> {
  if (word === "") return new Map([["", 1]]);
  const cuts = new Map<string, number>();
  vocab.forEach((piece, id) => {
    if (!word.startsWith(piece)) return;
    for (const [rest, p] of everyCut(word.slice(piece.length)))
      cuts.set([256 + id, ...(rest === "" ? [] : [rest])].join(), p * Math.exp(scores[id]!));
  });
  return cuts;
}

const words = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 8 });

test("the cut is the likeliest of all: brute force", () => {
  fc.assert(
    fc.property(words, (word) => {
      const cuts = everyCut(word);
      const best = Math.max(...cuts.values());
      expect(cuts.get(small.encode(word).join())! / best).toBeCloseTo(1, 9);
    }),
  );
});

test.each([0, 0.5, 1, 3])("drawn cuts come as often as p^%d says: χ² over every cut of a word", (alpha) => {
  const word = "ababb";
  const cuts = everyCut(word);
  const total = [...cuts.values()].reduce((sum, p) => sum + p ** alpha, 0);
  const die = rng(1);
  const n = 20_000;
  const counts = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const ids = small.sample(word, { rng: die, alpha });
    expect(small.decode(ids)).toBe(word);
    counts.set(ids.join(), (counts.get(ids.join()) ?? 0) + 1);
  }
  for (const cut of counts.keys()) expect(cuts.has(cut)).toBe(true);
  let chi = 0;
  for (const [cut, p] of cuts) {
    const expected = (n * p ** alpha) / total;
    chi += ((counts.get(cut) ?? 0) - expected) ** 2 / expected;
  }
  const freedom = cuts.size - 1;
  // more than five deviations above the mean: less than once in ten thousand
  expect(chi).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom) + 5);
});

test("training never makes the texts less likely per piece than single characters do, and keeps every character", () => {
  const text = declaration("eng");
  const tokenizer = unigram.train([text], { vocabSize: 256 + 300 });
  expect(tokenizer.vocab).toHaveLength(300);
  for (const character of new Set(text)) expect(tokenizer.vocab).toContain(character);
  expect(tokenizer.scores.reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 9);
  expect(tokenizer.scores).toEqual(tokenizer.scores.toSorted((a, b) => b - a));
  expect(tokenizer.encode(text).length).toBeLessThan(text.length / 2);
  // what is frequent is a piece
  expect(tokenizer.vocab).toContain(" the");
  expect(tokenizer.vocab).toContain(" right");
});

test("expectation and maximisation on two words, by hand", () => {
  // only one way to cut each: a twice, b once, so ⅔ and ⅓
  const learned = learnPieces(
    new Map([
      ["a", 2],
      ["b", 1],
    ]),
    { pieces: 2 },
  );
  expect(Math.exp(learned.get("a")!)).toBeCloseTo(2 / 3, 9);
  expect(Math.exp(learned.get("b")!)).toBeCloseTo(1 / 3, 9);
  expect(learnPieces(new Map(), { pieces: 5 })).toEqual(new Map());
});

test("a piece that is impossible is none: its score could not be saved", () => {
  for (const score of [-Infinity, Infinity, NaN, 1e-9])
    expect(() => unigram.of({ vocab: ["a", "b"], scores: [-1, score], specialTokens: [] })).toThrow(
      new InputError("unigram scores: expected 2 numbers of at most 0, got Array of length 2"),
    );
  const edge = unigram.of({ vocab: ["a", "b"], scores: [-Number.MAX_VALUE, -0], specialTokens: [] });
  expect(unigram.load(edge.save()).scores).toEqual([-Number.MAX_VALUE, 0]);
});

test("bad pieces and options are named", () => {
  expect(() => unigram.of({ vocab: ["a", "a"], scores: [0, 0], specialTokens: [] })).toThrow(
    "unigram vocab: expected different texts",
  );
  expect(() => unigram.of({ vocab: ["a"], scores: [1], specialTokens: [] })).toThrow("unigram scores");
  expect(() => unigram.of({ vocab: ["a"], scores: [], specialTokens: [] })).toThrow(
    "unigram scores: expected 1 numbers",
  );
  expect(() => unigram.train(["\ud800"], { vocabSize: 300 })).toThrow("unigram.train texts");
  expect(() => small.sample("a", { rng: rng(1), alpha: -1 })).toThrow("unigram.sample alpha");
  expect(() => small.sample("\ud800", { rng: rng(1) })).toThrow("sample text");
});
