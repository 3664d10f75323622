import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeWord } from "../../lib/tokenizers/merge-word.ts";
import { pairTable } from "../../lib/tokenizers/pair-table.ts";

type Rule = readonly [left: number, right: number, merged: number];

/** The definition: of all neighbours that merge those with the smallest new id, the leftmost; until none do. */
function byDefinition(ids: readonly number[], rules: readonly Rule[]): number[] {
  const row = [...ids];
  for (;;) {
    let [best, at] = [Infinity, -1];
    for (let i = 0; i + 1 < row.length; i++) {
      const rule = rules.find(([left, right]) => left === row[i] && right === row[i + 1]);
      if (rule && rule[2] < best) [best, at] = [rule[2], i];
    }
    if (at < 0) return row;
    row.splice(at, 2, best);
  }
}

/** Rules as they are learned: the n-th of earlier ids. Three letters, so that they overlap. */
const anyRules = fc
  .array(fc.tuple(fc.nat(1e6), fc.nat(1e6)), { maxLength: 12 })
  .map((draws) => draws.map(([a, b], n): Rule => [a % (3 + n), b % (3 + n), 3 + n]));

// below and above a hundred bytes two ways are taken
describe.each([
  ["short words", { minLength: 0, maxLength: 20 }],
  ["words of about a hundred bytes", { minLength: 95, maxLength: 105 }],
  ["long words", { minLength: 101, maxLength: 300 }],
])("%s", (_, length) => {
  test("are merged as the definition says", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), length), anyRules, (word, rules) => {
        const ids = mergeWord(Int32Array.from(word), { length: word.length, table: pairTable(rules) });
        expect(ids).toEqual(byDefinition(word, rules));
      }),
      { numRuns: 200 },
    );
  });
});

test("what is behind the word in the array is not part of it", () => {
  const table = pairTable([[1, 1, 5]]);
  expect(mergeWord(Int32Array.of(1, 1, 1, 1), { length: 3, table })).toEqual([5, 1]);
  expect(mergeWord(Int32Array.of(1, 1, 1), { length: 1, table })).toEqual([1]);
  expect(mergeWord(Int32Array.of(1), { length: 0, table })).toEqual([]);
});

test("a run of one letter is merged from the left, and the rest stays", () => {
  const table = pairTable([
    [0, 0, 1],
    [1, 1, 2],
  ]);
  for (const length of [7, 107]) {
    const ids = mergeWord(new Int32Array(length), { length, table });
    expect(ids).toEqual([...Array.from({ length: (length - 3) / 4 }, () => 2), 1, 0]);
  }
});

test("a hundred thousand letters take no time to speak of", () => {
  // quadratic time would take minutes
  const rules = Array.from({ length: 16 }, (_, n): Rule => [n, n, n + 1]);
  const length = 2 ** 16;
  expect(mergeWord(new Int32Array(length), { length, table: pairTable(rules) })).toEqual([16]);
});
