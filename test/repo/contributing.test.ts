import { describe, expect, test } from "vitest";
import { readJson, readText } from "./files.ts";
import { science, tooling } from "./house.ts";
import type { Manifest } from "./lock.ts";

const text = readText("CONTRIBUTING.md");
const { dependencies, devDependencies, scripts } = readJson<Manifest & { scripts: Record<string, string> }>(
  "package.json",
);

/** Rows of the table under heading `title`: their cells, the head left out. */
function tableUnder(markdown: string, title: string): string[][] {
  const section = markdown.split(/^## /m).find((part) => part.startsWith(title)) ?? "";
  const lines = section.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(2, end < 0 ? undefined : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("CONTRIBUTING.md", () => {
  test("gives every dependency of package.json once, with what it is for and why", () => {
    const rows = tableUnder(text, "Dependencies");
    const names = rows.map(([name]) => name!.replaceAll("`", ""));
    expect(names.toSorted()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).toSorted());
    for (const [name, purpose, reason] of rows)
      for (const cell of [purpose, reason]) expect(cell?.length ?? 0, name).toBeGreaterThan(3);
  });

  test("draws every folder of the house", () => {
    const picture = text.split("```")[1]!;
    for (const folder of [...science, ...tooling].flat()) expect(picture).toContain(`${folder}/`);
  });

  test("names only commands that exist", () => {
    const named = [...text.matchAll(/`npm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

test("a table is read up to the line that ends it", () => {
  const markdown = "## A\n\n| x | y |\n|---|---|\n| `a` | b |\n\n| z |\n|---|\n| c |\n## B\n| q |\n|---|\n| d |\n";
  expect(tableUnder(markdown, "A")).toEqual([["`a`", "b"]]);
  expect(tableUnder(markdown, "B")).toEqual([["d"]]);
});
