import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";
import { emptyFolder } from "../folders.ts";

const open: Compiler[] = [];
afterAll(() => open.forEach((compiler) => compiler.close()));

function compilerIn(cwd: string): Compiler {
  const compiler = createCompiler({ cwd });
  open.push(compiler);
  return compiler;
}

/** A folder whose own tsconfig.json says this. */
function configured(compilerOptions: object): string {
  const cwd = emptyFolder("笔记 book");
  const node = { types: ["node"], typeRoots: [path.resolve("node_modules/@types")] };
  const options = { module: "nodenext", target: "es2024", ...node, ...compilerOptions };
  writeFileSync(path.join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  return cwd;
}

/** TypeScript's numbers for the last cell; the earlier ones must be accepted. */
function check(compiler: Compiler, cells: string[]): number[] {
  let codes: number[] = [];
  for (const [index, code] of cells.entries()) {
    const compiled = compiler.compile(code);
    codes = compiled.ok ? [] : compiled.diagnostics.map((each) => each.code);
    if (index < cells.length - 1) expect(codes, code).toEqual([]);
    compiler.commit();
  }
  return codes;
}

const strict = compilerIn(configured({ strict: true }));

test.each([
  ["// @ts-nocheck before the first statement", ["/* a */ // b\n// @ts-nocheck\nconst loose: string = 1"], []],
  ["// @ts-nocheck anywhere else is a comment", ["const loose2: string = 1 // @ts-nocheck"], [2322]],
  ["a misspelt name of an earlier cell", ["const learningRate = 1", "learningRat"], [2552]],
  ["an accessor without decorators", ["class Acc { accessor size = 0 }", "new Acc().size satisfies number"], []],
  ["a const keeps its literal type", ["const lit = 'abc'", "lit satisfies 'abc'"], []],
  ["a let is widened", ["let wide = 'abc'", "const z: 'abc' = wide"], [2322]],
  ["a const cannot be assigned later", ["const fixed = 1", "fixed = 2"], [2588]],
  ["an import cannot be assigned later", ["import { sep } from 'node:path'", "sep = 'x'"], [2632]],
  ["a let keeps its type for later assignments", ["let num = 1", "num = 'x'"], [2322]],
  ["as const stays", ["const tuple = [1, 'a'] as const", "tuple satisfies readonly [1, 'a']"], []],
  [
    "unique symbols stay unique",
    ["const key: unique symbol = Symbol(); const keyed = { [key]: 1 as const }", "keyed[key] satisfies 1"],
    [],
  ],
  [
    "generic functions stay generic",
    ["function same<const T>(t: T): T { return t }", "same(['q']) satisfies readonly ['q']"],
    [],
  ],
  ["private members stay private", ["class Priv { private y = 2; #z = 3 }", "new Priv().y"], [2341]],
  ["classes are types later", ["class Point { x = 1 }", "const point: Point = { x: 'a' }"], [2322]],
  [
    "unions narrow",
    ["const union = Math.random() > 2 ? 1 : 'a'", "if (typeof union === 'string') union.length; else union.toFixed()"],
    [],
  ],
  [
    "assertion functions narrow when called from a later cell",
    ["function isText(v: unknown): asserts v is string {}", "let some: unknown = 1; isText(some); some.length"],
    [],
  ],
  [
    "interfaces of a cell merge, later ones replace",
    ["interface Two { a: 1 }\ninterface Two { b: 2 }", "const two: Two = { a: 1 }"],
    [2741],
  ],
  [
    "a name declared again has its new type only",
    ["let again: number = 1", "let again: string = 'a'", "again.nothing"],
    [2339],
  ],
  [
    "an earlier function keeps the type it was written with",
    ["type Unit = 'm'", "function unit(): Unit { return 'm' }", "type Unit = 's'", "const u: Unit = unit()"],
    [2322],
  ],
  ["unused names are no error", ["import { join } from 'node:path'\nlet unused = 1"], []],
  ["null is checked when strict", ["let maybe: string | undefined", "maybe.length"], [18048]],
  ["await gives the awaited type", ["const awaited = await Promise.resolve(1 as const)", "awaited satisfies 1"], []],
  ["a refused cell declares nothing", ["1", "ghost"], [2304]],
  [
    "imported types are usable later",
    ["import type { Stats } from 'node:fs'", "let stats: Stats | undefined; stats?.size satisfies number | undefined"],
    [],
  ],
  [
    "a cell ending in another's destructured names knows their types",
    ["const { a, b: [c] } = { a: 1, b: ['x'] }", "[a.toFixed(), c!.length]"],
    [],
  ],
] as [string, string[], number[]][])("%s", (_, cells, expected) => {
  expect(check(strict, cells)).toEqual(expected);
});

test("300 cells, each using the one before, are still checked against each other", () => {
  const compiler = compilerIn(configured({ strict: true }));
  const cells = Array.from({ length: 300 }, (_, n) =>
    n === 0 ? "const c0 = 0 as const" : `const c${n} = [c${n - 1}] as const; let shared = ${n}`,
  );
  expect(check(compiler, [...cells, "c1 satisfies readonly [0]; shared.toFixed(); c299.length satisfies 1"])).toEqual(
    [],
  );
});

test("without a tsconfig.json above, checks are loose", () => {
  expect(
    check(compilerIn(emptyFolder()), ["function f(a) { return a }\nlet m: string = null", "f(m).anything"]),
  ).toEqual([]);
});

test("the nearest tsconfig.json decides, also from a folder above", () => {
  const above = configured({ strict: true });
  const below = path.join(above, "a b", "文");
  mkdirSync(below, { recursive: true });
  expect(check(compilerIn(below), ["function f(a) { return a }"])).toEqual([7006]);
});

test("a notebook in a folder that cannot be written to is checked", () => {
  const cwd = emptyFolder();
  writeFileSync(path.join(cwd, "mine.ts"), "export const mine = 1;");
  chmodSync(cwd, 0o555);
  expect(check(compilerIn(cwd), ["import { mine } from './mine.ts'", "mine satisfies 1"])).toEqual([]);
});

test("the course's library brings no browser's types into a cell", () => {
  const compiler = compilerIn(path.resolve("notebooks"));
  expect(check(compiler, ['import { show } from "../lib/index.ts"', "document"])).toEqual([2584]);
});

test("a package without types is any, and a file without is refused", () => {
  const cwd = configured({ strict: true });
  mkdirSync(path.join(cwd, "node_modules", "untyped"), { recursive: true });
  writeFileSync(path.join(cwd, "node_modules", "untyped", "package.json"), '{"name":"untyped","main":"index.js"}');
  for (const file of ["node_modules/untyped/index.js", "plain.js"])
    writeFileSync(path.join(cwd, file), "exports.x = 1;");
  const compiler = compilerIn(cwd);
  expect(check(compiler, ['import { x } from "untyped"', "x satisfies number; const y: string = x"])).toEqual([]);
  expect(check(compiler, ['import { x as z } from "./plain.js"'])).toEqual([7016]);
});
