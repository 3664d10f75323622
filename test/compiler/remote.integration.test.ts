/** What a compiler remembers of a long session, and what it knows after its thread was replaced. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import { startCompiler } from "../../lib/compiler/index.ts";
import { emptyFolder } from "../folders.ts";

const cwd = emptyFolder();
const remote = startCompiler({ cwd });
const local = createCompiler({ cwd });
afterAll(() => {
  remote.close();
  local.close();
});
beforeEach(() => {
  remote.reset();
  local.reset();
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

async function run(code: string): Promise<string> {
  const compiled = await remote.compile(code);
  remote.commit(code);
  return compiled.ok ? compiled.javascript : compiled.diagnostics.map((each) => `TS${each.code}`).join(" ");
}

test("cells that declare nothing, and one that is run again and again, take no memory", async () => {
  await run("function step(): number { return 1 }");
  const long = `/* ${"x".repeat(200_000)} */`;
  const before = heapUsed();
  for (let i = 0; i < 100; i++) await run(`step(); ${long} // ${i}`);
  for (let i = 0; i < 100; i++) await run(`const loss = step(); ${long}`);
  await run("1");
  // 40 MB of text came through, of which one cell's is needed
  expect((heapUsed() - before) / 1e6).toBeLessThan(10);
  remote.stop();
  expect(await run("const n: number = loss + step(); loss satisfies string")).toBe("TS1360");
});

test("a thread that was replaced knows all that the one before knew", async () => {
  const cells = [
    "type Kind = 'a'",
    "let kind: Kind = 'a'",
    "kind = 'a'",
    "type Kind = 'b'",
    "let kind: Kind = 'b'",
    "let kind: Kind = 'b'",
    "import { sep } from 'node:path'; sep",
    "sep",
    "let place = 1",
    "var place = 2",
    "var place = 2",
    "for (var inner of [1]) {}",
    "1",
  ];
  for (const cell of cells) await run(cell);
  const questions = ["kind satisfies 'b'", "sep satisfies string", "var place = 3; place", "var inner = 1; inner"];
  const before: unknown[] = [];
  for (const question of questions) before.push(await remote.compile(question));
  remote.stop();
  const after: unknown[] = [];
  for (const question of questions) after.push(await remote.compile(question));
  expect(after).toEqual(before);
  expect(after).toMatchObject(questions.map(() => ({ ok: true })));
});

test.each([
  ["nothing", [], "1 + 1", false],
  ["nothing, though it imports", [], "import 'node:fs'", false],
  ["a name", [], "let a = 1", true],
  ["a type", [], "interface A { b: 1 }", true],
  ["a name of a module", [], "import { sep } from 'node:path'", true],
  ["a name inside a loop, which is the cell's", [], "for (;;) { var inner = 1; break }", true],
  ["what the cell before declared", ["let a = 1"], "let a = 1", false],
  ["… with cells between that declare nothing", ["let a = 1", "a", "1"], "let a = 1", false],
  ["what another declared meanwhile", ["let a = 1", "let a = 'x'"], "let a = 1", true],
  ["what may mean something else by now", ["let b = 1", "let a = b", "let b = 'x'"], "let a = b", true],
])("a cell that declares %s: %j, then %j, is news to later ones: %j", (_, earlier, cell, isNews) => {
  for (const each of earlier) {
    expect(local.compile(each).ok).toBe(true);
    local.commit();
  }
  expect(local.compile(cell).ok).toBe(true);
  expect(local.commit()).toBe(isNews);
});
