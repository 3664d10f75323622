import { describe, expect, test } from "vitest";
import type { Notebook, NotebookOutput } from "../../lib/notebook/index.ts";
import { checkBudget, checkSize, figureWithoutAlt } from "../../lib/runner/checks/index.ts";
import { exitCode, exitCodeHelp, failures } from "../../lib/runner/index.ts";
import { threadShare } from "../../lib/runner/share.ts";

const shown = (data: Record<string, unknown>, metadata = {}): NotebookOutput => ({
  output_type: "display_data",
  data,
  metadata,
});
const plotly = "application/vnd.plotly.v1+json";

describe("figureWithoutAlt", () => {
  test.each<[string, NotebookOutput, string | undefined]>([
    ["text", shown({ "text/plain": "a" }), undefined],
    ["a stream", { output_type: "stream", name: "stdout", text: "<img>" }, undefined],
    ["a picture", shown({ "image/png": "A" }), "image/png"],
    ["a picture with blank alt text", shown({ "image/png": "A" }, { "image/png": { alt: " " } }), "image/png"],
    ["a picture with alt text under its type", shown({ "image/png": "A" }, { "image/png": { alt: "a" } }), undefined],
    ["a picture with flat alt text", shown({ "image/svg+xml": "A" }, { alt: "a" }), undefined],
    [
      "a figure with alt text on its static form",
      shown({ [plotly]: {}, "image/png": "A" }, { "image/png": { alt: "a" } }),
      undefined,
    ],
    ["an interactive figure alone", shown({ [plotly]: {} }), plotly],
    ["HTML with a picture", shown({ "text/html": '<p><img src="data:,">' }), "text/html"],
    ["HTML with a picture and alt text", shown({ "text/html": '<img alt="a" src="data:,">' }), undefined],
  ])("%s", (_, output, expected) => {
    expect(figureWithoutAlt(output)).toBe(expected);
  });
});

const notebook = (budget?: number): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: budget === undefined ? {} : { course: { cpuSecondsBudget: budget } },
  cells: [],
});

describe("checkBudget", () => {
  test.each([
    [undefined, 1e9, 0, 0],
    [10, 10, 0, 0],
    [10, 10.1, 1, 0],
    [10, 20, 1, 0],
    [10, 20.1, 0, 1],
  ])("budget %s, used %d: %d warnings, %d problems", (budget, used, warnings, problems) => {
    const found = checkBudget(notebook(budget), used);
    expect([found.warnings.length, found.problems.length]).toEqual([warnings, problems]);
  });
});

test("a notebook may take 4 MB and not a byte more", () => {
  expect(checkSize(4_000_000)).toEqual([]);
  expect(checkSize(4_000_001)).toMatchObject([{ kind: "notebook-too-large" }]);
});

describe("exit codes", () => {
  test("are distinct, rise from the most severe to the least, and all stand in the help", () => {
    const codes = Object.values(failures).map(([code]) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    for (const code of [0, 1, 2, 130, ...codes]) expect(exitCodeHelp()).toMatch(new RegExp(`^ +${code} {2}`, "m"));
  });

  test("the most severe of several decides", () => {
    expect(exitCode([])).toBe(0);
    expect(exitCode(["differs", "died", "no-alt"])).toBe(failures.died[0]);
  });
});

describe("threadShare", () => {
  test("leaves one notebook alone and shares the cores among several, one at least", () => {
    expect(threadShare({ jobs: 1, cores: 8 })).toEqual({});
    expect(threadShare({ jobs: 3, cores: 8 })["COURSE_THREADS"]).toBe("2");
    expect(threadShare({ jobs: 9, cores: 8 })["OMP_NUM_THREADS"]).toBe("1");
  });
});
