import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";

let compiler: Compiler;

beforeAll(() => {
  compiler = createCompiler({ cwd: path.resolve("notebooks") });
  run(`/** The words. */
const words = ["a"]; let count = 1;
/**
 * Doubles.
 * @param n what is doubled
 * @returns twice that
 */
function twice(n: number, times?: number): number { return 2 * n }`);
  run(`/** Has a kind. */
class Animal<Kind> {
/** Its name. */
name = "x"; constructor(public kind: Kind, age?: number) {} speak(loud: boolean): string { return "" } }
/** Shaped. */
interface Shape { side: number }
type Side = "left" | "right"; enum Colour { Red, Green = 5 }`);
  run(`import * as fs from "node:fs"; import { join } from "node:path"; const half = (a: number) => a / 2;`);
});
afterAll(() => compiler.close());

function run(code: string): void {
  expect(compiler.compile(code)).toMatchObject({ ok: true });
  compiler.commit();
}

function inspect(marked: string, detail: 0 | 1 = 0) {
  const at = marked.lastIndexOf("|");
  return compiler.inspect(marked.slice(0, at) + marked.slice(at + 1), at, detail);
}

describe("a name is shown as it was declared, with its type", () => {
  test.each([
    ["wor|ds", "const words: string[]"],
    ["cou|nt", "let count: number"],
    ["tw|ice", "function twice(n: number, times?: number): number"],
    ["twice|", "function twice(n: number, times?: number): number"],
    ["half|(1)", "const half: (a: number) => number"],
    ["Ani|mal", "class Animal<Kind>\nnew Animal<Kind>(kind: Kind, age?: number): Animal<Kind>"],
    ["new Ani|mal(3)", "class Animal<Kind>\nnew Animal(kind: number, age?: number): Animal<number>"],
    ["new Animal(3).ki|nd", "(property) Animal.kind: number"],
    ["new Animal(3).spe|ak(true)", "(method) Animal.speak(loud: boolean): string"],
    ["let a: Sha|pe", "interface Shape { side: number }"],
    ["let a: Shape = { si|de: 1 }", "(property) Shape.side: number"],
    ["let a: Sid|e", 'type Side = "left" | "right"'],
    ["Colo|ur", "enum Colour { Red, Green = 5 }"],
    ["Colour.Gr|een", "(enum member) Colour.Green = 5"],
    ["f|s", "module fs"],
    ["joi|n", "function join(...paths: string[]): string"],
    ["[1].map((va|l) => val)", "(parameter) val: number"],
    [
      "[1].ma|p((val) => String(val))",
      "(method) Array.map(callbackfn: (value: number, index: number, array: number[]) => string, thisArg?: any): string[]",
    ],
    ["const [first|, second] = [1, 2]", "const first: number"],
    ["for (var i| = 0;;);", "var i: number"],
    ["let u = Math.random() > 1 ? 'a' : 2; if (typeof u === 'string') u|", "let u: string"],
    ["function g<Item>(x: Ite|m) {}", "(type parameter) Item"],
    ["class Q { m() { thi|s } }", "this: Q"],
    ["import {} from 'node:f|s'", 'module "node:fs"'],
    ["parseI|nt", "function parseInt(string: string, radix?: number): number"],
    ["'文字😀'; wor|ds", "const words: string[]"],
  ])("%s", (marked, signature) => expect(inspect(marked)?.signature).toBe(signature));
});

test("documentation comes along from this cell, earlier cells and libraries", () => {
  expect(inspect("wor|ds")?.documentation).toBe("The words.");
  expect(inspect("Ani|mal")?.documentation).toBe("Has a kind.");
  expect(inspect("new Animal(1).na|me")?.documentation).toBe("Its name.");
  expect(inspect("/** Mine. */ const own = 1; ow|n")?.documentation).toBe("Mine.");
  expect(inspect("Math.ma|x")?.documentation).toMatch(/larger/);
  expect(inspect("tw|ice")).toMatchObject({
    documentation: "Doubles.",
    tags: [
      { name: "param", text: "n what is doubled" },
      { name: "returns", text: "twice that" },
    ],
  });
});

describe("inside the brackets of a call stands the function, with the parameter whose turn it is", () => {
  test.each([
    ["twice(|", "function twice", "n: number"],
    ["twice(|)", "function twice", "n: number"],
    ["twice(1|)", "function twice", "n: number"],
    ["twice(1, |)", "function twice", "times?: number"],
    ["twice(1, |", "function twice", "times?: number"],
    ["twice([1, 2].length, |)", "function twice", "times?: number"],
    ["twice(',', |)", "function twice", "times?: number"],
    ["twice(1, 2, |)", "function twice", undefined],
    ["Math.max(1, 2, 3, |)", "function max", "...values: number[]"],
    ["new Animal('x', |)", "new Animal", "age?: number"],
    ["twice(Math.max(|))", "function max", "...values: number[]"],
    ["twice(Math.max(1), |)", "function twice", "times?: number"],
    ["twice({ a: | })", "function twice", "n: number"],
  ])("%s", (marked, start, parameter) => {
    const facts = inspect(marked);
    expect(facts?.signature.startsWith(start)).toBe(true);
    expect(facts?.parameter).toBe(parameter);
  });

  test("but a name there is itself", () => {
    expect(inspect("twice(cou|nt)")?.signature).toBe("let count: number");
  });

  test("overloads are counted, and the one that the arguments choose is shown", () => {
    const facts = inspect("fs.readFileS|ync('a', 'utf8')");
    expect(facts?.signature).toMatch(/: string$/u);
    expect(facts?.overloads).toBeGreaterThan(2);
  });
});

test.each([
  "",
  "|",
  "// wor|ds",
  "'wor|ds'",
  "/* wor|ds */",
  "unknown|Name",
  "1|",
  "twice(1) |",
  "setTimeout(() => { | })",
  "|)",
  "(|",
])("%j is nothing that could be told about", (marked) => expect(inspect(marked)).toBeUndefined());

test("with detail 1 the declaration comes as it was written, long ones cut, and where it stands", () => {
  expect(inspect("tw|ice", 1)?.declaration).toBe("function twice(n: number, times?: number): number { return 2 * n }");
  expect(inspect("wor|ds", 1)).toMatchObject({ declaration: 'const words = ["a"];' });
  expect(inspect("wor|ds", 1)?.file).toBeUndefined();
  expect(inspect("joi|n", 1)?.file).toBe("@types/node/path.d.ts");
  const whole = inspect("let a: Intl.NumberFormatOptions|", 1);
  expect(whole?.signature.split("\n").length).toBeLessThanOrEqual(81);
  expect(inspect("fs.readFileS|ync", 1)?.signature.split("\n").length).toBeGreaterThan(2);
});

test.each(["(((", "class {", "\ud83d", "f(`${", "import {", "@x", "a?.b!.(", "<T>(", "`", "\u0000"])(
  "no position in or around %j breaks anything",
  (code) => {
    for (let at = -1; at <= code.length + 1; at++) compiler.inspect(code, at);
    expect(inspect("cou|nt")?.signature).toBe("let count: number");
  },
);
