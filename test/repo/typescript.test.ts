import { expect, test } from "vitest";
import { readAll, readJson, repoFiles } from "./files.ts";
import { edgesOf } from "./layers.ts";
import type { Edge } from "./layers.ts";
import { parse } from "./parse.ts";

const door = "lib/compiler/typescript.ts";

/** Imports of TypeScript's interface. Its package.json only says which version it is. */
function importersIn(sources: Record<string, string>): string[] {
  const edges: Edge[] = edgesOf(parse(sources));
  return edges
    .filter(({ to }) => to === "typescript" || (to?.startsWith("typescript/") && to !== "typescript/package.json"))
    .map(({ from }) => from);
}

test("in lib/, one file imports TypeScript's unstable interface", () => {
  const importers = importersIn(readAll(repoFiles({ under: ["lib/"], endings: [".ts"] })));
  expect([...new Set(importers)]).toEqual([door]);
});

test("an import of TypeScript is found in whatever form it is written", () => {
  const forms = [
    'import { API } from "typescript/unstable/sync";',
    'import type { Node } from "typescript/unstable/ast";',
    'export * from "typescript/unstable/ast";',
    'export type Node = import("typescript/unstable/ast").Node;',
    'const typescript = await import("typescript");',
  ];
  const sources = Object.fromEntries(forms.map((text, index) => [`lib/compiler/form${index}.ts`, text]));
  expect(importersIn(sources)).toEqual(Object.keys(sources));
  expect(
    importersIn({ "lib/a.ts": 'import x from "typescript/package.json"; import y from "./typescript.ts";' }),
  ).toEqual([]);
});

test("TypeScript is pinned to one version", () => {
  const { dependencies } = readJson<{ dependencies: Record<string, string> }>("package.json");
  expect(dependencies.typescript).toMatch(/^\d+\.\d+\.\d+$/u);
});
