import fc from "fast-check";
import { expect, test } from "vitest";
import { learnPieces } from "../../lib/tokenizers/learn-pieces.ts";

type Probabilities = Map<string, number>;

/** Every way to cut a word into known pieces, with its probability. */
function everyCut(word: string, pieces: Probabilities): { parts: string[]; p: number }[] {
  if (word === "") return [{ parts: [], p: 1 }];
  const cuts: { parts: string[]; p: number }[] = [];
  for (let length = 1; length <= word.length; length++) {
    const first = word.slice(0, length);
    const p = pieces.get(first);
    if (p === undefined) continue;
    for (const rest of everyCut(word.slice(length), pieces))
      cuts.push({ parts: [first, ...rest.parts], p: p * rest.p });
  }
  return cuts;
}

/** How often each piece is used on average over all cuts, by listing them (Kudo 2018, section 3.2, step E). */
function usageOf(words: ReadonlyMap<string, number>, pieces: Probabilities): Probabilities {
  const usage: Probabilities = new Map();
  for (const [word, count] of words) {
    const cuts = everyCut(word, pieces);
    const whole = cuts.reduce((sum, { p }) => sum + p, 0);
    for (const { parts, p } of cuts)
      for (const part of parts) usage.set(part, (usage.get(part) ?? 0) + (count * p) / whole);
  }
  return usage;
}

function normalised(counts: Probabilities): Probabilities {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([piece, count]) => [piece, count / total]));
}

/** All parts that occur twice and all letters; then two rounds of expectation and maximisation. */
function twoRounds(words: ReadonlyMap<string, number>): Probabilities {
  const counts: Probabilities = new Map();
  for (const [word, count] of words)
    for (let from = 0; from < word.length; from++)
      for (let to = from + 1; to <= word.length; to++)
        counts.set(word.slice(from, to), (counts.get(word.slice(from, to)) ?? 0) + count);
  let pieces = normalised(new Map([...counts].filter(([piece, count]) => piece.length === 1 || count > 1)));
  for (let round = 0; round < 2; round++) {
    const usage = usageOf(words, pieces);
    const kept = [...pieces.keys()].filter((piece) => piece.length === 1 || (usage.get(piece) ?? 0) >= 0.5);
    pieces = normalised(new Map(kept.map((piece) => [piece, Math.max(usage.get(piece) ?? 0, 1e-3)])));
  }
  return pieces;
}

const anyWords = fc
  .array(
    fc.tuple(
      fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 }),
      fc.integer({ min: 1, max: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((entries) => new Map(entries));

test("with room for all pieces it is two rounds of EM over every cut of every word", () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const expected = twoRounds(words);
      const learned = learnPieces(words, { pieces: 1000 });
      expect([...learned.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [piece, p] of expected) expect(Math.exp(learned.get(piece)!)).toBeCloseTo(p, 9);
    }),
    { numRuns: 200 },
  );
});

test("what is learned is likeliest first, sums to one, and has every letter", () => {
  fc.assert(
    fc.property(anyWords, fc.integer({ min: 0, max: 8 }), (words, pieces) => {
      const learned = learnPieces(words, { pieces });
      const scores = [...learned.values()];
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(scores.reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 9);
      const letters = new Set([...words.keys()].join(""));
      for (const letter of letters) expect(learned.has(letter)).toBe(true);
      expect(learned.size).toBeLessThanOrEqual(Math.max(pieces, letters.size));
    }),
  );
});

test("of two pieces the one that is missed less is dropped", () => {
  // "ab" is half of all, "cd" comes twice: without "ab" ninety words would need two pieces
  const words = new Map([
    ["ab", 90],
    ["cd", 2],
  ]);
  const learned = learnPieces(words, { pieces: 5 });
  expect(learned.has("ab")).toBe(true);
  expect(learned.has("cd")).toBe(false);
  expect([...learned.keys()].toSorted()).toEqual(["a", "ab", "b", "c", "d"]);
});

