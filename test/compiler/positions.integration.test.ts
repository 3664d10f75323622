import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import { diagnosticLines } from "../../lib/compiler/index.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { openSession, traceback } from "../session/open.ts";

let session: Session;
let compiler: Compiler;

beforeAll(async () => {
  session = await openSession();
  compiler = createCompiler({ cwd: emptyFolder() });
});
afterAll(async () => {
  compiler.close();
  await session.close();
});

/** `new Error` stands where the trace must point: line and column are counted from the text itself. */
function placeOf(code: string, mark: string): string {
  const before = code.slice(0, code.indexOf(mark));
  return `${before.split("\n").length}:${before.length - before.lastIndexOf("\n")}`;
}

test.each([
  ["nothing above", "throw new Error('here')"],
  ["an import on the line", "import fs from 'node:fs'; throw new Error('here')"],
  [
    "an import of several lines above",
    "import {\n  join as j,\n  sep as s,\n} from 'node:path'\nthrow new Error('here')",
  ],
  ["an enum on the line", "enum One { A }  ; throw new Error('here')"],
  ["an enum of several lines above", "enum Two {\n  A,\n  B = 'x'.length,\n}\n  throw new Error('here')"],
  ["Windows line breaks", "\r\nenum Three {\r\n A }\r\n\r\n  throw new Error('here')"],
  [
    "a decorated class",
    "@((value: any, context: any) => value)\nclass D {\n  m() { throw new Error('here') }\n}\nnew D().m()",
  ],
  [
    "a parameter property",
    "class P {\n  constructor(private a: number) {\n    throw new Error('here')\n  }\n}\nnew P(1)",
  ],
  [
    "a parameter property on one line",
    "class Q { constructor(readonly 你: string, s = `a\n`) {} }\nnew Q('x'); throw new Error('here')",
  ],
  ["a namespace", "namespace N { export function boom() {\n  throw new Error('here')\n} }\nN.boom()"],
  ["types of wide characters", "let x: '你好😀' | 1 = 1; throw new Error('here')"],
  ["using", "using r = { [Symbol.dispose]() {} }; throw new Error('here')"],
  ["a function that became an assignment", "function P() { const a: number = 1\n  throw new Error('here') }\nP()"],
  ["a var that became an assignment", "var D = 1; throw new Error('here')"],
  ["export default", "export default (() => { throw new Error('here') })()"],
  ["import.meta on the line", "import.meta.url; throw new Error('here')"],
])("a run-time error with %s is reported where it was written", async (_, code) => {
  const result = await session.run(code, { name: "Cell" });
  const place = placeOf(code, "new Error('here')");
  expect(traceback(result)).toContain(`Cell:${place}`);
});

test("an error thrown by an earlier cell's function points into that cell", async () => {
  await session.run("enum Z { A }; function late() { throw new Error('x') }", { name: "Earlier" });
  const result = await session.run("late()", { name: "Later" });
  expect(traceback(result)).toContain(`Earlier:1:${"enum Z { A }; function late() { throw ".length + 1}`);
});

/** `‸…‸` marks what the checker must underline. */
test.each([
  ["‸notThere‸", 2304],
  ["const a = 1\n  ‸a‸ = 2", 2588],
  ["const 变量 = '😀'; ‸变量‸ = 1", 2588],
  ["/* 😀 */\tlet ‸n‸: number = 'x'", 2322],
  ["line();\r\nfunction line() {}\r\n‸oops‸", 2304],
  ["import { sep } from 'node:path'; sep.‸nope‸", 2339],
])("%j is refused at the mark", (marked, code) => {
  const [before, middle, after] = marked.split("‸") as [string, string, string];
  const compiled = compiler.compile(before + middle + after);
  expect(compiled).toMatchObject({
    ok: false,
    diagnostics: [{ code, start: before.length, end: before.length + middle.length }],
  });
});

test("the code frame marks the word also after tabs and wide characters", () => {
  const code = "\tconst 变 = wrong";
  const compiled = compiler.compile(code);
  if (compiled.ok) throw new Error("it compiles");
  const lines = diagnosticLines(code, compiled.diagnostics, "In[1]").map(stripVTControlCharacters);
  expect(lines[0]).toBe(`In[1]:1:${code.indexOf("wrong") + 1} - TS2304: Cannot find name 'wrong'.`);
  const source = lines.find((line) => line.startsWith("> 1"))!;
  const marker = lines.find((line) => line.includes("^"))!;
  expect(source.slice(marker.indexOf("^"), marker.lastIndexOf("^") + 1)).toBe("wrong");
});

test("no diagnostic is longer than the cell or outside it, whatever stands in it", () => {
  for (const code of [
    "",
    "}",
    "export {}; }",
    "import {",
    "`",
    "/*",
    "let x: ",
    "await",
    "@",
    "class {",
    "<div>",
    "\0",
    "#!/bin/sh\nlet",
  ]) {
    const compiled = compiler.compile(code);
    if (compiled.ok) continue;
    for (const { start, end } of compiled.diagnostics) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(code.length);
    }
  }
});
