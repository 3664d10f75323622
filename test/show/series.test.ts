import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanSeries, maxDrawn, medians, thin } from "../../lib/show/series.ts";

describe("series", () => {
  test("count from zero where no x is given", () => {
    expect(cleanSeries("f", { y: [5, 6] })[0]!.x).toEqual([0, 1]);
  });

  test("take typed arrays", () => {
    expect(cleanSeries("f", { y: new Float32Array([1, 2]) })[0]!.y).toEqual([1, 2]);
  });

  test.each([
    ["nothing", {}, "y or at least one series"],
    ["no points", { y: [] }, 'at least one point, got "none"'],
    ["both forms", { y: [1], series: [{ y: [1] }] }, "not both"],
    ["lengths that differ", { x: [1, 2], y: [1] }, "as many y as x (2), got 1"],
    ["only gaps", { y: [Number.NaN, Infinity] }, "at least one finite point"],
    ["text", { y: ["1"] as unknown as number[] }, 'a number, got "1"'],
    ["a bigint", { y: [1n] as unknown as number[] }, "a number, got 1n"],
    ["null", { y: [null] as unknown as number[] }, "a number, got null"],
    ["runs of two lengths", { series: [{ runs: [[1, 2], [1]] }] }, "runs of one length, 2, got 1"],
    [
      "one name twice",
      {
        series: [
          { name: "a", y: [1] },
          { name: "a", y: [1] },
        ],
      },
      "names that differ",
    ],
    [
      "five without a role",
      { series: Array.from({ length: 5 }, () => ({ y: [1] })) },
      "a role for each series after the fourth",
    ],
    ["hover texts of another number", { series: [{ y: [1, 2], hover: ["a"] }] }, "one hover text per point (2), got 1"],
    ["a ring where no point is", { series: [{ y: [1], planted: [1] }] }, "planted indices of points, got 1"],
  ])("refuse %s", (_, options, message) => {
    expect(() => cleanSeries("show.line", options)).toThrow(message);
  });

  test("count a gap for each number that is not finite, in x or y", () => {
    const [one] = cleanSeries("f", { x: [0, Number.NaN, 2, 3], y: [1, 1, Infinity, 4] });
    expect(one!.gaps).toBe(2);
  });
});

describe("the median over seeds", () => {
  test("is the middle one, the mean of the middle two, and skips gaps", () => {
    expect(
      medians([
        [1, 1, Number.NaN],
        [5, 2, 7],
        [3, 9, 1],
        [9, 4, 4],
      ]),
    ).toEqual([4, 3, 4]);
  });
});

describe("thinning", () => {
  const long = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
    minLength: maxDrawn + 1,
    maxLength: 6000,
    size: "max",
  });

  test("keeps a line's ends, lowest and highest, in order, and few enough points", () => {
    fc.assert(
      fc.property(long, (y) => {
        const kept = thin(y, "line");
        const values = kept.map((index) => y[index]!);
        expect(kept.length).toBeLessThanOrEqual(maxDrawn);
        expect(Math.min(...values)).toBe(Math.min(...y));
        expect(Math.max(...values)).toBe(Math.max(...y));
        expect([kept[0], kept.at(-1)]).toEqual([0, y.length - 1]);
        expect(kept.every((index, k) => k === 0 || index > kept[k - 1]!)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("keeps a gap a gap", () => {
    const y = Array.from({ length: 10_000 }, (_, index) => (index >= 5000 && index < 5100 ? Number.NaN : 1));
    expect(thin(y, "line").some((index) => Number.isNaN(y[index]))).toBe(true);
  });

  test("takes every k-th of a cloud of a hundred thousand", () => {
    expect(
      thin(
        Array.from({ length: 100_000 }, () => 0),
        "points",
      ).length,
    ).toBe(2000);
  });

  test("leaves short ones alone", () => {
    expect(thin([3, 1, 2], "line")).toEqual([0, 1, 2]);
  });
});
