import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binEdges, binShares, histogram } from "../../lib/show/histogram.ts";

describe("bins", () => {
  test("are one for each whole number where there are few", () => {
    expect(binEdges([1, 3, 2], {})).toEqual([0.5, 1.5, 2.5, 3.5]);
  });

  test("have room for one value", () => {
    expect(binEdges([0.3], { bins: 2 })).toEqual([expect.closeTo(-0.2), 0.3, 0.8]);
  });

  test("refuse a value outside the range that was asked for", () => {
    expect(() => binEdges([1.2], { xRange: [0, 1] })).toThrow("values from 0 to 1, got 1.2");
  });

  test("hold each value once, as counting between the edges does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 30 }),
        (values, bins) => {
          const edges = binEdges(values, { bins });
          const counted = edges.slice(0, -1).map((edge, k) => {
            const last = k === edges.length - 2;
            return (
              values.filter((value) => value >= edge && (last ? true : value < edges[k + 1]!)).length / values.length
            );
          });
          expect(binShares(values, edges)).toEqual(counted);
        },
      ),
    );
  });
});

describe("show.histogram", () => {
  test("says each arm's mean, range and share above the threshold, counted over the data", () => {
    const figure = histogram({
      title: "Sure about people who do not exist",
      xLabel: "top probability",
      threshold: 0.8,
      series: [
        { name: "known", values: [1, 1, 0.9, 0.9] },
        { name: "unknown", role: "control", values: [0.5, 0.9, Number.NaN] },
      ],
    });
    expect(figure.alt).toContain("known: mean 0.95, smallest 0.90, largest 1, share above 0.80 is 1");
    expect(figure.alt).toContain(
      "unknown: mean 0.70, smallest 0.50, largest 0.90, share above 0.80 is 0.50, 1 without a finite number left out",
    );
  });

  test("refuses an arm without a finite value", () => {
    expect(() => histogram({ title: "t", xLabel: "x", values: [] })).toThrow("at least one finite value");
    expect(() => histogram({ title: "t", xLabel: "x", values: [Number.NaN] })).toThrow("at least one finite value");
  });
});
