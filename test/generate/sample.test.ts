import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { atTemperature, greedy, sample } from "../../lib/generate/index.ts";

const weights = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
const distribution = weights.map((w) => {
  const total = w.reduce((sum, x) => sum + x, 0);
  return new Map(w.map((x, i) => [i, x / total]));
});
const entropy = (p: ReadonlyMap<number, number>) =>
  [...p.values()].reduce((h, x) => h - (x > 0 ? x * Math.log(x) : 0), 0);

describe("sample", () => {
  it("draws in proportion, within .05 total variation at 5,000 draws", () => {
    const p = new Map([
      ["a", 0.5],
      ["b", 0.3],
      ["c", 0.2],
      ["never", 0],
    ]);
    const r = rng(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 5000; i++) {
      const token = sample(p, { rng: r });
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    const tv = [...p].reduce((sum, [token, x]) => sum + Math.abs((counts.get(token) ?? 0) / 5000 - x), 0) / 2;
    expect(tv).toBeLessThan(0.05);
    expect(counts.has("never")).toBe(false);
  });

  it("uses exactly one number", () => {
    const [a, b] = [rng(2), rng(2)];
    sample(
      new Map([
        ["x", 0.1],
        ["y", 0.9],
      ]),
      { rng: a },
    );
    b();
    expect(a()).toBe(b());
  });

  it("refuses to draw from nothing", () => {
    expect(() => sample(new Map(), { rng: rng(1) })).toThrow("at least one token");
    expect(() => greedy(new Map())).toThrow("at least one token");
  });
});

describe("atTemperature", () => {
  it("changes nothing at 1, keeps the order and sums to one at any other", () => {
    fc.assert(
      fc.property(distribution, fc.double({ min: 0.05, max: 5, noNaN: true }), (p, temperature) => {
        const q = atTemperature(p, temperature);
        const one = atTemperature(p, 1);
        for (const [i, x] of p) {
          expect(one.get(i)).toBeCloseTo(x, 10);
          for (const [j, y] of p) if (x > y) expect(q.get(i)!).toBeGreaterThanOrEqual(q.get(j)!);
        }
        expect([...q.values()].reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 10);
      }),
    );
  });

  it("has more entropy the hotter it is", () => {
    fc.assert(
      fc.property(distribution, (p) => {
        const heights = [0.2, 0.5, 1, 2, 4].map((temperature) => entropy(atTemperature(p, temperature)));
        for (const [i, h] of heights.entries()) expect(h).toBeGreaterThanOrEqual((heights[i - 1] ?? 0) - 1e-9);
      }),
    );
  });

  it("leaves only the likeliest token at 0, and nearly so just above", () => {
    const p = new Map([
      ["a", 0.2],
      ["b", 0.5],
      ["c", 0.3],
    ]);
    expect(atTemperature(p, 0)).toEqual(new Map([["b", 1]]));
    expect(atTemperature(p, 1e-3).get("b")).toBeCloseTo(1, 12);
    expect(greedy(p)).toBe("b");
  });

  it("never brings an impossible token to life", () => {
    const p = new Map([
      ["a", 1],
      ["never", 0],
    ]);
    for (const temperature of [0.1, 1, 100]) expect(atTemperature(p, temperature).get("never")).toBe(0);
  });

  it("refuses temperatures that are none", () => {
    for (const bad of [-1, Number.NaN, Infinity])
      expect(() => atTemperature(new Map([["a", 1]]), bad)).toThrow("atTemperature temperature");
  });
});
