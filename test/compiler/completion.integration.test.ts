import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";

let compiler: Compiler;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "completion-"));
  mkdirSync(path.join(folder, "lib", "deep"), { recursive: true });
  writeFileSync(path.join(folder, "lib", "sampling.ts"), "export function topK(k: number): number { return k; }\n");
  writeFileSync(path.join(folder, "lib", "sequence.ts"), "export const length = 3;\n");
  const typeRoots = [path.resolve("node_modules/@types")];
  const compilerOptions = { strict: true, module: "preserve", target: "es2024", types: ["node"], typeRoots };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  compiler = createCompiler({ cwd: folder });
  run(`const tokens = ["a"]; let temperature = 0.7; function sample(logits: number[], k = 3): number { return k }`);
  run("class Model { layers = 2; forward(x: number[]): number[] { return x } }");
  run("interface Shape { rows: number; columns?: number } type Side = 'left' | 'right'; enum Colour { Red, Green }");
  run(`import * as fs from "node:fs"; import { join } from "node:path"; import { topK } from "./lib/sampling.ts";`);
});
afterAll(() => {
  compiler.close();
  rmSync(folder, { recursive: true });
});

function run(code: string): void {
  expect(compiler.compile(code)).toMatchObject({ ok: true });
  compiler.commit();
}

/** Complete at `|`, of which the last one counts. */
function complete(marked: string) {
  const at = marked.lastIndexOf("|");
  const code = marked.slice(0, at) + marked.slice(at + 1);
  const { start, end, matches } = compiler.complete(code, at);
  return { texts: matches.map(({ text }) => text), replaced: code.slice(start, end), matches };
}

const kindsOf = (marked: string) => Object.fromEntries(complete(marked).matches.map(({ text, kind }) => [text, kind]));

describe("names", () => {
  test.each([
    ["tok|", "tokens"],
    ["tokens.map((token) => tok|", "token"],
    ["function f(parameter: number) { return param| }", "parameter"],
    ["const { width, size: [height] } = { width: 1, size: [2] }; hei|", "height"],
    ["for (const index of [1]) { ind| }", "index"],
    ["try {} catch (problem) { prob| }", "problem"],
    ["function f() { if (true) { var hoisted = 1 } hois| }", "hoisted"],
    ["{ const inner = 1; { inn| } }", "inner"],
    ["const later = () => calle|; function callee() {}", "callee"],
    ["class Local {} new Loc|", "Local"],
    ["`${tok|}`", "tokens"],
    ["const a = { tok|", "tokens"],
    ["parseI|", "parseInt"],
    ["structuredC|", "structuredClone"],
    ["ret|", "return"],
  ])("%s offers %s", (marked, expected) => expect(complete(marked).texts).toContain(expected));

  test.each([
    ["{ const inner = 1 } inn|", "inner", "another block's"],
    ["const itself = its|", "itself", "a variable's in its own initializer"],
    ["Sha|", "Shape", "an interface's where a value stands"],
    ["let a: tok|", "tokens", "a value's where a type stands"],
    ["let a: par|", "parseInt", "a global function's where a type stands"],
    ["tok|", "tok", "the word that is being typed"],
  ])("%s does not offer %s, %s", (marked, unexpected) => expect(complete(marked).texts).not.toContain(unexpected));

  test("types stand where types stand, those of the world and the keywords too", () => {
    expect(kindsOf("let a: Sha|")).toMatchObject({ Shape: "interface" });
    expect(kindsOf("let a: Sid|")).toEqual({ Side: "type" });
    expect(kindsOf("let a: Mod|")).toEqual({ Model: "class" });
    expect(kindsOf("let a: Rec|")).toMatchObject({ Record: "type" });
    expect(kindsOf("let a: unk|")).toEqual({ unknown: "keyword" });
    expect(kindsOf("function f<Item>(a: Ite|")).toMatchObject({ Item: "type" });
  });

  test("come innermost scope first, then earlier cells newest first, then the world, then keywords", () => {
    const { texts } = complete("const top = 1; function f(text: number) { const time = 1; t| }");
    const own = ["time", "text", "top", "topK", "temperature", "tokens"];
    expect(texts.filter((text) => [...own, "this"].includes(text))).toEqual([
      "time",
      "text",
      "top",
      "topK",
      "temperature",
      "tokens",
      "this",
    ]);
  });

  test("say what they are and of which type", () => {
    expect(complete("sampl|").matches).toEqual([
      { text: "sample", kind: "function", signature: "(logits: number[], k?: number) => number" },
    ]);
    expect(complete("tempera|").matches).toEqual([{ text: "temperature", kind: "instance", signature: "number" }]);
    expect(kindsOf("Mod|")).toEqual({ Model: "class" });
    expect(kindsOf("Colo|")).toEqual({ Colour: "enum" });
    expect(kindsOf("topK|")).toEqual({ topK: "function" });
    expect(kindsOf("fs|")).toEqual({ fs: "module" });
    expect(kindsOf("Prom|")).toEqual({ Promise: "class" });
    expect(kindsOf("const arrow = (a: number) => a; arr|")).toEqual({ arrow: "function" });
    expect(kindsOf("await|")).toEqual({ await: "keyword" });
  });

  test("a name that this cell declares again has its new type", () => {
    expect(complete("const tokens = 5; toke|").matches).toMatchObject([{ text: "tokens", signature: "5" }]);
    expect(complete("const tokens = 'text'; tokens.char|").texts).toContain("charCodeAt");
  });

  test("the whole word around the cursor is replaced, in code points that are no units as well", () => {
    expect(complete("tok|ens")).toMatchObject({ replaced: "tokens", texts: ["tokens"] });
    expect(complete("const 名前 = 1; '文字😀'; 名|")).toMatchObject({ replaced: "名", texts: ["名前"] });
  });

  test("another case is offered only where nothing continues what was typed", () => {
    expect(complete("TOK|").texts).toEqual(["tokens"]);
    expect(complete("Math.SQ|").texts).toEqual(["SQRT1_2", "SQRT2"]);
    expect(complete("Math.sq|").texts).toEqual(["sqrt"]);
  });
});

