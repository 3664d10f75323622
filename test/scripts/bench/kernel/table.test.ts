import { describe, expect, test } from "vitest";
import type { Results } from "../../../../scripts/bench/kernel/run.ts";
import { isMet, summarise, table } from "../../../../scripts/bench/kernel/table.ts";
import type { Row } from "../../../../scripts/bench/kernel/types.ts";

const trivial: Row = { id: "trivial", title: "trivial cell", unit: "ms", goal: { atMost: 0.75, of: "trivial" } };
const tensor: Row = { id: "tensor", title: "typed cell", unit: "ms", goal: { atMost: 2, of: "trivial" } };
const lines: Row = { id: "lines", title: "lines", unit: "lines/s", goal: { atLeast: 1, of: "lines" } };
const loop: Row = { id: "loop", title: "loop", unit: "×", goal: { atMost: 3 } };
const rows = [trivial, tensor, lines, loop];

const results: Results = {
  trivial: { ours: [3, 4, 50], ipykernel: [6, 5, 7], deno: [2, 2, 2], tslab: [13, 14, 15] },
  tensor: { ours: [12, 13, 14], ipykernel: ["–", "–", "–"], deno: [3, 3, 3], tslab: ["failed", 90, 78] },
  lines: { ours: [150_000], ipykernel: [140_000], deno: ["1 arrive"], tslab: ["188 arrive"] },
  loop: { ours: [2.4, 3.6], ipykernel: [2], deno: [1.1], tslab: [366] },
};

describe("one value of many", () => {
  test("is the median of the numbers", () => {
    expect(summarise([3, 4, 50])).toBe(4);
  });
  test("is a reason where at least half have no number, and nothing where nothing was measured", () => {
    expect(summarise(["dies", 1])).toBe("dies");
    expect(summarise(["dies", 1, 3])).toBe(2);
    expect(summarise([])).toBeUndefined();
    expect(summarise(undefined)).toBeUndefined();
  });
});

describe("a goal", () => {
  test("is a multiple of ipykernel's value in the row it names, and the limit itself is good enough", () => {
    expect(isMet(trivial.goal!, trivial, results)).toBe(true);
    expect(isMet(tensor.goal!, tensor, results)).toBe(false); // 13 of at most 12
    expect(isMet({ atMost: 13 / 6, of: "trivial" }, tensor, results)).toBe(true);
  });
  test("of speed wants more, not less", () => {
    expect(isMet(lines.goal!, lines, results)).toBe(true);
    expect(isMet({ atLeast: 1.1, of: "lines" }, lines, results)).toBe(false);
  });
  test("without a reference is a number of the row's own unit", () => {
    expect(isMet(loop.goal!, loop, results)).toBe(true);
    expect(isMet({ atMost: 2.9 }, loop, results)).toBe(false);
  });
  test("is not met by a kernel that gives no number, and open where ipykernel's is missing", () => {
    expect(isMet(loop.goal!, loop, { loop: { ours: ["dies"] } })).toBe(false);
    expect(isMet(trivial.goal!, trivial, { trivial: { ours: [1] } })).toBeUndefined();
    expect(isMet(trivial.goal!, trivial, {})).toBeUndefined();
  });
});

const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("the table", () => {
  const text = table(rows, ["ours", "ipykernel", "deno", "tslab"], results);
  test("has a line for each row, with medians, spread, the ratio to ipykernel and whether the goal is met", () => {
    expect(text.map(cells)).toEqual([
      ["", "ipykernel", "Deno", "stock tslab", "ours", "÷ ipykernel", "goal", "met"],
      expect.anything(),
      ["trivial cell, ms", "6 ±0.50", "2 ±0", "14 ±0.50", "4 ±11.8", "0.67", "≤ 0.75 ×", "yes"],
      ["typed cell, ms", "–", "3 ±0", "84 ±3 (1× failed)", "13 ±0.50", "2.17", "≤ 2 × its trivial", "NO"],
      ["lines, lines/s", "140,000", "1 arrive", "188 arrive", "150,000", "1.07", "≥ 1 ×", "yes"],
      ["loop, ×", "2", "1.10", "366", "3 ±0.30", "", "≤ 3", "yes"],
    ]);
  });

  test("is lined up, and a table to Markdown", () => {
    expect(new Set(text.map((line) => line.length)).size).toBe(1);
    for (const rule of cells(text[1]!).slice(1)) expect(rule).toMatch(/^-+:$/);
  });

  test("leaves out a kernel that was not measured", () => {
    const [head] = table(rows, ["ours", "ipykernel"], results);
    expect(cells(head!)).toEqual(["", "ipykernel", "ours", "÷ ipykernel", "goal", "met"]);
  });
});
