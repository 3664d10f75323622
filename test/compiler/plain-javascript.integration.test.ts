import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { Script } from "node:vm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";

let compiler: Compiler;
beforeAll(() => {
  compiler = createCompiler({ cwd: tmpdir(), language: "javascript" });
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterAll(() => {
  compiler.close();
  vi.restoreAllMocks();
});

function javascriptOf(code: string): string {
  const compiled = compiler.compile(code);
  if (!compiled.ok) throw new Error(`${code}: ${compiled.diagnostics.map(({ message }) => message).join("; ")}`);
  return compiled.javascript;
}

/** One for each form that TypeScript adds to JavaScript; many of them V8 would take for something else. */
const typed = [
  "let x: number = 1",
  "const f = (a: number) => a",
  "const f = (a?: any) => a",
  "const f = (): number => 1",
  "const f = async <T,>(a: T) => a",
  "function f<T>(a: T) { return a }",
  "function f(this: Date) {}",
  "function f(a?) {}",
  "function f(a: string): void; function f(a) {}",
  "function f(a): asserts a {}",
  "Array<number>(3)",
  "new Map<string, number>()",
  "const make = Array<number>; make(3)",
  "String.raw<[]>`a`",
  "1 as number",
  "1 satisfies number",
  "[1] as const",
  "<number>1",
  "let later!: number",
  "globalThis!.Array",
  "interface A { a: 1 }",
  "type A = 1",
  "type\nA = 1",
  "declare const y: number",
  "declare function g(): void",
  "abstract class A {}",
  "abstract class A { abstract a(): void }",
  "class A { a: number = 1 }",
  "class A { a? = 1 }",
  "class A { a!: number }",
  "class A { readonly a = 1 }",
  "class A { private a = 1 }",
  "class A { public static a = 1 }",
  "class A { declare a }",
  "class A { a?() {} }",
  "class A { [key: string]: unknown }",
  "class A { a(b: string): void; a(b) {} }",
  "class A { constructor(); constructor(a) {} }",
  "class A { constructor(readonly a) {} }",
  "class A<T> {}",
  "class A extends Array<number> {}",
  "class A extends Date { override getTime() { return 1 } }",
  "class A implements Iterable<1> { *[Symbol.iterator]() {} }",
  "enum A { B }",
  "namespace A { export const b = 1 }",
  "try {} catch (error: unknown) {}",
  "for (const a of [] as number[]) {}",
  "const { a }: { a: 1 } = { a: 1 }",
  "const z = class { a: 1 = 1 }",
  "const w = { m<T>(a: T) { return a } }",
  "const v = { get m(): number { return 1 } }",
];

test.each(typed)("nothing of TypeScript is left for V8: %s", (code) => {
  const javascript = javascriptOf(code);
  // Node's own stripper finds nothing more to take away
  expect(stripTypeScriptTypes(javascript)).toBe(javascript);
});

const plain = [
  "1 + 1",
  "true ? 1 : 2",
  "const a = 1 < 2 > (3)",
  "class A { static #a = 1; static { A.#a++ } get a() { return A.#a } async *m() {} }",
  "label: for (let i = 0, j = 9; i < j; i++, j--) { if (i & 1) continue label; else break }",
  "const { a = 1, ...b } = { a: 2, [`c${1}`]: 3 }; a ?? b?.c?.[0]; !a; -a; a ** 2",
  "switch (1) { case 1: default: } do {} while (0); try { throw 1 } catch {} finally {}",
  "function* g(a, [b] = [], ...c) { yield* c; return typeof void delete c[0] }; new g.constructor(); [, 1]",
  'async function h() { for await (const a of []) a in {} || a instanceof Date; return import("node:fs") }',
  "String.raw`a${1}b`; /a/u.test('b'); 1n; debugger",
];

test.each(plain)("a cell without types is given to V8 as it is: %s", (code) => {
  const javascript = javascriptOf(code);
  expect(stripTypeScriptTypes(javascript)).toBe(javascript);
  // V8 reads it
  expect(() => new Script(`async () => { ${javascript} }`)).not.toThrow();
});