test("a piece reaches over at most twelve characters, which are code points", () => {
  const learned = learnPieces(new Map([["貓👍".repeat(10), 50]]), { pieces: 10_000 });
  expect(Math.max(...[...learned.keys()].map((piece) => [...piece].length))).toBe(12);
  expect(learned.has("👍")).toBe(true);
  for (const piece of learned.keys()) expect(piece.isWellFormed()).toBe(true);
});

test("no letter is dropped, however few pieces are wanted and however many letters there are", () => {
  const alphabet = [..."abcdefghijklmnopqrstuvwxyz貓👍é"];
  const word = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 10 });
  const counted = fc.array(fc.tuple(word, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(counted, fc.integer({ min: 0, max: 12 }), (entries, pieces) => {
      const learned = learnPieces(new Map(entries), { pieces });
      const letters = new Set(entries.flatMap(([text]) => [...text]));
      expect([...letters].filter((letter) => !learned.has(letter))).toEqual([]);
      expect(learned.size).toBeLessThanOrEqual(Math.max(pieces, letters.size));
    }),
    { numRuns: 200 },
  );
});

test("where only letters are wanted there are only letters, each as likely as it is frequent", () => {
  const words = new Map([
    ["abcdefgh", 5],
    ["aabbccdd", 3],
  ]);
  const learned = learnPieces(words, { pieces: 0 });
  // with one way to cut each word, expectation is counting: a to d 5 + 6 times of 64, e to h 5 times
  expect([...learned.keys()].toSorted()).toEqual([..."abcdefgh"]);
  for (const letter of "abcd") expect(Math.exp(learned.get(letter)!)).toBeCloseTo(11 / 64, 9);
  for (const letter of "efgh") expect(Math.exp(learned.get(letter)!)).toBeCloseTo(5 / 64, 9);
});

test("one letter, alone or again and again, is one certain piece if one is wanted", () => {
  for (const word of ["a", "貓", "aaaaaaa"]) {
    const learned = learnPieces(new Map([[word, 4]]), { pieces: 1 });
    expect([...learned]).toEqual([[[...word][0], 0]]);
  }
});

const parts = (count: number) => [...learnPieces(new Map([["xyz", count]]), { pieces: 100 }).keys()];

test("a part that occurs once is no piece, twice it may be one", () => {
  expect(parts(1).toSorted()).toEqual(["x", "y", "z"]);
  expect(parts(2)).toContain("xyz");
  // twice in one word is twice
  expect([...learnPieces(new Map([["xyxy", 1]]), { pieces: 100 }).keys()]).toContain("xy");
});

/** Σ count · log of the sum over all cuts of the product of their pieces' probabilities. */
function logLikelihood(words: ReadonlyMap<string, number>, pieces: Probabilities): number {
  return [...words].reduce((sum, [word, count]) => {
    return sum + count * Math.log(everyCut(word, pieces).reduce((whole, { p }) => whole + p, 0));
  }, 0);
}

// Dempster, Laird and Rubin 1977, theorem 1: a round of expectation and maximisation makes nothing less likely
test("what is learned makes the words at least as likely as their frequent parts in proportion to their counts", () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const counts: Probabilities = new Map();
      for (const [word, count] of words)
        for (let from = 0; from < word.length; from++)
          for (let to = from + 1; to <= word.length; to++)
            counts.set(word.slice(from, to), (counts.get(word.slice(from, to)) ?? 0) + count);
      const start = normalised(new Map([...counts].filter(([piece, count]) => piece.length === 1 || count > 1)));
      const learned = new Map(
        [...learnPieces(words, { pieces: 1000 })].map(([piece, score]) => [piece, Math.exp(score)]),
      );
      // a piece that is used less than half a time is dropped, which is no such round; that a letter keeps a thousandth,
      // though nothing needs it, costs three thousandths a round
      const dropped = [...usageOf(words, start)].filter(([piece]) => !learned.has(piece));
      fc.pre(dropped.length === 0);
      expect(logLikelihood(words, learned)).toBeGreaterThanOrEqual(logLikelihood(words, start) - 0.006);
    }),
    { numRuns: 200 },
  );
});

test("no number of pieces is not a number", () => {
  expect(() => learnPieces(new Map(), { pieces: -1 })).toThrow("learnPieces pieces: expected an integer of at least 0");
});
