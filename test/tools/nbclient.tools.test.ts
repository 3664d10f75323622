/** nbclient executes notebooks for nbconvert, papermill, nbmake and nbgrader: what it must see of this kernel. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeCell } from "../../lib/notebook/index.ts";
import { around, failing, passing } from "./notebooks.ts";
import { openDesk, shown, tagged } from "./tool.ts";
import type { CellText } from "./tool.ts";

interface Job {
  cells: readonly CellText[];
  options?: Record<string, unknown>;
}

const wait = (ms: number): string => `await new Promise((done) => setTimeout(done, ${ms}));`;
const endless = "globalThis.turns = 0;\nfor (;;) globalThis.turns++;";

const jobs: Record<string, Job> = {
  passing: { cells: passing },
  allowed: { cells: around("throw new Error('allowed')"), options: { allow_errors: true } },
  tagged: { cells: around(tagged("throw new Error('expected')", "raises-exception")) },
  skipped: { cells: around(tagged("throw new Error('not run')", "skip-execution")) },
  lines: { cells: ['for (let i = 0; i < 100_000; i++) console.log("line " + i);', '"and after"'] },
  bytes: { cells: ['process.stdout.write("y".repeat(50_000_000));\n"and after"'] },
  order: {
    cells: [
      `import * as tslab from "tslab";
console.log("1");
console.error("2");
tslab.display.text("3");
${wait(5)}
console.log("4");
process.stdout.write("5\\n");
tslab.display.text("6");
console.error("7");
"8"`,
    ],
  },
  many: { cells: Array.from({ length: 40 }, (_, i) => `console.log("printed ${i}");\n${i}`) },
  timeout: { cells: ["1", endless, "2"], options: { timeout: 2 } },
  interrupted: {
    cells: ["const kept = 41;", endless, wait(60_000), "kept + 1"],
    options: { timeout: 2, interrupt_on_timeout: true, allow_errors: true },
  },
  "fresh session": {
    cells: ["globalThis.lost = 1;", "process.exit(0)", "typeof globalThis.lost"],
    options: { allow_errors: true },
  },
  ...Object.fromEntries(Object.entries(failing).map(([name, { source }]) => [name, { cells: around(source) }])),
};

interface Done {
  raised: { type: string; ename: string; message: string } | null;
  cells: CodeCell[];
}

const desk = openDesk();
const done: Record<string, Done> = {};

beforeAll(async () => {
  const names = Object.keys(jobs);
  const list = Object.values(jobs).map(({ cells, options = {} }, i) => ({
    source: desk.write(`${i}.ipynb`, cells),
    target: `${i}.out.ipynb`,
    options,
  }));
  const script = path.join(import.meta.dirname, "nbclient_run.py");
  const { stdout, status, output } = await desk.python([script], { input: JSON.stringify(list) });
  expect(status, output).toBe(0);
  const raised = JSON.parse(stdout) as Done["raised"][];
  for (const [i, { target }] of list.entries()) done[names[i]!] = { raised: raised[i]!, cells: desk.read(target) };
});
afterAll(() => desk.remove());

describe("nbclient", () => {
  test("executes a notebook, with its outputs and counts in their places", () => {
    const { raised, cells } = done.passing!;
    expect(raised).toBe(null);
    expect(cells.map(shown)).toEqual([[], ["stdout: hello\n", "2"]]);
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2]);
  });

  test.each(Object.entries(failing))("raises for %s, and runs nothing behind it", (name, { error }) => {
    const { raised, cells } = done[name]!;
    expect(raised).toMatchObject({ type: "CellExecutionError", ename: error });
    expect(shown(cells[1]).at(-1)).toBe(`error: ${error}`);
    expect(cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  test("goes on behind an error where errors are allowed", () => {
    const { raised, cells } = done.allowed!;
    expect(raised).toBe(null);
    expect(cells.map(shown)).toEqual([[], ["error: Error"], ["2"]]);
  });

  test("takes a cell's word that it raises", () => {
    const { raised, cells } = done.tagged!;
    expect(raised).toBe(null);
    expect(cells.map(shown)).toEqual([[], ["error: Error"], ["2"]]);
  });

  test("leaves out a cell that says so", () => {
    expect(done.skipped!.raised).toBe(null);
    expect(done.skipped!.cells.map(shown)).toEqual([[], [], ["2"]]);
  });

  test("keeps 100,000 lines, in their order", () => {
    const { cells, raised } = done.lines!;
    expect(raised).toBe(null);
    const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
    expect(shown(cells[0])[0] === `stdout: ${expected}`).toBe(true);
    expect(shown(cells[1])).toEqual(["'and after'"]);
  });

  test("keeps 50 MB that were written at once", () => {
    const [text, after] = shown(done.bytes!.cells[0]);
    expect(text?.length).toBe("stdout: ".length + 50_000_000);
    expect(after).toBe("'and after'");
  });

  test("has outputs in the order in which the cell made them", () => {
    const [only] = done.order!.cells;
    expect(shown(only)).toEqual(["stdout: 1\n", "stderr: 2\n", "3", "stdout: 4\n5\n", "6", "stderr: 7\n", "'8'"]);
  });

  test("finds each output in the cell that made it", () => {
    for (const [i, cell] of done.many!.cells.entries()) expect(shown(cell)).toEqual([`stdout: printed ${i}\n`, `${i}`]);
  });

  test("stops at a cell that takes too long", () => {
    expect(done.timeout!.raised?.type).toBe("CellTimeoutError");
    expect(done.timeout!.cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  test("interrupts a cell that takes too long, a loop or a pending await, and values are kept", () => {
    const { raised, cells } = done.interrupted!;
    expect(raised).toBe(null);
    expect(cells.map((cell) => shown(cell).at(-1))).toEqual([
      undefined,
      "error: Interrupted",
      "error: Interrupted",
      "42",
    ]);
  });

  test("goes on in a fresh session when a cell ended its own", () => {
    expect(done["fresh session"]!.cells.map((cell) => shown(cell).at(-1))).toEqual([
      "1",
      "error: SessionDied",
      "'undefined'",
    ]);
  });
});
