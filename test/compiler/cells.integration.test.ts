import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { lastOf, openSession, printed, shown } from "../session/open.ts";

let session: Session;

beforeAll(async () => {
  const cwd = emptyFolder("空 格");
  writeFileSync(path.join(cwd, "local.ts"), "export const value: number = 7;\nexport default class Local { x = 1 }\n");
  writeFileSync(path.join(cwd, "data.json"), '{ "key": "from JSON" }');
  writeFileSync(path.join(cwd, "common.cjs"), "exports.common = 3;");
  session = await openSession({ cwd });
});
afterAll(() => session.close());

/** Each row: what must hold, the cells, and what the last one shows. Expected values follow from the language. */
const rows: [string, string[], string][] = [
  ["a cell may use the names that its surroundings are made with", ["let $hub = 1, $await = 2", "$hub + $await"], "3"],
  [
    "… beside an import",
    ['import { basename } from "node:path"\nconst $hub = { $m0: 1 }', 'basename("a/b") satisfies string'],
    "'b'",
  ],
  ["… beside an await", ["const $await = 1, awaited0 = await Promise.resolve(4)", "awaited0 satisfies number"], "4"],
  ["… while cells of earlier names are seen", ["const seen0 = 3", "const $hub = { $f0: 1 }; $hub.$f0 + seen0"], "4"],
  [
    "… and an earlier cell's await keeps its type",
    ["const $await = 'own'", "const later0 = await Promise.resolve(4)", "later0 satisfies number"],
    "4",
  ],
  ["a type may be asserted in front", ["const asserted = <number>(5 as unknown)", "asserted + 1"], "6"],
  ["a closure sees a later assignment", ["let x1 = 1; const f1 = () => x1", "x1 = 5", "f1()"], "5"],
  ["a closure sees a later declaration", ["let x2 = 1; const f2 = () => x2", "let x2 = 9", "f2()"], "9"],
  [
    "a function called by name is the newest one",
    ["function g1() { return 1 }\nfunction h1() { return g1() }", "function g1() { return 2 }", "h1()"],
    "2",
  ],
  ["a cell that throws keeps what it assigned", ["let kept = 1; kept = 2; throw new Error()", "kept"], "2"],
  [
    "a name whose declaration was not reached can be declared again",
    ["throw 1; let unreached = 1", "let unreached = 2; unreached"],
    "2",
  ],
  ["… as a var", ["throw 1; let unreached2 = 1", "var unreached2 = 3; unreached2"], "3"],
  ["… as a function", ["throw 1; const unreached3 = 1", "function unreached3() { return 4 }\nunreached3()"], "4"],
  ["… as a class", ["throw 1; var unreached4 = 1", "class unreached4 { static v = 5 }\nunreached4.v"], "5"],
  [
    "a function that takes a variable's name is hoisted all the same",
    ["let taken = 1", "const early = taken(); function taken() { return 2 }\nearly"],
    "2",
  ],
  [
    "… and calls itself by its newest definition",
    [
      "let self = 1",
      "function self(n: number): number { return n ? self(n - 1) : 1 }\nconst older = self",
      "function self(n: number): number { return 7 }\nolder(1)",
    ],
    "7",
  ],
  [
    "nested patterns, defaults and rests declare their names",
    ["let { p, q: { r = 3, ...rest } = {} as any, ...others } = { p: 1, q: { s: 1 }, t: 1 }", "[p, r, rest, others]"],
    "[ 1, 3, { s: 1 }, { t: 1 } ]",
  ],
  [
    "array patterns may skip elements",
    ["const [, second = 4, ...tail] = [1, undefined, 3]", "[second, tail]"],
    "[ 4, [ 3 ] ]",
  ],
  [
    "an enum is there in later cells, as value and as type",
    ["enum Colour { Red = 2, Blue }", "const colour: Colour = Colour.Blue; colour"],
    "3",
  ],
  ["a const enum is there in later cells", ["const enum Hidden { A = 4, B }", "Hidden.B"], "5"],
  [
    "declarations of one enum merge within a cell",
    ["enum Merged { A }\nenum Merged { B = 5 }\nMerged.A + Merged.B"],
    "5",
  ],
  [
    "a class and its namespace merge",
    ["class Shop { v = 1 }\nnamespace Shop { export const price = 9 }", "Shop.price + new Shop().v"],
    "10",
  ],
  [
    "a function and its namespace merge",
    ["function Fn() { return 1 }\nnamespace Fn { export const k = 2 }", "Fn() + Fn.k"],
    "3",
  ],
  [
    "namespaces nest and carry types",
    ["namespace Deep.Er { export const v = 1; export type T = string }", "let deep: Deep.Er.T = 'x'; Deep.Er.v"],
    "1",
  ],
  [
    "parameter properties are assigned",
    [
      "class Pair { constructor(readonly a: number, private b = 2) {} sum() { return this.a + this.b } }",
      "new Pair(3).sum()",
    ],
    "5",
  ],
  [
    "standard decorators run",
    [
      "function twice(method: any, _context: ClassMethodDecoratorContext) { return function (this: any) { return 2 * method.call(this) } }\nclass Deco { @twice one() { return 1 } }",
      "new Deco().one()",
    ],
    "2",
  ],
  [
    "abstract classes can be extended later",
    [
      "abstract class Shape { abstract area(): number; twice() { return 2 * this.area() } }",
      "class Square extends Shape { area() { return 4 } }\nnew Square().twice()",
    ],
    "8",
  ],
  [
    "overloads are resolved in later cells",
    [
      "function over(a: string): string\nfunction over(a: number): number\nfunction over(a: any) { return a }",
      "over(1) + 1",
    ],
    "2",
  ],
  ["await stands at cell level", ["const awaited = await Promise.resolve(3)", "awaited + 1"], "4"],
  [
    "for await stands at cell level",
    ["let sum = 0; for await (const each of (async function* () { yield 1; yield 2 })()) sum += each\nsum"],
    "3",
  ],
  ["a var of a loop belongs to the cell", ["for (var index = 0; index < 3; index++) {}", "index"], "3"],
  [
    "a let of a block does not",
    ["{ let inner = 1 }", "typeof inner"],
    "TypeCheckError: TS2304: Cannot find name 'inner'.",
  ],
  ["export is allowed and means nothing", ["export const ex = 1, ey = 2", "export { ex as ez }", "ex + ey"], "3"],
  ["export default of an expression is the cell's value", ["export default { a: 1 }"], "{ a: 1 }"],
  ["export default of a named function declares it", ["export default function named() { return 1 }", "named()"], "1"],
  [
    "export default of a class without a name runs and declares nothing",
    ["export default class { static { (globalThis as any).ran = 6 } }", "(globalThis as any).ran"],
    "6",
  ],
  [
    "default, named, renamed and type-only imports mix",
    [
      "import fs, { readFileSync as read, type Stats } from 'node:fs'",
      "let stats: Stats | undefined; [typeof fs.statSync, typeof read]",
    ],
    "[ 'function', 'function' ]",
  ],
  [
    "a default and a namespace import mix",
    ["import path1, * as path2 from 'node:path'", "path1.join === path2.join"],
    "true",
  ],
  [
    "import type brings no value",
    ["import type { Stats as S2 } from 'node:fs'\nlet s2: S2 | undefined", "s2 === undefined"],
    "true",
  ],
  [
    "an import of several lines",
    ["import {\n  join,\n  sep as separator,\n} from 'node:path'", "join('a', 'b') + separator"],
    "'a/b/'",
  ],
  ["an import without semicolon before a line that starts with (", ["import os from 'node:os'\n(1)"], "1"],
  ["an import without semicolon before a line that starts with [", ["import { EOL } from 'node:os'\n[1].length"], "1"],
  [
    "a const without semicolon before an import",
    ["const before = 1\nimport { basename } from 'node:path'\nbasename('/a/b') + before"],
    "'b1'",
  ],
  [
    "JSON is imported with attributes",
    ["import data from './data.json' with { type: 'json' }", "data.key"],
    "'from JSON'",
  ],
  ["a local TypeScript file is imported", ["import Local, { value } from './local.ts'", "value + new Local().x"], "8"],
  ["CommonJS is imported", ["const { common } = require('./common.cjs')", "common"], "3"],
  ["import() resolves from the notebook's folder", ["const module = await import('./local.ts')", "module.value"], "7"],
  ["import.meta is the notebook's", ["import.meta.dirname === process.cwd()"], "true"],
  [
    "the word import in strings, templates, comments and regular expressions is text",
    [
      "const text = `import ${'x'} from 'y'` // import a from 'b'\nconst re = /import \"x\"/\n/* enum A {} */ text + re.source",
    ],
    "`import x from 'y'import \"x\"`",
  ],
  ["quotes in a regular expression", ["/['\"`]/.test('`')"], "true"],
  ["a directive at the start is a string", ["'use strict'"], "'use strict'"],
  ["an empty cell", [""], "ok"],
  ["a cell of comments", ["// one\n/* two */"], "ok"],
  ["an object literal in brackets", ["({ a: 1 })"], "{ a: 1 }"],
  ["a function expression", ["(function () {})"], "function () { … }"],
  ["a class expression", ["(class Q {})"], "[class Q]"],
  ["a comment after the last expression", ["1 + 1 // two"], "2"],
  [
    "Chinese identifiers and emoji",
    ["const 变量 = '你好 😀'; enum 色 { 红 = 3 }\nnamespace 空 { export const 间 = 1 }", "变量.length + 色.红 + 空.间"],
    "9",
  ],
  ["line breaks of Windows", ["const crlf = 1\r\nenum Line { A = 4 }\r\ncrlf + Line.A\r\n"], "5"],
  ["labels", ["outer: for (;;) { for (;;) break outer }\n6"], "6"],
  ["big integers, minus zero and NaN keep what they are", ["[10n ** 3n, -0, NaN]"], "[ 1000n, -0, NaN ]"],
  ["minus zero alone", ["-0"], "-0"],
  ["a promise is not awaited", ["Promise.resolve(3)"], "Promise { 3 }"],
  ["a cell of ten thousand lines", [`${"void 0;\n".repeat(9999)}10000`], "10000"],
  ["a very long line", [`[${"1,".repeat(100_000)}].length`], "100000"],
];

