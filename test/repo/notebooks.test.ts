import { describe, expect, test } from "vitest";
import { readJson, repoFiles } from "./files.ts";
import { shapeProblems } from "./notebooks.ts";
import type { Notebook } from "./notebooks.ts";

const files = repoFiles({ under: ["notebooks/"], endings: [".ipynb"] });

test("every lecture is of format 4.5, for this kernel, with unique ids, and committed with its outputs", () => {
  const problems = files.flatMap((file) =>
    shapeProblems(readJson<Notebook>(file)).map((problem) => `${file}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test("lectures are numbered, each number once", () => {
  const numbers = files.map((file) => /^notebooks\/(\d\d)-[a-z0-9-]+\.ipynb$/.exec(file)?.[1] ?? file);
  expect(numbers.filter((number) => !/^\d\d$/.test(number))).toEqual([]);
  expect(new Set(numbers).size).toBe(numbers.length);
});

describe("the rule sees", () => {
  const good: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tslab", language: "typescript" }, language_info: { name: "typescript" } },
    cells: [
      { id: "title", cell_type: "markdown", source: "# x" },
      { id: "one", cell_type: "code", source: ["1"], outputs: [{}], execution_count: 1 },
      { id: "blank", cell_type: "code", source: "", outputs: [], execution_count: null },
    ],
  };
  const [title, one, blank] = good.cells;

  test("nothing in a good one", () => {
    expect(shapeProblems(good)).toEqual([]);
  });

  test.each<[string, Partial<Notebook>]>([
    ["an old format", { nbformat_minor: 4 }],
    ["another kernel", { metadata: { ...good.metadata, kernelspec: { name: "python3", language: "typescript" } } }],
    ["another language", { metadata: { ...good.metadata, language_info: { name: "javascript" } } }],
    ["a cell without an id", { cells: [{ ...title!, id: undefined! }, one!] }],
    ["an id given twice", { cells: [title!, { ...one!, id: "title" }] }],
    ["an id that nbformat does not allow", { cells: [{ ...title!, id: "a b" }, one!] }],
    ["no outputs", { cells: [title!, { ...one!, outputs: [] }] }],
    ["a cell that was not run", { cells: [title!, one!, { ...blank!, id: "two", source: "2" }] }],
  ])("%s", (_, change) => {
    expect(shapeProblems({ ...good, ...change })).toHaveLength(1);
  });
});
