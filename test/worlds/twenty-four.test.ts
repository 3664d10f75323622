import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { cardsOf, check24, describe24, draw24, is24, moves24, solve24 } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

worldContract({
  draw: (die) => ({ numbers: [1, 2, 3, 4].map(() => 1 + die.int(10)), ok: true }),
  // whatever is found is right, and where nothing is found a search with real numbers finds nothing either
  accepts: ({ numbers, ok }) => {
    const formula = solve24(numbers);
    return ok && (formula === undefined ? !anyWay(numbers) : check24(formula, numbers) && anyWay(numbers));
  },
  spoil: (sample) => [{ ...sample, ok: false }],
  describe: describe24,
});

/** Brute force in floating-point numbers: every order, every sign, every bracket. */
function anyWay(numbers: readonly number[]): boolean {
  if (numbers.length === 1) return Math.abs(numbers[0]! - 24) < 1e-9;
  return numbers.some((a, i) =>
    numbers.some((b, j) => {
      if (i === j) return false;
      const rest = numbers.filter((_, k) => k !== i && k !== j);
      return [a + b, a - b, a * b, a / b].some((value) => Number.isFinite(value) && anyWay([...rest, value]));
    }),
  );
}

// Yao et al. 2023, section 4.1: the example of the paper
test("4 9 10 13 makes 24 as in the paper: (10 − 4) · (13 − 9)", () => {
  expect(check24("(10 - 4) * (13 - 9)", [4, 9, 10, 13])).toBe(true);
  expect(check24(solve24([4, 9, 10, 13])!, [4, 9, 10, 13])).toBe(true);
});

test("fractions are exact: 8 / (3 − 8 / 3)", () => {
  expect(check24("8 / (3 - 8 / 3)", [3, 3, 8, 8])).toBe(true);
  expect(check24(solve24([3, 3, 8, 8])!, [3, 3, 8, 8])).toBe(true);
});

test("what cannot make 24 has no solution", () => {
  for (const numbers of [[1, 1, 1, 1], [13, 13, 13, 1], [0, 0, 0, 0], [23]]) expect(solve24(numbers)).toBeUndefined();
  expect(solve24([24])).toBe("24");
});

test("a formula is right only if it uses the numbers once each, is worth 24, and is a formula", () => {
  const numbers = [1, 2, 3, 4];
  expect(check24("1 * 2 * 3 * 4", numbers)).toBe(true);
  expect(check24("((1*2)*(3*4))", numbers)).toBe(true);
  for (const bad of [
    "24",
    "4 * 3 * 2",
    "1 * 2 * 3 * 4 + 0",
    "1 + 2 + 3 + 4",
    "1 * 2 * 3 4",
    "",
    "(1 * 2 * 3 * 4",
    "1 * 2 * 3 * 4)",
    "1 * 2 * 3 * 4 * x",
    "4 / (3 - 2 - 1)",
    "process.exit()",
    `${"(".repeat(100_000)}1*2*3*4`,
  ])
    expect(check24(bad, numbers), bad.slice(0, 20)).toBe(false);
});

test("each step leaves one card less, and never divides by zero", () => {
  const tables = moves24(cardsOf([0, 0]));
  expect(tables.map(([card]) => card!.text)).toEqual(["(0 + 0)", "(0 * 0)", "(0 - 0)", "(0 - 0)"]);
  for (const table of moves24(cardsOf([1, 2, 3, 4]))) expect(table).toHaveLength(3);
  // 6 pairs, each with 2 + 2 · 2 results
  expect(moves24(cardsOf([1, 2, 3, 4]))).toHaveLength(36);
  expect(is24(cardsOf([24])[0]!)).toBe(true);
  expect(() => cardsOf([0.5])).toThrow("cardsOf numbers: expected integers");
});

test("games that are drawn can be won", () => {
  for (let seed = 0; seed < 10; seed++) expect(anyWay(draw24({ rng: rng(seed) }))).toBe(true);
});
