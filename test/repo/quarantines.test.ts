import path from "node:path";
import { describe, expect, test } from "vitest";
import config from "../../vitest.config.ts";
import { readAll, readJson, readText, repoFiles } from "./files.ts";
import { parse } from "./parse.ts";
import { skippedCells, skipsOf } from "./skips.ts";
import type { TaggedCell } from "./skips.ts";

interface Row {
  where: string;
  what: string;
  reason: string;
  until: string;
}

/** The rows of the table: where, what, reason, until when. */
function rowsOf(markdown: string): Row[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).slice(1, -1);
      const [where, what, reason, until] = cells.map((cell) => cell.trim().replaceAll("`", "").replaceAll("\\|", "|"));
      return { where: where ?? "", what: what ?? "", reason: reason ?? "", until: until ?? "" };
    });
}

const testFiles = repoFiles({ under: ["test/"], endings: [".test.ts"] });
const notebooks = repoFiles({ under: ["notebooks/"], endings: [".ipynb"] });
const inTests = [...parse(readAll(testFiles))].flatMap(([where, source]) =>
  skipsOf(source).map(({ title }) => ({ where, what: title })),
);
const inNotebooks = notebooks.flatMap((where) =>
  skippedCells(readJson<{ cells: TaggedCell[] }>(where)).map(({ id }) => ({ where, what: id })),
);
const rows = rowsOf(readText("test/QUARANTINES.md"));
const key = ({ where, what }: { where: string; what: string }): string => `${where} › ${what}`;
/** Scripts that report a tier as skipped; one row each. */
const skippingScripts = repoFiles({ under: ["scripts/"], endings: [".ts"] }).filter((file) =>
  readText(file).includes("await skipTier("),
);

describe("test/QUARANTINES.md", () => {
  test("has a row for every skip, and a skip for every row", () => {
    const real = [...[...inTests, ...inNotebooks].map(key), ...skippingScripts.map((where) => `${where} › all of it`)];
    const listed = rows.map(key);
    expect([...new Set(listed)].toSorted()).toEqual([...new Set(real)].toSorted());
  });

  test("says of each why, and what must be true for it to run again", () => {
    for (const row of rows) {
      expect(row.reason.length, key(row)).toBeGreaterThan(15);
      expect(row.until.length, key(row)).toBeGreaterThan(15);
    }
  });
});

function matches(file: string, globs: string[] = []): boolean {
  return globs.some((glob) => path.matchesGlob(file, glob));
}

test("every test file is in exactly one tier of vitest.config.ts", () => {
  const { projects } = config.test as { projects: { test: { include: string[]; exclude?: string[] } }[] };
  const tiersOf = (file: string): number =>
    projects.filter(({ test: tier }) => matches(file, tier.include) && !matches(file, tier.exclude)).length;
  const named = repoFiles({ under: ["test/", "lib/", "scripts/"] }).filter((file) =>
    /[._](test|spec)\.[cm]?[jt]sx?$/.test(file),
  );
  expect(named.filter((file) => tiersOf(file) !== 1)).toEqual([]);
});

describe("a skip is seen", () => {
  test.each([
    ['test.skip("a", () => {})', "a"],
    ['test.only("a", () => {})', "a"],
    ['it.todo("a")', "a"],
    ['test.fails("a", () => {})', "a"],
    ['test["skip"]("a", () => {})', "a"],
    ['describe.skip("a", () => {})', "a"],
    ['test.skipIf(windows)("a", () => {})', "a"],
    ['test.runIf(linux)("a", () => {})', "a"],
    ['test.concurrent.skip("a", () => {})', "a"],
    ['test.skip.each([1, 2])("a", () => {})', "a"],
    ['describe("b", () => { test.skip("a", () => {}) })', "a"],
    ['test("a", { skip: true }, () => {})', "a"],
    ['test("a", { todo: windows }, () => {})', "a"],
    ['test("a", (context) => { context.skip() })', "a"],
    ['test("a", ({ skip }) => { skip() })', "a"],
    ["test.skip(`a`, () => {})", "a"],
  ])("in %s", (code, title) => {
    const skips = skipsOf(parse({ "test/a.test.ts": code }).get("test/a.test.ts")!);
    expect(skips.map((skip) => skip.title)).toEqual([title]);
  });

  test.each([
    'test("skip", () => {})',
    "const only = options.only",
    '// test.skip("a")',
    'test("a", () => { f("x") })',
  ])("and nothing is seen in %s", (code) => {
    expect(skipsOf(parse({ "test/a.test.ts": code }).get("test/a.test.ts")!)).toEqual([]);
  });

  test("in the tags of a cell, but not in the tag of an error that is checked", () => {
    const cells = [
      { id: "a", metadata: { tags: ["volatile-output"] } },
      { id: "b", metadata: { tags: ["raises-exception", "hide"] } },
      { id: "c" },
      { id: "d", metadata: { tags: ["skip-execution"] } },
    ];
    expect(skippedCells({ cells }).map(({ id }) => id)).toEqual(["a", "d"]);
  });
});

test("rows of the table are read with their bars and backticks", () => {
  const table = "text\n\n| where | what | why | until |\n|---|---|---|---|\n| `a.ts` | x \\| y | because | then |\n";
  expect(rowsOf(table)).toEqual([{ where: "a.ts", what: "x | y", reason: "because", until: "then" }]);
});
