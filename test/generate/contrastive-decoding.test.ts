import { expect, test } from "vitest";
import { contrastiveDecoding } from "../../lib/generate/index.ts";

const says = (entries: [string, number][]) => ({ nextDistribution: () => new Map(entries) });
const expert = says([
  ["the", 0.5],
  ["cat", 0.3],
  ["qat", 0.15],
  ["zzz", 0.05],
]);
const amateur = says([
  ["the", 0.8],
  ["cat", 0.1],
  ["qat", 0.1],
]);

test("weights are p(expert) / p(amateur), among what has a tenth of the expert's best", () => {
  const next = contrastiveDecoding(expert, { amateur, plausible: 0.2 }).nextDistribution([]);
  // zzz is below 0.2 · 0.5; the others: 0.5 / 0.8, 0.3 / 0.1, 0.15 / 0.1
  const sum = 0.625 + 3 + 1.5;
  expect([...next.keys()]).toEqual(["the", "cat", "qat"]);
  expect(next.get("the")).toBeCloseTo(0.625 / sum, 12);
  expect(next.get("cat")).toBeCloseTo(3 / sum, 12);
  expect(next.get("qat")).toBeCloseTo(1.5 / sum, 12);
});

test("without the bound of plausibility, what the amateur never says takes nearly everything", () => {
  expect(contrastiveDecoding(expert, { amateur, plausible: 0.01 }).nextDistribution([]).get("zzz")).toBeGreaterThan(
    0.999,
  );
});

test("an amateur that knows no more than chance changes nothing, and a bound of one is greedy", () => {
  const chance = says([
    ["the", 0.25],
    ["cat", 0.25],
    ["qat", 0.25],
    ["zzz", 0.25],
  ]);
  const next = contrastiveDecoding(expert, { amateur: chance, plausible: 0.01 }).nextDistribution([]);
  for (const [token, p] of expert.nextDistribution()) expect(next.get(token)).toBeCloseTo(p, 12);
  expect([...contrastiveDecoding(expert, { amateur, plausible: 1 }).nextDistribution([])]).toEqual([["the", 1]]);
});

test("both models read the same text; where the expert has nothing to say, nothing is said", () => {
  const asked: string[][] = [];
  const listening = (size: number) => ({
    nextDistribution(context: readonly string[]) {
      asked.push([...context]);
      return new Map(size > 0 ? [["x", 1]] : []);
    },
  });
  contrastiveDecoding(listening(1), { amateur: listening(1) }).nextDistribution(["a", "b"]);
  expect(asked).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
  expect(contrastiveDecoding(listening(0), { amateur }).nextDistribution([]).size).toBe(0);
  expect(() => contrastiveDecoding(expert, { amateur, plausible: 0 })).toThrow("contrastiveDecoding plausible");
});
