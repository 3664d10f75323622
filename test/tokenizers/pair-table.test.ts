import fc from "fast-check";
import { expect, test } from "vitest";
import { pairTable } from "../../lib/tokenizers/pair-table.ts";

const id = fc.integer({ min: 0, max: 6 });

test("knows what a Map of pairs knows; of equal pairs the first", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id, fc.nat(1000)), { maxLength: 60 }), (entries) => {
      const table = pairTable(entries);
      const map = new Map<string, number>();
      for (const [left, right, merged] of entries)
        if (!map.has(`${left} ${right}`)) map.set(`${left} ${right}`, merged);
      for (let left = 0; left < 8; left++)
        for (let right = 0; right < 8; right++) expect(table.get(left, right)).toBe(map.get(`${left} ${right}`) ?? -1);
    }),
  );
});

test("finds each of a hundred thousand, and none of those that were not put in", () => {
  const n = 100_000;
  const table = pairTable(Array.from({ length: n }, (_, i) => [i, (7 * i) % n, 256 + i]));
  for (let i = 0; i < n; i += 13) {
    expect(table.get(i, (7 * i) % n)).toBe(256 + i);
    expect(table.get(i, ((7 * i) % n) + 1)).toBe(-1);
  }
});

test("an empty table knows nothing", () => {
  expect(pairTable([]).get(0, 0)).toBe(-1);
});
