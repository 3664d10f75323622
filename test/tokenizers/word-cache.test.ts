import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { WordCache } from "../../lib/tokenizers/word-cache.ts";

const whole = (text: string) => ({ start: 0, end: text.length });
const found = (cache: WordCache, text: string, place = whole(text)) => {
  const ids: number[] = [];
  return cache.appendTo(ids, text, place) ? ids : undefined;
};

test("knows what a Map knows, among thousands of words that differ in little", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "貓", "👍"), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, fc.array(fc.nat(9), { maxLength: 4 })), { maxLength: 60 }),
      fc.array(word),
      (entries, others) => {
        const [cache, map] = [new WordCache(), new Map<string, number[]>()];
        for (const [text, tokens] of entries) {
          if (map.has(text)) continue;
          cache.add(text, { ...whole(text), tokens });
          map.set(text, tokens);
        }
        expect(cache.size).toBe(map.size);
        for (const text of [...map.keys(), ...others]) expect(found(cache, text)).toEqual(map.get(text));
      },
    ),
  );
});

test("goes on after it has grown: a hundred thousand words, each with its own tokens", () => {
  const cache = new WordCache();
  const n = 100_000;
  for (let i = 0; i < n; i++) cache.add(`w${i}`, { ...whole(`w${i}`), tokens: [i, i % 7] });
  expect(cache.size).toBe(n);
  for (let i = 0; i < n; i += 997) expect(found(cache, `w${i}`)).toEqual([i, i % 7]);
  expect(found(cache, `w${n}`)).toBeUndefined();
});

test("a word is the same wherever it stands, and longer or shorter ones are others", () => {
  const cache = new WordCache();
  const text = "the cat, the cats";
  cache.add(text, { start: 4, end: 7, tokens: [1, 2] });
  expect(found(cache, text, { start: 13, end: 16 })).toEqual([1, 2]);
  for (const place of [
    { start: 13, end: 17 },
    { start: 12, end: 16 },
    { start: 13, end: 15 },
    { start: 3, end: 3 },
  ])
    expect(found(cache, text, place)).toBeUndefined();
});

test("tokens come behind what is there; a word may have none, and nothing is a word too", () => {
  const cache = new WordCache();
  cache.add("", { start: 0, end: 0, tokens: [] });
  cache.add("long", { start: 0, end: 4, tokens: Array.from({ length: 5000 }, (_, i) => i) });
  const ids = [9];
  expect(cache.appendTo(ids, "", { start: 0, end: 0 })).toBe(true);
  expect(cache.appendTo(ids, "a long", { start: 2, end: 6 })).toBe(true);
  expect(ids).toHaveLength(5001);
  expect([ids[0], ids[1], ids.at(-1)]).toEqual([9, 0, 4999]);
});

test("words with the same hash are others: among 300 000 drawn by the die some have, and each has its own tokens", () => {
  // of n words with hashes of 32 bits n² / 2³³ pairs share one: ten here
  const n = 300_000;
  const die = rng(1);
  const text = Array.from({ length: 4 * n }, () => String.fromCharCode(die.int(0x1_0000))).join("");
  const cache = new WordCache();
  for (let i = 0; i < n; i++) cache.add(text, { start: 4 * i, end: 4 * i + 4, tokens: [i] });
  const wrong: number[] = [];
  const ids: number[] = [];
  for (let i = 0; i < n; i++) {
    ids.length = 0;
    if (!cache.appendTo(ids, text, { start: 4 * i, end: 4 * i + 4 }) || ids.length !== 1 || ids[0] !== i) wrong.push(i);
  }
  expect(wrong).toEqual([]);
});

test("grows where it is full, and forgets none: one less than its room, its room, one more, and again", () => {
  const cache = new WordCache();
  for (let i = 0; i < 4100; i++) {
    const word = `${i}`;
    cache.add(word, { ...whole(word), tokens: [i] });
    if ([1023, 1024, 1025, 2047, 2048, 2049, 4096, 4097].includes(cache.size))
      for (let earlier = 0; earlier <= i; earlier++) expect(found(cache, `${earlier}`)).toEqual([earlier]);
  }
  expect(cache.size).toBe(4100);
});

test("the largest ids are kept, and words are kept as they are: halves of pairs, NUL, case and accents", () => {
  const cache = new WordCache();
  const words = ["a", "A", "\u00e9", "e\u0301", "\0", "\0\0", "\ud83d", "\ude00", "\ud83d\ude00"];
  words.forEach((word, i) => cache.add(word, { ...whole(word), tokens: [2 ** 31 - 1 - i, i] }));
  words.forEach((word, i) => expect(found(cache, word)).toEqual([2 ** 31 - 1 - i, i]));
  expect(found(cache, "\0\0\0")).toBeUndefined();
});
