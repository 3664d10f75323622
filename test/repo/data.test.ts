import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { dataProblems, mostBytes } from "./data.ts";
import type { DataRow } from "./data.ts";
import { readJson, repoFiles, root } from "./files.ts";

const rows = readJson<DataRow[]>("data/manifest.json");
const files = new Map(
  repoFiles({ under: ["data/"] })
    .filter((file) => file !== "data/README.md" && file !== "data/manifest.json")
    .map((file) => [file, readFileSync(path.join(root, file))]),
);

describe("data/", () => {
  test("every file has its true row in data/manifest.json, and every row its file", () => {
    expect(dataProblems(rows, files)).toEqual([]);
  });

  test("stays small enough for a clone", () => {
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(mostBytes);
  });
});

describe("the rule sees", () => {
  const bytes = Buffer.from("truth");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const row: DataRow = { path: "a", what: "x", licence: "MIT", bytes: 5, sha256, rebuild: "npm run x" };
  const there = new Map([["a", bytes]]);

  test("nothing where all is well", () => {
    expect(dataProblems([row], there)).toEqual([]);
  });

  test.each<[string, DataRow[], Map<string, Uint8Array>]>([
    ["a file without a row", [], there],
    ["a row without a file", [row], new Map()],
    ["a row given twice", [row, row], there],
    ["a wrong size", [{ ...row, bytes: 6 }], there],
    ["a changed byte", [row], new Map([["a", Buffer.from("trutH")]])],
    ["no licence", [{ ...row, licence: " " }], there],
    ["no way to make it again", [{ ...row, rebuild: undefined as unknown as string }], there],
  ])("%s", (_, given, found) => {
    expect(dataProblems(given, found)).toHaveLength(1);
  });
});
