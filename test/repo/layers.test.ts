import { describe, expect, test } from "vitest";
import { readAll, readJson, repoFiles } from "./files.ts";
import { hiddenInputsOf } from "./hidden-inputs.ts";
import * as house from "./house.ts";
import * as layers from "./layers.ts";
import { parse } from "./parse.ts";

const files = repoFiles({ under: ["lib/"], endings: [".ts"] });
const sources = parse(readAll(files));
const edges = layers.edgesOf(sources);
const { dependencies } = readJson<{ dependencies: Record<string, string> }>("package.json");
const inScience = new Set(house.science.flat());

function edgesIn(sample: Record<string, string>): layers.Edge[] {
  return layers.edgesOf(parse(sample));
}

function imports(file: string, what: string): boolean {
  return edges.some(({ from, to }) => from === file && (to ?? "import()") === what);
}

function cycle(sample: Record<string, string>): string[] {
  return layers.cycleProblems(edgesIn(sample));
}

describe("the arrows of lib/", () => {
  test("lib/ has files, and its imports are read", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(edges.filter(({ inside }) => inside).length).toBeGreaterThan(files.length / 2);
  });

  test("go down inside a column, and never across columns", () => {
    expect(layers.arrowProblems(edges, files, house)).toEqual([]);
  });

  test("enter another folder through its index.ts", () => {
    expect(layers.doorProblems(edges, house.sideDoors)).toEqual([]);
  });

  test("end in lib/, in data, or in a package that package.json depends on", () => {
    expect(layers.outsideProblems(edges)).toEqual([]);
    const options = { dependencies: Object.keys(dependencies), onlyImporter: house.onlyImporter };
    expect(layers.packageProblems(edges, options)).toEqual([]);
  });

  test("lead the science column to no built-in module of Node", () => {
    const options = { science: house.science, exceptions: house.nodeInScience };
    expect(layers.builtinProblems(edges, options)).toEqual([]);
  });

  test("are written out, not computed", () => {
    expect(layers.computedProblems(edges, house.computedImports)).toEqual([]);
  });

  test("never form a cycle of files", () => {
    expect(layers.cycleProblems(edges)).toEqual([]);
  });

  test("no file of the science column draws chance or time from anywhere but its inputs", () => {
    const problems = [...sources]
      .filter(([file]) => inScience.has(layers.folderOf(file) ?? "none"))
      .flatMap(([file, source]) =>
        hiddenInputsOf(source)
          .filter(({ what }) => !layers.allowed(house.hiddenInputs, file, what))
          .map(({ what, line }) => `${file}:${line}: ${what}`),
      );
    expect(problems).toEqual([]);
  });

  test("every exception has a reason, and something that needs it", () => {
    const { sideDoors, nodeInScience, hiddenInputs, computedImports } = house;
    for (const { file, reason } of [...sideDoors, ...nodeInScience, ...hiddenInputs, ...computedImports]) {
      expect(files).toContain(file);
      expect(reason.length, file).toBeGreaterThan(20);
    }
    const unused = [...sideDoors, ...nodeInScience, ...computedImports].filter(
      ({ file, allows }) => !imports(file, allows),
    );
    const needless = hiddenInputs.filter(
      ({ file, allows }) => !hiddenInputsOf(sources.get(file)!).some(({ what }) => what === allows),
    );
    expect([...unused, ...needless]).toEqual([]);
  });
});

