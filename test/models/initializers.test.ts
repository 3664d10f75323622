import { beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { glorotUniform, heNormal, normal } from "../../lib/models/index.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);

const draw = (seed: number) => [...normal([3, 2], { rng: rng(seed), std: 1 }).dataSync()];

const n = 40_000;
const momentsOf = (values: ArrayLike<number>) => {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  return {
    mean,
    variance: all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length,
    largest: Math.max(...all.map(Math.abs)),
  };
};

test("the same die gives the same numbers, another die others", () => {
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("no numbers, and one", () => {
  expect(normal([0, 4], { rng: rng(1), std: 1 }).shape).toEqual([0, 4]);
  expect(heNormal([], { rng: rng(1) }).shape).toEqual([]);
  expect([...normal([2], { rng: rng(1), std: 0 }).dataSync()].map(Math.abs)).toEqual([0, 0]);
  expect(() => normal([2], { rng: rng(1), std: -1 })).toThrow("normal std: expected a finite number of at least 0");
});

// of n draws, the mean's error is σ/√n, the variance's about σ²√(2/n); five of these are exceeded once in two million
test.each([
  ["normal", () => normal([200, 200], { rng: rng(3), std: 0.02 }), 0.02 ** 2],
  ["He's, √(2 / in)", () => heNormal([100, 400], { rng: rng(4) }), 2 / 100],
  ["He's, of a filter: √(2 / (height · width · in))", () => heNormal([2, 2, 100, 100], { rng: rng(5) }), 2 / 400],
  ["Glorot's, b² / 3 with b² = 6 / (in + out)", () => glorotUniform([100, 400], { rng: rng(6) }), 6 / 500 / 3],
])("variance is that of the formula: %s", (_, draws, variance) => {
  const found = momentsOf(draws().dataSync());
  expect(Math.abs(found.mean)).toBeLessThan(5 * Math.sqrt(variance / n));
  expect(Math.abs(found.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
});

test("Glorot's numbers stay inside their bound", () => {
  expect(momentsOf(glorotUniform([100, 400], { rng: rng(6) }).dataSync()).largest).toBeLessThanOrEqual(
    Math.sqrt(6 / 500),
  );
});
