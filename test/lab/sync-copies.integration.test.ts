import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { syncCopies } from "../../lib/lab/sync-copies.ts";

let folder: string;
let from: string;
let to: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "copies 課程 "));
  [from, to] = [path.join(folder, "notebooks"), path.join(folder, "my-notebooks")];
  mkdirSync(from);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const course = (source: string, name = "01.ipynb"): void => write(from, name, source);
const student = (source: string, name = "01.ipynb"): void => write(to, name, source);
const theirs = (name = "01.ipynb"): string =>
  (JSON.parse(readFileSync(path.join(to, name), "utf8")) as { cells: { source: string }[] }).cells[0]!.source;

function write(where: string, name: string, source: string): void {
  mkdirSync(path.dirname(path.join(where, name)), { recursive: true });
  writeFileSync(path.join(where, name), JSON.stringify({ cells: [{ cell_type: "code", source, outputs: [] }] }));
}

test("a course without notebooks makes no folder", () => {
  expect(syncCopies({ from: path.join(folder, "none"), to })).toEqual([]);
  expect(existsSync(to)).toBe(false);
});

test("a second start changes nothing", () => {
  course("one");
  writeFileSync(path.join(from, "README.md"), "# Syllabus");
  expect(syncCopies({ from, to }).map(({ name, action }) => [name, action])).toEqual([
    ["01.ipynb", "new"],
    ["README.md", "new"],
  ]);
  expect(syncCopies({ from, to })).toEqual([]);
});

test("an edited copy survives every update, each new version beside it, and edits there survive too", () => {
  course("one");
  syncCopies({ from, to });
  student("my work");
  course("two");
  expect(syncCopies({ from, to })).toEqual([{ name: "01.ipynb", action: "beside", beside: "01 (new version).ipynb" }]);
  expect(syncCopies({ from, to })).toEqual([]);
  student("my other work", "01 (new version).ipynb");
  course("three");
  expect(syncCopies({ from, to })[0]!.beside).toBe("01 (new version 2).ipynb");
  expect([theirs(), theirs("01 (new version).ipynb"), theirs("01 (new version 2).ipynb")]).toEqual([
    "my work",
    "my other work",
    "three",
  ]);
});

test("a student who takes the new version is updated silently from then on", () => {
  course("one");
  syncCopies({ from, to });
  student("my work");
  course("two");
  syncCopies({ from, to });
  student("two");
  course("three");
  expect(syncCopies({ from, to })).toEqual([{ name: "01.ipynb", action: "updated" }]);
  expect(theirs()).toBe("three");
});

test("without its record no copy is overwritten", () => {
  course("one");
  syncCopies({ from, to });
  student("my work");
  course("two");
  writeFileSync(path.join(to, ".copies.json"), '{"01.ipynb"');
  syncCopies({ from, to });
  expect(theirs()).toBe("my work");
});

test("what the student made, and lectures the course no longer has, stay", () => {
  course("one");
  course("two", "02.ipynb");
  syncCopies({ from, to });
  rmSync(path.join(from, "02.ipynb"));
  student("mine", "mine.ipynb");
  expect(syncCopies({ from, to })).toEqual([]);
  expect(readdirSync(to).toSorted()).toEqual([".copies.json", "01.ipynb", "02.ipynb", "mine.ipynb"]);
});

test("folders are copied, hidden files are not", () => {
  course("deep", "homework/a.ipynb");
  course("hidden", ".ipynb_checkpoints/01-checkpoint.ipynb");
  expect(syncCopies({ from, to }).map(({ name }) => name)).toEqual(["homework/a.ipynb"]);
});
