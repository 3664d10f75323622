import fc from "fast-check";
import { expect, test } from "vitest";
import { countPairs, mergePair, pairKey } from "../../lib/tokenizers/pairs.ts";

const ids = fc.array(fc.nat(3), { maxLength: 12 });

test("pairs are counted as often as their sequence, overlapping ones too", () => {
  const counts = countPairs([
    { ids: [1, 1, 1], count: 2 },
    { ids: [1, 2], count: 3 },
    { ids: [5], count: 9 },
    { ids: [], count: 9 },
  ]);
  expect(counts).toEqual([
    { pair: [1, 1], count: 4 },
    { pair: [1, 2], count: 3 },
  ]);
});

test("in all there are as many pairs as places between neighbours", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ ids, count: fc.integer({ min: 1, max: 9 }) })), (sequences) => {
      const total = countPairs(sequences).reduce((sum, { count }) => sum + count, 0);
      const places = sequences.reduce((sum, { ids: row, count }) => sum + count * Math.max(0, row.length - 1), 0);
      expect(total).toBe(places);
    }),
  );
});

test("a pair is merged from the left, as a pattern would replace it in a text", () => {
  expect(mergePair([1, 1, 1], [1, 1], 9)).toEqual([9, 1]);
  expect(mergePair([2, 1], [1, 2], 9)).toEqual([2, 1]);
  fc.assert(
    fc.property(ids, fc.nat(3), fc.nat(3), (row, left, right) => {
      const replaced = row.join("").replaceAll(`${left}${right}`, "9");
      expect(mergePair(row, [left, right], 9).join("")).toBe(replaced);
    }),
  );
});

test("two pairs never have the same key, up to the largest ids", () => {
  const id = fc.oneof(fc.nat(5), fc.integer({ min: 2 ** 21 - 5, max: 2 ** 21 - 1 }));
  fc.assert(
    fc.property(id, id, id, id, (a, b, c, d) => {
      expect(pairKey(a, b) === pairKey(c, d)).toBe(a === c && b === d);
      expect(Number.isSafeInteger(pairKey(a, b))).toBe(true);
    }),
  );
});
