import fc from "fast-check";
import { expect, test } from "vitest";
import { learnMerges } from "../../lib/tokenizers/learn-merges.ts";

type Word = { ids: readonly number[]; count: number };

/** The definition, in texts: count every pair anew, take the most frequent, of equals the smallest ids. */
function byDefinition(words: readonly Word[], { merges, firstId }: { merges: number; firstId: number }) {
  let rows = words.map(({ ids, count }) => ({ ids: [...ids], count }));
  const learned: [number, number][] = [];
  while (learned.length < merges) {
    const counts = new Map<string, number>();
    for (const { ids, count } of rows)
      for (let i = 0; i + 1 < ids.length; i++) {
        const key = `${ids[i]} ${ids[i + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
    const ranked = [...counts]
      .map(([key, count]) => ({ pair: key.split(" ").map(Number) as [number, number], count }))
      .toSorted((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    const best = ranked[0];
    if (!best || best.count < 2) break;
    const id = firstId + learned.length;
    learned.push(best.pair);
    rows = rows.map(({ ids, count }) => {
      const next: number[] = [];
      for (let i = 0; i < ids.length; i++)
        if (ids[i] === best.pair[0] && ids[i + 1] === best.pair[1]) {
          next.push(id);
          i++;
        } else next.push(ids[i]!);
      return { ids: next, count };
    });
  }
  return learned;
}

const anyWords = fc.array(
  fc.record({ ids: fc.array(fc.nat(3), { maxLength: 12 }), count: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 12 },
);

test("is the definition, on words of four letters where everything overlaps", () => {
  fc.assert(
    fc.property(anyWords, fc.integer({ min: 0, max: 20 }), (words, merges) => {
      expect(learnMerges(words, { merges, firstId: 4 })).toEqual(byDefinition(words, { merges, firstId: 4 }));
    }),
    { numRuns: 500 },
  );
});

test("in a run of three the middle belongs to one pair only", () => {
  // 000 twice has 00 four times, but after the merge two 40 and no 00
  expect(learnMerges([{ ids: [0, 0, 0], count: 2 }], { merges: 5, firstId: 4 })).toEqual([
    [0, 0],
    [4, 0],
  ]);
});

test("pairs do not reach from one word into the next", () => {
  const words = [
    { ids: [0], count: 9 },
    { ids: [1], count: 9 },
  ];
  expect(learnMerges(words, { merges: 5, firstId: 4 })).toEqual([]);
});

test("no words, no merges, and what occurs once is not learned", () => {
  expect(learnMerges([], { merges: 3, firstId: 4 })).toEqual([]);
  expect(learnMerges([{ ids: [0, 1], count: 7 }], { merges: 0, firstId: 4 })).toEqual([]);
  expect(learnMerges([{ ids: [0, 1], count: 1 }], { merges: 3, firstId: 4 })).toEqual([]);
  expect(learnMerges([{ ids: [], count: 3 }], { merges: 3, firstId: 4 })).toEqual([]);
});
