import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "rolldown/experimental";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCellFile } from "../../lib/compiler/cell-file.ts";
import type { CellFile } from "../../lib/compiler/cell-file.ts";
import { completenessOf } from "../../lib/compiler/completeness.ts";
import { openProgram } from "../../lib/compiler/program.ts";
import { createScope } from "../../lib/compiler/scope.ts";

let cellFile: CellFile;
beforeAll(() => {
  cellFile = openCellFile(openProgram(path.resolve("notebooks")), createScope());
});
afterAll(() => cellFile.program.close());

const complete = [
  "",
  " \n",
  "1",
  "let a",
  "const a = 1",
  "let a: number",
  "if (a) b",
  "if (a) {}",
  "if (a) {} else c",
  "for (;;);",
  "do {} while (a)",
  "`${a}`",
  "`a\nb`",
  "/* a */",
  "// (",
  "'('",
  "/[(]/",
  "a / b / c",
  "'a\\\nb'",
  "(a) => a",
  "<T>(a: T) => a",
  "f<string>(a)",
  "({ a: 1 })",
  "{ a: 1 }",
  "class A { b = 1 }",
  "@dec class A {}",
  "import a from 'b'",
  "import 'b'",
  "export { a }",
  "await a",
  "for await (const a of b) c",
  "label: for (;;) break label",
  "type A = { b: 1 }",
  "declare const a: number",
  "declare function f(): void",
  "a!",
  "a satisfies B",
  "async () => { await a }",
  "const { a } = b",
  "名前 = '😀'",
];

const incomplete = [
  "(",
  "[1,",
  "{",
  "f(",
  "f(a,",
  "a +",
  "a ? b :",
  "a &&",
  "a.",
  "a?.",
  "!",
  "a =",
  "let a =",
  "let a:",
  "const",
  "const a",
  "const a: number",
  "const { a }",
  "let [a]",
  "using a",
  "let",
  "if",
  "if (a)",
  "if (a) {",
  "if (a) b; else",
  "while (a)",
  "for (const a of",
  "for (;;)",
  "do {}",
  "do {} while (",
  "try {}",
  "try {} catch {",
  "switch (a) { case 1:",
  "a =>",
  "(a) =>",
  "(a: string): number",
  "xs.map((a: string, i: number)",
  "async () =>",
  "function",
  "function f",
  "function f(a: number",
  "function f() {",
  "class A",
  "class A {",
  "class A { b(",
  "interface A",
  "interface A { b:",
  "type A =",
  "enum A {",
  "namespace A {",
  "@dec",
  "@dec()\n",
  "import",
  "import a",
  "import {",
  "import { a }",
  "import { a } from",
  "import * as a from",
  "export",
  "export const",
  "export default",
  "`a",
  "`a${",
  "`a${b",
  "`a${b}",
  "/* a",
  "/** a\n * b",
  "'a\\",
  "new",
  "throw",
  "typeof",
  "await",
  "f<",
  "let a: Map<string,",
  "({ a: 1,",
  "[...",
  "a as",
  "(((1)",
  "f(() => {",
  "f(() => { return 1 }",
];

const invalid = [
  ")",
  "}",
  "]",
  "a b",
  "1 2",
  "let 1",
  "'a",
  '"a',
  "'a\nb'",
  "/a",
  "(]",
  "f(]",
  "if (a))",
  "a = = b",
  "let a: = ",
  "function (a) {}",
  "for (;;;)",
  "`${)}`",
  "import a b from 'c'",
  "a ? : b",
  "else",
  "case 1:",
  "let a = 'b\nlet c = (",
  "a b (",
];

test.each(complete)("%j is complete", (code) => expect(completenessOf(cellFile, code)).toBe("complete"));
test.each(incomplete)("%j is incomplete", (code) => expect(completenessOf(cellFile, code)).toBe("incomplete"));
test.each(invalid)("%j is invalid", (code) => expect(completenessOf(cellFile, code)).toBe("invalid"));

/** Every place where a node begins or ends, so that nothing is cut in two. */
function boundaries(source: SourceFile, offset: number): number[] {
  const found = new Set<number>();
  const visit = (node: Node): void => {
    found.add(node.getStart(source) - offset);
    found.add(node.end - offset);
    node.forEachChild(visit);
  };
  source.forEachChild(visit);
  return [...found].filter((at) => at > 0);
}

test("the beginning of a valid text is never invalid, and complete just where oxc, another parser, can read it", () => {
  const wrong: unknown[] = [];
  let count = 0;
  for (const file of globSync("lib/{compiler,core,session}/*.ts").toSorted()) {
    const text = readFileSync(file, "utf8").slice(0, 4000);
    const { offset } = cellFile.parse(text);
    const cuts = boundaries(cellFile.program.parseCell(), offset);
    // every 61st: a prime, so that all kinds of places come up
    for (const at of cuts.filter((_, i) => i % 61 === 0)) {
      const code = text.slice(0, at);
      const isReadable = parseSync("cell.mts", code).errors.length === 0;
      const status = completenessOf(cellFile, code);
      count++;
      if (status !== (isReadable ? "complete" : "incomplete")) wrong.push([status, file, code.slice(-80)]);
    }
  }
  expect(count).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});