describe("members", () => {
  test.each([
    ["new Model().|", ["forward", "layers"]],
    ["Colour.|", ["Green", "Red"]],
    ["[1].toSor|", ["toSorted"]],
    ["tokens[0]!.toUpper|", ["toUpperCase"]],
    ["class P { #secret = 1; m() { this.#s| } }", ["#secret"]],
    ["const shape: Shape = { | }", ["rows", "columns"]],
    ["const shape: Shape = { rows: 1, c| }", ["columns"]],
    ["const { r| } = { rows: 1 } as Shape", ["rows"]],
    ["fs.readFileS|", ["readFileSync"]],
  ])("%s offers %j", (marked, expected) => expect(complete(marked).texts).toEqual(expected));

  test("a member of what may be undefined brings its question mark, and replaces the dot", () => {
    const { texts, replaced } = complete(
      "let shape: Shape | undefined = Math.random() > 2 ? undefined : { rows: 1 }; shape.ro|",
    );
    expect({ texts, replaced }).toEqual({ texts: ["?.rows"], replaced: ".ro" });
  });

  test("a key that is no identifier is offered in brackets alone", () => {
    expect(complete("const row = { 'my key': 1, ok: 2 }; row.|").texts).toEqual(["ok"]);
    expect(complete("const row = { 'my key': 1, ok: 2 }; row['|']").texts).toEqual(["my key", "ok"]);
  });

  test("methods are functions, values are properties, with their types", () => {
    expect(complete("new Model().|").matches).toEqual([
      { text: "forward", kind: "function", signature: "(x: number[]) => number[]" },
      { text: "layers", kind: "property", signature: "number" },
    ]);
  });
});

describe("strings", () => {
  test.each([
    ["const side: Side = '|'", ["left", "right"], ""],
    ["const side: Side = 'l|eft'", ["left"], "left"],
    ['function turn(side: Side) {} turn("r|', ["right"], "r"],
    ["import { t| } from './lib/sampling.ts'", ["topK", "type"], "t"],
    ["import {} from './lib/sa|'", ["sampling.ts"], "sa"],
    ["import {} from './lib/|sampling.ts'", ["deep/", "sampling.ts", "sequence.ts"], "sampling.ts"],
    ["await import('./lib/seq|')", ["sequence.ts"], "seq"],
    ["import {} from 'node:fs/|'", ["promises"], ""],
    ["import { readFileS| } from 'node:fs'", ["readFileSync"], "readFileS"],
  ])("%s offers %j", (marked, texts, replaced) => expect(complete(marked)).toMatchObject({ texts, replaced }));

  test("where a value of a few strings is missing, they come first, with their quotes", () => {
    expect(complete("const side: Side = |").texts.slice(0, 2)).toEqual(['"left"', '"right"']);
    expect(complete("function turn(side: Side) {} turn(|)").texts.slice(0, 2)).toEqual(['"left"', '"right"']);
  });

  test.each(["'tok|'", "`tok|`", "// tok|", "/* tok| */", "/tok|/", "const tok|", "'import {} from \"./li|\"'", "1.|"])(
    "%s offers nothing",
    (marked) => expect(complete(marked).texts).toEqual([]),
  );
});

test.each([
  "",
  ")",
  "((((",
  "a b c {",
  "'",
  "`${",
  "import {",
  "@",
  "\u0000",
  "}}}}",
  "class {",
  "🙂",
  "<T",
  "\ud83d",
  "'\ude42",
  "// \ud83d",
])("%j anywhere before the cursor breaks nothing", (code) => {
  for (let at = -1; at <= code.length + 1; at++) expect(compiler.complete(code, at).matches).toBeDefined();
  expect(complete(`${code}\n; sampl|`)).toBeDefined();
  expect(complete("sampl|").texts).toEqual(["sample"]);
});
