/** The overview as it is committed, and what it needs of every module. */
import { expect, test } from "vitest";
import { folders } from "../../../scripts/library/folders.ts";
import { lectures, titles } from "../../../scripts/library/lectures.ts";
import { page } from "../../../scripts/library/page.ts";
import { readAll, readText, repoFiles } from "../../repo/files.ts";

const modules = folders().flatMap((each) => each.modules);

test("lib/README.md is what the code says: npm run library -- --write", () => {
  expect(readText("lib/README.md")).toBe(page({ folders: folders(), lectures, titles: titles() }));
});

test("the syllabus has eleven titles", () => {
  expect(Object.keys(titles()).map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("every module begins with a sentence that says what it is", () => {
  expect(modules.filter(({ what }) => !/\p{L}{3}/u.test(what)).map(({ name }) => name)).toEqual([]);
});

test("every module is for a lecture, and every module that is named exists", () => {
  expect(Object.keys(lectures).toSorted()).toEqual(modules.map(({ name }) => name).toSorted());
  for (const [name, numbers] of Object.entries(lectures)) {
    expect(numbers.length, name).toBeGreaterThan(0);
    expect(numbers, name).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  }
});

test.each(folders().map(({ folder }) => folder))("every function of %s is named in its tests", async (folder) => {
  const exported = (await import(`../../../lib/${folder}/index.ts`)) as Record<string, unknown>;
  const tests = Object.values(readAll(repoFiles({ under: [`test/${folder}/`], endings: [".ts"] }))).join("\n");
  const functions = Object.keys(exported).filter((name) => typeof exported[name] === "function");
  expect(functions.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(tests))).toEqual([]);
});
