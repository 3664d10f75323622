/** Byte-pair encoding by its definition: count all pairs anew before each merge; of the most frequent the one with the smallest ids. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { byteBpe } from "../../lib/tokenizers/index.ts";

type Pair = readonly [number, number];

function mergedIn(ids: readonly number[], [left, right]: Pair, made: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++)
    if (ids[i] === left && ids[i + 1] === right) {
      result.push(made);
      i++;
    } else result.push(ids[i]!);
  return result;
}

function mergesByDefinition(texts: readonly string[], most: number): Pair[] {
  let rows = texts.map((text) => [...new TextEncoder().encode(text)]);
  const merges: Pair[] = [];
  while (merges.length < most) {
    const counts = new Map<string, number>();
    for (const row of rows)
      for (let i = 0; i + 1 < row.length; i++) {
        const key = `${row[i]},${row[i + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    const largest = Math.max(0, ...counts.values());
    if (largest < 2) break;
    const tied = [...counts]
      .filter(([, count]) => count === largest)
      .map(([key]) => key.split(",").map(Number) as [number, number]);
    const best = tied.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])[0]!;
    rows = rows.map((row) => mergedIn(row, best, 256 + merges.length));
    merges.push(best);
  }
  return merges;
}

const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 14 }), { maxLength: 5 });

test("learns the merges of the definition, ties included, and never more than were asked for", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 8 }), (list, merges) => {
      const learned = byteBpe.train(list, { vocabSize: 256 + merges }).merges;
      expect(learned.length).toBeLessThanOrEqual(merges);
      expect(learned).toEqual(mergesByDefinition(list, merges));
    }),
    { numRuns: 400 },
  );
});

test("of pairs that are equally frequent the smallest ids win, the left one first, wherever they stand in the text", () => {
  const [a, b, c, d] = [..."abcd"].map((letter) => letter.charCodeAt(0)) as [number, number, number, number];
  expect(byteBpe.train(["cd", "ab", "cd", "ab"], { vocabSize: 258 }).merges).toEqual([
    [a, b],
    [c, d],
  ]);
  expect(byteBpe.train(["bd", "bc", "bd", "bc"], { vocabSize: 257 }).merges).toEqual([[b, c]]);
  expect(byteBpe.train(["ca", "bd", "ca", "bd"], { vocabSize: 257 }).merges).toEqual([[b, d]]);
});

test("a text is its merges in the order in which they were learned, to the last pair", () => {
  const tokenizer = byteBpe.train(["abab", "abc", "cab"], { vocabSize: 260 });
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 20 }), (text) => {
      const expected = tokenizer.merges.reduce<number[]>(
        (ids, pair, n) => mergedIn(ids, pair, 256 + n),
        [...new TextEncoder().encode(text)],
      );
      expect(tokenizer.encode(text)).toEqual(expected);
    }),
  );
});

test("knows its special tokens by name and by bytes, after the merges", () => {
  const tokenizer = byteBpe.train(["aa aa"], { vocabSize: 257, specialTokens: ["<s>", "貓"] });
  expect(tokenizer.specialTokens).toEqual(["<s>", "貓"]);
  expect(tokenizer.vocab).toHaveLength(259);
  expect(tokenizer.vocab.slice(257).map((bytes) => new TextDecoder().decode(bytes))).toEqual(["<s>", "貓"]);
  expect(tokenizer.encode("<s>aa貓", { special: "allow" })).toEqual([257, 256, 258]);
  expect(byteBpe.load(tokenizer.save()).specialTokens).toEqual(["<s>", "貓"]);
});

test.each<[name: string, call: () => unknown, message: string]>([
  [
    "fewer ids than bytes",
    () => byteBpe.train([], { vocabSize: 255 }),
    "byteBpe.train vocabSize: expected an integer from 256 to 1048576, got 255",
  ],
  [
    "more ids than a million",
    () => byteBpe.train([], { vocabSize: 2 ** 20 + 1 }),
    "byteBpe.train vocabSize: expected an integer from 256 to 1048576, got 1048577",
  ],
  [
    "half a surrogate pair to learn from",
    () => byteBpe.train(["\ud83d"], { vocabSize: 256 }),
    'byteBpe.train texts: expected text without lone surrogates (or loneSurrogates: "replace"), got "\ufffd"'.replace(
      "\ufffd",
      JSON.stringify("\ud83d").slice(1, -1),
    ),
  ],
  [
    "half a surrogate pair to encode",
    () => byteBpe.train([], { vocabSize: 256 }).encode("\ud83d"),
    'encode text: expected text without lone surrogates (or loneSurrogates: "replace"), got "\\ud83d"',
  ],
  [
    "special tokens that are the same",
    () => byteBpe.train([], { vocabSize: 256, specialTokens: ["a", "a"] }),
    'byteBpe specialTokens: expected different texts, none empty, got "a a"',
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(new InputError(message));
});
