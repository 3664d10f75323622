import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { rng, seedShift, streams } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";
import { fromState } from "../../lib/core/rng.ts";

const draws = (r: Rng) => Array.from({ length: 4 }, r.uint32);
const draw = (seed: number) => draws(rng(seed));

describe("rng", () => {
  it("gives the first outputs of the reference implementation of xoshiro128**", () => {
    // Provenance: the C reference by Blackman and Vigna (prng.di.unimi.it/xoshiro128starstar.c), state {1, 2, 3, 4}, compiled by gcc 12.2
    // and run on 2026-11-25.
    const r = fromState([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => r.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("repeats for the same seed and differs for neighbouring seeds", () => {
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
  });

  it("stays in its range for every seed", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (seed, n) => {
        const r = rng(seed);
        expect(r()).toBeLessThan(1);
        const i = r.int(n);
        return Number.isInteger(i) && i >= 0 && i < n;
      }),
    );
  });

  it("has the mean and variance of the normal distribution within four standard errors", () => {
    const r = rng(7);
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const x = r.normal();
      sum += x;
      squares += x * x;
    }
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });

  it("never draws an item of weight zero and draws the others in proportion", () => {
    const r = rng(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[r.weighted([0, 1, 2, 0])]!++;
    expect(counts[0]! + counts[3]!).toBe(0);
    expect(Math.abs(counts[1]! / 60_000 - 1 / 3)).toBeLessThan(0.01);
  });

  it("shuffles to every order about equally often", () => {
    const r = rng(5);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = r.shuffle([1, 2, 3]).join("");
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("draws an index with exactly one number, so that what follows does not depend on the weights", () => {
    const [a, b, plain] = [rng(9), rng(9), rng(9)];
    a.weighted([1, 2, 3]);
    b.weighted([0, 0, 5, 0, 1e-300]);
    plain();
    expect([a(), b()]).toEqual(Array.from({ length: 2 }).fill(plain()));
  });

  it("leaves what it shuffles and picks from as it was", () => {
    const items = Object.freeze(["a", "b", "c"]);
    expect(rng(1).shuffle(items).toSorted()).toEqual(items);
    expect(items).toContain(rng(1).pick(items));
    expect(rng(1).shuffle([])).toEqual([]);
  });

  it("splits into generators that differ by name and by turn, and that no later draw of the parent moves", () => {
    const parent = rng(1);
    const child = parent.split("a");
    const first = draws(rng(1).split("a"));
    parent.uint32();
    expect(draws(child)).toEqual(first);
    expect(draws(rng(1).split("b"))).not.toEqual(first);
    expect(draws(rng(2).split("a"))).not.toEqual(first);
    expect(draws(parent.split("a"))).not.toEqual(first);
    expect(draws(rng(1).split(1))).toEqual(draws(rng(1).split("1")));
  });

  describe("with a seed shift", () => {
    const shiftSymbol = Symbol.for("course.seedShift");
    const shift = (by: number | undefined) => void ((globalThis as Record<symbol, unknown>)[shiftSymbol] = by);
    afterEach(() => shift(undefined));

    it("moves every seed, each shift to other numbers, and says how far", () => {
      const plain = draw(1);
      const shifted = [1, 2, 3, 4, 5].map((by) => {
        shift(by);
        expect(seedShift()).toBe(by);
        return draw(1).join();
      });
      expect(new Set([plain.join(), ...shifted]).size).toBe(6);
      shift(undefined);
      expect(seedShift()).toBe(0);
      expect(draw(1)).toEqual(plain);
    });

    it("does not give one seed the numbers of a neighbour, so that shifted arms stay apart", () => {
      const plain = new Set(Array.from({ length: 100 }, (_, seed) => draw(seed).join()));
      shift(1);
      for (let seed = 0; seed < 100; seed++) expect(plain).not.toContain(draw(seed).join());
    });
  });

  it("says what it expected", () => {
    expect(() => rng(-1)).toThrow("rng seed: expected an integer from 0 to 4294967295, got -1");
    expect(() => rng(1).pick([])).toThrow("rng.pick items: expected at least one item, got Array of length 0");
    expect(() => rng(1).weighted([0, 0])).toThrow("rng.weighted weights: expected a positive and finite sum, got 0");
    expect(() => rng(1).weighted([])).toThrow("a positive and finite sum, got 0");
    // the sum overflows although each weight is finite: drawing from it would always give the last item
    expect(() => rng(1).weighted([1e308, 1e308])).toThrow("a positive and finite sum, got Infinity");
    expect(() => rng(1).weighted([Number.NaN])).toThrow(
      "rng.weighted weights[0]: expected a finite number of at least 0",
    );
    expect(() => rng(1).int(0)).toThrow("rng.int n: expected an integer from 1 to 4294967296, got 0");
    expect(() => rng(2 ** 32)).toThrow("rng seed: expected an integer from 0 to 4294967295, got 4294967296");
    expect(() => fromState([0, 0, 0, 0])).toThrow("rng state: expected at least one word that is not zero");
  });
});

describe("streams", () => {
  it("gives the same generator for the same name, in whatever order it is asked", () => {
    const [one, other] = [streams(rng(1)), streams(rng(1))];
    const forwards = [0, 1, 2].map((name) => draws(one(name)));
    const backwards = [2, 1, 0].map((name) => draws(other(name)));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(draws(one(1))).toEqual(forwards[1]);
  });

  it("gives others for other names and other seeds, and uses one number", () => {
    const seen = new Set(Array.from({ length: 500 }, (_, name) => draws(streams(rng(1))(name)).join()));
    expect(seen.size).toBe(500);
    expect(draws(streams(rng(2))(0))).not.toEqual(draws(streams(rng(1))(0)));
    const [used, fresh] = [rng(3), rng(3)];
    streams(used);
    fresh.uint32();
    expect(draws(used)).toEqual(draws(fresh));
  });
});