test.each(rows)("%s", async (_, cells, expected) => {
  expect(await lastOf(session, cells)).toBe(expected);
});

describe("using", () => {
  test("resources are disposed at the end of the cell, the last first", async () => {
    const result = await session.run(
      "using one = { [Symbol.dispose]() { console.log('one') } }\nawait using two = { async [Symbol.asyncDispose]() { await 0; console.log('two') } }\nconsole.log('body')",
    );
    expect(printed(result)).toBe("body\ntwo\none\n");
  });

  test("… also when the cell throws", async () => {
    const result = await session.run(
      "using res = { [Symbol.dispose]() { console.log('freed') } }\nthrow new Error('late')",
    );
    expect([printed(result), shown(result)]).toEqual(["freed\n", "Error: late"]);
  });
});

test.each([
  ["import eq = require('node:path')", "syntax without a place in a cell"],
  ["let unfinished = ", "something missing"],
  ["`never closed", "an open template"],
  ["/* never closed", "an open comment"],
  ["'never closed", "an open string"],
  ["}{", "stray brackets"],
])("%j is refused, and the session goes on (%s)", async (code) => {
  const refused = await session.run(code);
  expect([refused.status, refused.refused, refused.error?.name]).toEqual(["error", true, "SyntaxError"]);
  expect(shown(await session.run("1"))).toBe("1");
});
