import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, quantile, rotate, spread } from "../../../scripts/bench/statistics.ts";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe("quantile", () => {
  test("of nothing is no number, of one value that value", () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect([0, 0.3, 1].map((q) => quantile([7], q))).toEqual([7, 7, 7]);
  });

  // numpy 2.4.6: np.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, 0.25, 0.5, 0.75, 0.95, 1])
  test("interpolates between neighbours, as numpy does", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const found = [0, 0.25, 0.5, 0.75, 0.95, 1].map((q) => quantile(values, q));
    [1, 1.75, 3.5, 5.25, 7.95, 9].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 12));
  });

  test("grows with its fraction, stays within the values, and does not care for their order", () => {
    fc.assert(
      fc.property(
        numbers,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, a, b) => {
          const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))];
          const slack = 1e-9 * Math.max(...values.map(Math.abs), 1);
          expect(low).toBeLessThanOrEqual(high + slack);
          expect(low).toBeGreaterThanOrEqual(Math.min(...values) - slack);
          expect(high).toBeLessThanOrEqual(Math.max(...values) + slack);
          expect(quantile(values.toReversed(), a)).toBe(quantile(values, a));
        },
      ),
    );
  });
});

test("at least half of the values are no larger than the median, and half no smaller", () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const middle = median(values);
      const slack = 1e-9 * Math.max(...values.map(Math.abs), 1);
      expect(values.filter((value) => value <= middle + slack).length * 2).toBeGreaterThanOrEqual(values.length);
      expect(values.filter((value) => value >= middle - slack).length * 2).toBeGreaterThanOrEqual(values.length);
    }),
  );
});

test("the spread is not moved by one wild value among many, and is zero for equal ones", () => {
  expect(spread([5, 5, 5, 5])).toBe(0);
  expect(spread([1, 2, 3, 4, 5])).toBe(1);
  expect(spread([1, 2, 3, 4, 5_000])).toBe(1);
});

test("in as many rounds as there are peers, each is first once and none is left out", () => {
  const peers = ["a", "b", "c", "d"];
  const rounds = peers.map((_, round) => rotate(peers, round));
  expect(rounds.map(([first]) => first)).toEqual(peers);
  for (const round of rounds) expect(round.toSorted()).toEqual(peers);
  expect(rotate([], 3)).toEqual([]);
});
