import fc from "fast-check";
import { expect, test } from "vitest";
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
