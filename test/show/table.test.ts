import { expect, test } from "vitest";
import { bundleOf } from "../../lib/core/index.ts";
import { show } from "../../lib/show/index.ts";

test("a table is Markdown for the page and aligned text for a terminal, never HTML", async () => {
  const table = show.table({ rows: [{ word: "the", count: 12 }, { word: "fox", count: 3 }] }); // prettier-ignore
  expect(Object.keys((await bundleOf(table)).data)).toEqual(["text/markdown", "text/plain"]);
  expect(table.markdown).toBe("| word | count |\n| :--- | ---: |\n| the | 12 |\n| fox | 3 |");
  expect(table.text).toBe("word  count\n────  ─────\nthe      12\nfox       3");
});

test("cells are text: no markup, no new cell, no new row", () => {
  const { markdown } = show.table({ rows: [{ a: "x|y\n<script>*b* [l](javascript:1) $e$" }] });
  expect(markdown.split("\n").length).toBe(3);
  expect(markdown.split("\n")[2]!.slice(2, -2)).not.toMatch(/[|<>*[\]()$]/u);
});

test("a missing value is a dash, a column is the union of keys, Chinese takes two columns", () => {
  const { text } = show.table({ rows: [{ a: "詞元" }, { b: true }, { a: null, b: [1, 2.5] }] });
  expect(text.split("\n")).toEqual(["a     b", "────  ───────", "詞元  –", "–     ✔", "–     1, 2.50"]);
});

test("rows past the limit are counted", () => {
  expect(show.table({ rows: Array.from({ length: 130 }, (_, i) => ({ i })) }).text).toContain("… and 30 more rows");
});

test("no rows show the columns that were named, and no columns are an error", () => {
  expect(show.table({ rows: [], columns: ["a"] }).markdown).toBe("| a |\n| :--- |");
  expect(() => show.table({ rows: [] })).toThrow("at least one column");
});
