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

test("of equally frequent pairs the one with the smallest left id is first, then the smallest right one", () => {
  const words = [
    { ids: [3, 0], count: 2 },
    { ids: [1, 2], count: 2 },
    { ids: [1, 0], count: 2 },
    { ids: [2, 3], count: 2 },
  ];
  expect(learnMerges(words, { merges: 9, firstId: 4 })).toEqual([
    [1, 0],
    [1, 2],
    [2, 3],
    [3, 0],
  ]);
});

test("a pair that was frequent before its parts were merged away is counted anew", () => {
  // 0 1 five times, 1 2 four times, three of them in 0 1 2: after the merge 1 2 is there once, and is not learned
  const words = [
    { ids: [0, 1, 2], count: 3 },
    { ids: [0, 1], count: 2 },
    { ids: [1, 2], count: 1 },
  ];
  expect(learnMerges(words, { merges: 9, firstId: 3 })).toEqual([
    [0, 1],
    [3, 2],
  ]);
});

test("counts are those of words, not of how many different ones there are", () => {
  const words = [
    { ids: [0, 1], count: 10 },
    ...Array.from({ length: 9 }, (_, i) => ({ ids: [5, 6, 10 + i], count: 1 })),
  ];
  expect(learnMerges(words, { merges: 2, firstId: 30 })).toEqual([
    [0, 1],
    [5, 6],
  ]);
});

test("as many merges as are asked for, and no more, whatever could still be learned", () => {
  const words = [{ ids: [0, 1, 2, 3, 0, 1, 2, 3], count: 2 }];
  for (let merges = 0; merges <= 3; merges++) expect(learnMerges(words, { merges, firstId: 4 })).toHaveLength(merges);
  // 2 3 before 4 2, which is as frequent; when each word is one there is no pair left
  expect(learnMerges(words, { merges: 100, firstId: 4 })).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 6],
  ]);
});

test("a run of one part is halved again and again", () => {
  const run = [{ ids: Array.from({ length: 64 }, () => 0), count: 2 }];
  expect(learnMerges(run, { merges: 100, firstId: 1 })).toEqual([0, 1, 2, 3, 4, 5].map((id) => [id, id]));
});

test("ids up to two million are kept apart", () => {
  const most = 2 ** 21 - 2;
  const words = [
    { ids: [most - 1, most], count: 3 },
    { ids: [most, most - 1], count: 2 },
  ];
  expect(learnMerges(words, { merges: 1, firstId: most + 1 })).toEqual([[most - 1, most]]);
});
