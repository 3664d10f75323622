import { expect, test } from "vitest";
import { show } from "../../lib/show/index.ts";

const top = (names: readonly string[], width = 720): number => {
  const series = names.map((name, i) => ({
    name,
    role: "model" as const,
    mode: "points" as const,
    x: [1, 2],
    y: [i, i + 1],
  }));
  const { layout } = show.scatter({ title: "t", xLabel: "x", yLabel: "y", width, series }).plot;
  return (layout["margin"] as { t: number }).t;
};
const line = 19; // of the key, in CSS pixels

const long = (count: number) => Array.from({ length: count }, (_, i) => `a strategy with a long name, ${i}`);

test("a key of several lines has its room between title and plot: a line more for each", () => {
  const short = top(["a", "b", "c"]);
  expect(top(long(2))).toBe(short);
  // two of them fit side by side
  expect(top(long(4))).toBe(short + line);
  expect(top(long(5))).toBe(short + 2 * line);
  expect(top(long(6))).toBe(short + 2 * line);
});

test("a narrow figure needs more of them, and Chinese names count by their width", () => {
  const names = ["one after another", "all at once", "some first", "in passes"];
  expect(top(names, 320)).toBeGreaterThan(top(names));
  const chinese = [
    "一個接一個地寫出來的方法",
    "全部同時畫出來的方法",
    "先畫一部分再畫其他部分",
    "反覆修改許多次的方法",
  ];
  expect(top(chinese)).toBe(top(names) + line);
});
