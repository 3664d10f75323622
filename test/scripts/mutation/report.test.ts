import { describe, expect, test } from "vitest";
import { folderPage, scoreOf, survivorsOf } from "../../../scripts/mutation/report.ts";
import type { Mutant, Report } from "../../../scripts/mutation/report.ts";

const at = (status: Mutant["status"], line = 1, column = 1, length = 1): Mutant => ({
  mutatorName: "ArithmeticOperator",
  replacement: "a - b",
  status,
  location: { start: { line, column }, end: { line, column: column + length } },
});

const source = "const a = 1;\nreturn a + b;\n";
const report: Report = {
  files: {
    "lib/x/one.ts": { source, mutants: [at("Killed"), at("Timeout"), at("Survived", 2, 8, 5), at("CompileError")] },
    "lib/x/two.ts": { source, mutants: [at("NoCoverage", 1, 11)] },
  },
};

describe("the score", () => {
  test("is of the changes that could be run; what nothing covers is unnoticed", () => {
    expect(scoreOf(report.files)).toEqual({ mutants: 4, noticed: 2, score: 50 });
  });

  test("of no changes is whole", () => {
    expect(scoreOf({ "lib/x/types.ts": { source: "", mutants: [] } })).toEqual({ mutants: 0, noticed: 0, score: 100 });
  });
});

test("survivors are shown where they are, with the text that was changed", () => {
  expect(survivorsOf(report)).toEqual(["lib/x/one.ts:2:8  a + b → a - b", "lib/x/two.ts:1:11  1 → a - b"]);
});

test("a change over several lines is one line", () => {
  const mutant: Mutant = {
    mutatorName: "BlockStatement",
    status: "Survived",
    location: { start: { line: 1, column: 11 }, end: { line: 3, column: 2 } },
  };
  const files = { "lib/x/f.ts": { source: "const f = {\n  a: 1,\n};\n", mutants: [mutant] } };
  expect(survivorsOf({ files })).toEqual(["lib/x/f.ts:1:11  { a: 1, } → "]);
});

describe("the page", () => {
  const page = folderPage("", { folder: "x", report });

  test("has a row for each file and one for all", () => {
    expect(page).toContain("## x\n\n| file | changes | unnoticed | noticed, % |");
    expect(page).toContain("| one.ts | 3 | 1 | 67 |\n| two.ts | 1 | 1 | 0 |\n| **all** | 4 | 2 | **50.0** |\n");
  });

  test("keeps the sections of other folders, and writes its own anew", () => {
    const both = folderPage(page, { folder: "y", report: { files: {} } });
    expect(both.match(/^## .*$/gmu)).toEqual(["## x", "## y"]);
    expect(folderPage(both, { folder: "x", report })).toBe(both);
  });
});
