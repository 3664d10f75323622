import { expect, test } from "vitest";
import { doorwayProblems } from "./exports.ts";
import { readAll, repoFiles } from "./files.ts";
import { science } from "./house.ts";
import { edgesOf, folderOf } from "./layers.ts";
import { parse } from "./parse.ts";

const files = repoFiles({ under: ["lib/"], endings: [".ts"] });
const doors = files.filter((file) => /^lib\/([^/]+\/)?index\.ts$/.test(file));
const sources = parse(readAll(doors));

test("every folder of lib/ has a door, index.ts", () => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== ""));
  expect(folders.size).toBeGreaterThan(5);
  for (const folder of folders) expect(doors).toContain(`lib/${folder}/index.ts`);
});

test("a door holds named re-exports and nothing else", () => {
  expect([...sources].flatMap(([file, source]) => doorwayProblems(file, source))).toEqual([]);
});

test("lib/index.ts is the front door of the science column, through the doors of its folders", () => {
  const targets = edgesOf(new Map([["lib/index.ts", sources.get("lib/index.ts")!]])).map(({ to }) => to);
  expect(targets.length).toBeGreaterThan(0);
  const allowed = science.flat().map((folder) => `lib/${folder}/index.ts`);
  for (const target of targets) expect(allowed).toContain(target);
});

test.each([
  ['export * from "./a.ts";'],
  ['export * as a from "./a.ts";'],
  ["export const x = 1;"],
  ['import { x } from "./a.ts"; export { x };'],
  ["export function f() {}"],
  ['import "./a.ts";'],
  ['export { x } from "./a.ts"; console.log(1);'],
  [""],
  ["// nothing"],
])("refused as a door: %s", (code) => {
  const source = parse({ "lib/a/index.ts": code }).get("lib/a/index.ts")!;
  expect(doorwayProblems("lib/a/index.ts", source).length).toBeGreaterThan(0);
});

test("accepted as a door: values, types and renamed values by name", () => {
  const code = 'export { a, b as c } from "./a.ts";\nexport type { T } from "./a.ts";';
  expect(doorwayProblems("lib/a/index.ts", parse({ "lib/a/index.ts": code }).get("lib/a/index.ts")!)).toEqual([]);
});
