import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countPenalty, minP, repetitionPenalty, topK, topP, warped, watermark } from "../../lib/generate/index.ts";
import type { Warp } from "../../lib/generate/index.ts";

const example = new Map([
  ["a", 0.5],
  ["b", 0.25],
  ["c", 0.15],
  ["d", 0.1],
  ["never", 0],
] as const) as Map<string, number>;
const kept = (warp: Warp<string>, before: string[] = []) =>
  [...warp(example, before)].filter(([, p]) => p > 0).map(([token]) => token);

/** Up to six tokens; weights need not be normalised, some may be 0, one is not. */
const distributions = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1e-300)), {
      maxLength: 5,
    }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([rest, first]) => new Map([first, ...rest].map((p, i) => [`t${i}`, p])));

const warps: Record<string, Warp<string>> = {
  topK: topK(2),
  topP: topP(0.6),
  minP: minP(0.3),
  repetitionPenalty: repetitionPenalty(1.3),
  countPenalty: countPenalty({ frequency: 0.5, presence: -0.2 }),
  watermark: watermark({ key: 7, strength: 2 }),
};

describe.each(Object.entries(warps))("%s", (_, warp) => {
  test("gives a distribution that sums to one and gives nothing to what had nothing", () => {
    fc.assert(
      fc.property(distributions, fc.array(fc.constantFrom("t0", "t1", "t2")), (distribution, before) => {
        const after = warp(distribution, before);
        expect([...after.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        for (const [token, p] of after) {
          expect(p).toBeGreaterThanOrEqual(0);
          if (p > 0) expect(distribution.get(token)).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("leaves a sure thing alone, and changes neither the distribution nor the text", () => {
    expect([...warp(new Map([["a", 1]]), ["a"])]).toEqual([["a", 1]]);
    const distribution = new Map(example);
    const before = ["a", "b"];
    warp(distribution, before);
    expect([distribution, before]).toEqual([example, ["a", "b"]]);
  });

  test("refuses what is no distribution", () => {
    for (const bad of [
      [],
      [["a", 0]],
      [["a", Number.NaN]],
      [
        ["a", -1],
        ["b", 2],
      ],
      [["a", Infinity]],
    ] as [string, number][][])
      expect(() => warp(new Map(bad), [])).toThrow("distribution");
  });
});

test("top-k keeps the k likeliest, the earlier of equals, and all if there are fewer", () => {
  expect(kept(topK(1))).toEqual(["a"]);
  expect(kept(topK(3))).toEqual(["a", "b", "c"]);
  expect(kept(topK(100))).toEqual(["a", "b", "c", "d"]);
  expect([
    ...topK<string>(2)(
      new Map([
        ["x", 0.2],
        ["y", 0.4],
        ["z", 0.4],
      ]),
      [],
    ),
  ]).toEqual([
    ["y", 0.5],
    ["z", 0.5],
  ]);
  expect([
    ...topK<string>(1)(
      new Map([
        ["x", 0.5],
        ["y", 0.5],
      ]),
      [],
    ),
  ]).toEqual([["x", 1]]);
  expect(() => topK(0)).toThrow("topK k: expected an integer of at least 1, got 0");
});

test("top-p keeps the smallest set that reaches p, the token that reaches it included", () => {
  expect(kept(topP(0.4))).toEqual(["a"]);
  expect(kept(topP(0.5))).toEqual(["a"]);
  expect(kept(topP(0.51))).toEqual(["a", "b"]);
  expect(kept(topP(0.9))).toEqual(["a", "b", "c"]);
  expect(kept(topP(1))).toEqual(["a", "b", "c", "d"]);
  expect(Object.fromEntries(topP<string>(0.75)(example, []))).toEqual({ a: 2 / 3, b: 1 / 3 });
  for (const p of [0, 1.01, Number.NaN])
    expect(() => topP(p)).toThrow("topP p: expected a number above 0 and at most 1");
});

test("the nucleus is the smallest: brute force over all sets of tokens", () => {
  fc.assert(
    fc.property(distributions, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (distribution, p) => {
      const total = [...distribution.values()].reduce((sum, weight) => sum + weight, 0);
      const weights = [...distribution.values()].map((weight) => weight / total);
      let fewest = Infinity;
      for (let set = 1; set < 2 ** weights.length; set++) {
        const inside = weights.filter((_, i) => set & (1 << i));
        // away from the border, where rounding decides
        if (inside.reduce((sum, weight) => sum + weight, 0) >= p + 1e-9) fewest = Math.min(fewest, inside.length);
      }
      const size = topP<string>(p)(distribution, []).size;
      expect(size).toBeLessThanOrEqual(fewest);
      const share = weights
        .toSorted((a, b) => b - a)
        .slice(0, size)
        .reduce((sum, weight) => sum + weight, 0);
      expect(share).toBeGreaterThanOrEqual(p - 1e-9);
    }),
  );
});

test("min-p keeps what has at least p times the largest probability: few where the model is sure, many where not", () => {
  expect(kept(minP(0.3))).toEqual(["a", "b", "c"]); // 0.15 is exactly 0.3 · 0.5
  expect(kept(minP(0.31))).toEqual(["a", "b"]);
  expect(kept(minP(0))).toEqual(["a", "b", "c", "d"]);
  expect(kept(minP(1))).toEqual(["a"]);
  const flat = new Map(Array.from({ length: 10 }, (_, i) => [String(i), 0.1]));
  expect(minP<string>(0.5)(flat, []).size).toBe(10);
  expect(() => minP(1.5)).toThrow("minP p");
});

test("the repetition penalty raises p of written tokens to its power and normalises", () => {
  // a: 0.5² = 0.25, b 0.25, c 0.15, d 0.1; the sum is 0.75
  expect(repetitionPenalty<string>(2)(example, ["a", "a"]).get("a")).toBeCloseTo(0.25 / 0.75, 12);
  expect(repetitionPenalty<string>(2)(example, ["a"]).get("d")).toBeCloseTo(0.1 / 0.75, 12);
  expect(repetitionPenalty<string>(1)(example, ["a"]).get("a")).toBeCloseTo(0.5, 12);
  expect(() => repetitionPenalty(0.9)).toThrow("repetitionPenalty penalty");
});

const odds = (warp: Warp<string>, before: string[]) =>
  Math.log(warp(example, before).get("a")! / warp(example, before).get("b")!);

test("count penalties are taken from the log-probability: once for presence, each time for frequency", () => {
  const untouched = Math.log(0.5 / 0.25);
  expect(odds(countPenalty({ frequency: 0.3, presence: 1 }), ["a", "c", "a"])).toBeCloseTo(untouched - 2 * 0.3 - 1, 12);
  expect(odds(countPenalty({}), ["a"])).toBeCloseTo(untouched, 12);
  expect(() => countPenalty({ presence: Number.NaN })).toThrow("countPenalty presence");
});

test("warps are applied in their order", () => {
  const inOrder = (list: Warp<string>[]) => [...warped(example, { warps: list, before: ["a"] }).keys()];
  // the penalty makes a the third; whether it is cut first decides who is left
  expect(inOrder([repetitionPenalty(5), topK(1)])).toEqual(["b"]);
  expect(inOrder([topK(1), repetitionPenalty(5)])).toEqual(["a"]);
  expect(warped(example, { warps: [], before: [] })).toBe(example);
});

test("a distribution of probabilities too small to multiply is still one", () => {
  const tiny = new Map([
    ["a", 5e-324],
    ["b", 5e-324],
  ]);
  expect([...repetitionPenalty<string>(3)(tiny, []).values()]).toEqual([0.5, 0.5]);
});
