import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { altText, crossings, describeSeries } from "../../lib/show/alt.ts";
import type { CleanSeries } from "../../lib/show/series.ts";
import { spoken } from "../../lib/show/text.ts";

function series(y: number[], x = y.map((_, index) => index), name = "loss"): CleanSeries {
  return {
    name,
    role: "model",
    x,
    y,
    runs: [],
    mode: "line",
    planted: [],
    gaps: y.filter((v) => !Number.isFinite(v)).length,
  };
}

test("alt text is what is drawn, the numbers, and the title", () => {
  expect(altText("A line", ["a: 1", "b: 2"], "It falls")).toBe("A line. a: 1; b: 2. It falls.");
});

describe("the numbers of a series", () => {
  test("are all read out where they are few", () => {
    expect(describeSeries(series([0, 0.08, 1]), "order", [])).toBe("loss: 0, 0.08 and 1 at order 0, 1 and 2");
  });

  test("are one where there is one point", () => {
    expect(describeSeries(series([2.5]), "step", [])).toBe("loss: 2.50 at step 0");
  });

  test("say how many gaps there are", () => {
    expect(describeSeries(series([1, Number.NaN, 2]), "step", [])).toContain(
      "with 1 gap where there is no finite number",
    );
  });

  test("are the ends and the extremes where they are many, as a plain search finds them", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 9, maxLength: 60 }), (y) => {
        const text = describeSeries(series(y), "step", []);
        const low = y.indexOf(Math.min(...y));
        const high = y.indexOf(Math.max(...y));
        expect(text).toContain(`from ${spoken(y[0]!)} at step 0 to ${spoken(y.at(-1)!)} at ${spoken(y.length - 1)}`);
        if (y[low] !== y[0] && y[low] !== y.at(-1)) expect(text).toContain(`lowest ${spoken(y[low]!)} at ${low}`);
        if (y[high] !== y[0] && y[high] !== y.at(-1)) expect(text).toContain(`highest ${spoken(y[high]!)} at ${high}`);
      }),
    );
  });

  test("include the places that were asked for, with the data's own numbers", () => {
    const y = Array.from({ length: 20 }, (_, index) => index ** 2);
    expect(describeSeries(series(y), "step", [7, 99])).toContain("49 at 7");
    expect(describeSeries(series(y), "step", [7, 99])).not.toContain("99");
  });
});

describe("crossings", () => {
  // the pair of lecture 1: .58/.94 at 3, 1/.53 at 4; lines meet where .58 + .42t = .94 − .41t, t = .36/.83
  test("are where straight lines between the points meet", () => {
    const a = series([0, 0.08, 0.26, 0.58, 1, 1, 1]);
    const b = series([1, 0.99, 0.99, 0.94, 0.53, 0.22, 0.04]);
    expect(crossings(a, b)).toEqual([expect.closeTo(3 + 0.36 / 0.83, 12)]);
  });

  test("are none where lines touch and part on the same side", () => {
    expect(crossings(series([1, 0, 1]), series([0, 0, 0]))).toEqual([]);
  });

  test("are one where lines change sides over a shared stretch", () => {
    expect(crossings(series([1, 0, 0, -1]), series([0, 0, 0, 0]))).toEqual([1]);
  });

  test("need shared x and finite numbers", () => {
    expect(crossings(series([1, 2]), series([2, 1], [5, 6]))).toEqual([]);
    expect(crossings(series([0, Number.NaN]), series([1, 0]))).toEqual([]);
  });

  test("are as many as the changes of sign", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-3, -1, 2, 5), { minLength: 2, maxLength: 30 }), (gap) => {
        const changes = gap.filter((value, index) => index > 0 && value * gap[index - 1]! < 0).length;
        return crossings(series(gap), series(gap.map(() => 0))).length === changes;
      }),
    );
  });
});
