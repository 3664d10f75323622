import { describe, expect, test } from "vitest";
import { countLines, lengthProblems, longestLines, longFiles, median, medianLines } from "./budgets.ts";
import { readAll, repoFiles } from "./files.ts";

const endings = [".ts", ".cjs", ".mjs", ".js", ".py"];
const files = readAll(
  repoFiles({ under: ["lib/", "scripts/", "test/"], endings }).filter((file) => !file.startsWith("test/fixtures/")),
);

describe("length of files", () => {
  test("no file of lib/, scripts/ or test/ is over its budget, save those named with a reason", () => {
    expect(lengthProblems(files, { longest: longestLines, exceptions: longFiles })).toEqual([]);
  });

  test("every named exception gives its reason", () => {
    for (const reason of Object.values(longFiles)) expect(reason.length).toBeGreaterThan(20);
  });

  test("the median file of lib/ is short", () => {
    const lengths = Object.entries(files)
      .filter(([file]) => file.startsWith("lib/"))
      .map(([, text]) => countLines(text));
    expect(lengths.length).toBeGreaterThan(10);
    expect(median(lengths)).toBeLessThanOrEqual(medianLines);
  });
});

describe("the rule", () => {
  test("names a file that is one line too long, and lets one at the budget pass", () => {
    const sample = { "a.ts": "x\n".repeat(400), "b.ts": "x\n".repeat(401), "c.ts": `${"x\n".repeat(400)}x` };
    expect(lengthProblems(sample, { longest: 400, exceptions: {} })).toEqual([
      "b.ts: 401 lines, at most 400",
      "c.ts: 401 lines, at most 400",
    ]);
    expect(lengthProblems(sample, { longest: 400, exceptions: { "b.ts": "why", "c.ts": "why" } })).toEqual([]);
  });

  test("names an exception that is not needed, or gone", () => {
    const exceptions = { "a.ts": "why", "gone.ts": "why" };
    expect(lengthProblems({ "a.ts": "x\n" }, { longest: 400, exceptions })).toHaveLength(2);
  });

  test("counts lines as an editor does", () => {
    expect(["", "a", "a\n", "a\n\n", "\n"].map(countLines)).toEqual([0, 1, 1, 2, 1]);
  });

  test("takes the middle of an odd and of an even number", () => {
    expect([median([3]), median([5, 1, 3]), median([1, 10, 2, 3]), median([])]).toEqual([3, 3, 2.5, NaN]);
  });
});
