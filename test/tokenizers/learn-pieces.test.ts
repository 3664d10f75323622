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

test("no number of pieces is not a number", () => {
  expect(() => learnPieces(new Map(), { pieces: -1 })).toThrow("learnPieces pieces: expected an integer of at least 0");
});