describe("the rules see", () => {
  test.each([
    ["an arrow up", { "lib/models/a.ts": 'import { x } from "../train/index.ts";' }],
    ["an arrow up by type only", { "lib/models/a.ts": 'import type { X } from "../train/index.ts";' }],
    ["an arrow up inside import()", { "lib/models/a.ts": "const x = await import(`../train/index.ts`);" }],
    ["an arrow up inside a type", { "lib/models/a.ts": 'type X = import("../train/index.ts").X;' }],
    ["an arrow up by re-export", { "lib/models/a.ts": 'export { x } from "../train/index.ts";' }],
    ["a sideways arrow", { "lib/image/a.ts": 'import { x } from "../tokenizers/index.ts";' }],
    ["an arrow across columns", { "lib/session/a.ts": 'import { x } from "../claims/index.ts";' }],
    ["an arrow out of the floor", { "lib/core/a.ts": 'import { x } from "../notebook/index.ts";' }],
    ["an arrow to the front door", { "lib/show/a.ts": 'import { x } from "../index.ts";' }],
    ["tooling behind the science front door", { "lib/index.ts": 'export { x } from "./runner/index.ts";' }],
    ["a folder with no place", { "lib/misc/a.ts": "" }],
  ])("%s", (_, sample) => {
    expect(layers.arrowProblems(edgesIn(sample), Object.keys(sample), house)).toHaveLength(1);
  });

  test("no arrow in a comment or a string, and none where it goes down", () => {
    const sample = {
      "lib/train/a.ts":
        '// import "../claims/index.ts"\nimport "../models/index.ts"; const s = \'import "../claims/a.ts"\';',
    };
    expect(edgesIn(sample)).toHaveLength(1);
    expect(layers.arrowProblems(edgesIn(sample), Object.keys(sample), house)).toEqual([]);
  });

  test("a side door, unless it is named", () => {
    const sample = edgesIn({ "lib/session/child/a.ts": 'import "../../compiler/names.ts"; import "../b.ts";' });
    expect(layers.doorProblems(sample, [])).toEqual([
      "lib/session/child/a.ts:1: imports lib/compiler/names.ts, not its folder's index.ts",
    ]);
    const named = { file: "lib/session/child/a.ts", allows: "lib/compiler/names.ts", reason: "" };
    expect(layers.doorProblems(sample, [named])).toEqual([]);
  });

  test("a test, a script or a notebook imported by the library", () => {
    const sample = { "lib/core/a.ts": 'import "../../test/setup.ts"; import "../../data/claims.json";' };
    expect(layers.outsideProblems(edgesIn(sample))).toHaveLength(1);
  });

  test("zeromq outside the kernel, and a package that is not a dependency", () => {
    const options = { dependencies: ["zeromq", "@babel/code-frame"], onlyImporter: house.onlyImporter };
    const sample = edgesIn({
      "lib/kernel/a.ts": 'import "zeromq"; import "@babel/code-frame";',
      "lib/runner/a.ts": 'import "zeromq/draft"; import "fast-check"; import "node:fs";',
    });
    expect(layers.packageProblems(sample, options)).toHaveLength(2);
  });

  test("a built-in module in the science column, with or without its prefix", () => {
    const sample = edgesIn({
      "lib/models/a.ts": 'import "fs"; import "node:os"; import type { X } from "node:util";',
      "lib/runner/a.ts": 'import "node:fs";',
    });
    expect(layers.builtinProblems(sample, { science: house.science, exceptions: [] })).toHaveLength(2);
  });

  test("a computed import", () => {
    expect(layers.computedProblems(edgesIn({ "lib/core/a.ts": "await import(name);" }), [])).toHaveLength(1);
  });

  test("a cycle of two, of three, and of one file with itself", () => {
    expect(cycle({ "lib/a.ts": 'import "./b.ts"', "lib/b.ts": 'import "./a.ts"' })).toHaveLength(1);
    expect(
      cycle({ "lib/a.ts": 'import "./b.ts"', "lib/b.ts": 'import "./c.ts"', "lib/c.ts": 'import "./a.ts"' }),
    ).toEqual(["cycle: lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts"]);
    expect(cycle({ "lib/a.ts": 'import "./a.ts"' })).toHaveLength(1);
    expect(cycle({ "lib/a.ts": 'import "./b.ts"; import "./c.ts"', "lib/b.ts": 'import "./c.ts"' })).toEqual([]);
  });

  test.each([
    "Math.random()",
    "[1, 2].map(Math.random)",
    'Math["random"]()',
    "globalThis.Math.random()",
    "const { random } = Math",
    "const { random: chance } = Math",
    "Date.now()",
    "new Date()",
    "Date()",
    "performance.now()",
    "crypto.randomUUID()",
    "process.hrtime.bigint()",
    "`${Date.now()}`",
  ])("hidden input in %s", (code) => {
    expect(hiddenInputsOf(parse({ "lib/core/a.ts": code }).get("lib/core/a.ts")!)).toHaveLength(1);
  });

  test.each(["new Date(0)", "rng.random()", "const random = 1", "// Math.random()", '"Date.now()"', "Math.max(1, 2)"])(
    "nothing hidden in %s",
    (code) => {
      expect(hiddenInputsOf(parse({ "lib/core/a.ts": code }).get("lib/core/a.ts")!)).toEqual([]);
    },
  );
});
