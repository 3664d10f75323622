/** papermill, with its parameters through the plug-in of lib/lab/papermill. */
import vm from "node:vm";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { around, failingOnce, passing } from "./notebooks.ts";
import { openDesk, shown, tagged } from "./tool.ts";
import type { CellText, Ran } from "./tool.ts";

const desk = openDesk();
afterAll(() => desk.remove());

const papermill = (...args: string[]): Promise<Ran> => desk.python(["-m", "papermill", "--no-progress-bar", ...args]);

const defaults = `const lr: number = 0.1; // step size
let mode: "fast" | "exact" = "exact"; // how to compute
const layers: number[] = [
  64, // first
];
export const names: Map<string, number> = new Map([["a = b; // c", 1]]), seed = 7;
const label = "run"; /* what the table says */
const limit: number | null = null;`;

/** Run a notebook with these parameters; what its last cell shows. */
async function run(cells: readonly CellText[], parameters: Record<string, unknown>): Promise<Ran & { last: string[] }> {
  desk.write("in.ipynb", cells);
  // JSON is YAML
  const ran = await papermill("in.ipynb", "out.ipynb", "-y", JSON.stringify(parameters));
  return { ...ran, last: shown(desk.read("out.ipynb").at(-1)) };
}

describe("papermill", () => {
  test("executes a good notebook", async () => {
    desk.write("in.ipynb", passing);
    const { status, output } = await papermill("in.ipynb", "out.ipynb");
    expect(status, output).toBe(0);
    expect(desk.read("out.ipynb").map(shown)).toEqual([[], ["stdout: hello\n", "2"]]);
  });

  test.each(failingOnce)("fails for %s, and marks the cell", async (_, { source, error }) => {
    desk.write("in.ipynb", around(source));
    const { status, output } = await papermill("in.ipynb", "out.ipynb");
    expect(status).toBe(1);
    expect(output).toContain(`${error}: `);
    const cells = desk.read("out.ipynb");
    expect(cells.flatMap(shown)).toContain(`error: ${error}`);
    expect(shown(cells.at(-1)), "the cell behind it").toEqual([]);
  });
});

describe("papermill's parameters", () => {
  test("come from the command line as numbers, text and YAML, and win over the defaults", async () => {
    desk.write("in.ipynb", [
      tagged(defaults, "parameters"),
      "console.log(JSON.stringify({ lr, mode, layers, seed, label }))",
    ]);
    const words = ["-p", "lr", "0.01", "-p", "mode", "fast", "-y", "layers: [1, 2]", "-r", "label", "3"];
    const { status, output } = await papermill("in.ipynb", "out.ipynb", ...words);
    expect(status, output).toBe(0);
    const printed = JSON.stringify({ lr: 0.01, mode: "fast", layers: [1, 2], seed: 7, label: "3" });
    expect(desk.read("out.ipynb").map(shown).at(-1)).toEqual([`stdout: ${printed}\n`]);
  });

  test("keep the types that the defaults declare, so that code behind them still fits", async () => {
    const behind =
      'const way: "fast" | "exact" = mode;\nconst lower = lr === 0.5 ? 1 : (limit ?? 2);\nnames.set(way, lower);\nnames.size';
    const { status, output, last } = await run([tagged(defaults, "parameters"), behind], {
      lr: 1,
      mode: "fast",
      limit: 3,
    });
    expect(status, output).toBe(0);
    expect(last).toEqual(["2"]);
  });

  test.each([
    [{ lr: "fast" }, "Type 'string' is not assignable to type 'number'"],
    [{ mode: "slow" }, `Type '"slow"' is not assignable to type '`],
    [{ label: 3 }, "Type 'number' is not assignable to type 'string'"],
  ])("that do not fit, such as %j, are a type error", async (parameters, message) => {
    const { status, output } = await run([tagged(defaults, "parameters"), "1"], parameters);
    expect(status).toBe(1);
    expect(output).toContain(message);
  });

  test("work without a cell for them", async () => {
    const values = { text: 'it\'s "so"\\', list: [], nested: { a: [1, null, { b: true }] }, none: null, on: true };
    const cell = "list.push(text, none);\nconsole.log(JSON.stringify([list, nested.a, on]))";
    const { status, output, last } = await run([cell], values);
    expect(status, output).toBe(0);
    expect(last).toEqual([`stdout: ${JSON.stringify([[values.text, null], values.nested.a, true])}\n`]);
  });

  test("are set again in a notebook that has been run with others", async () => {
    await run([tagged(defaults, "parameters"), "lr"], { lr: 1 });
    const { status, output } = await papermill("out.ipynb", "again.ipynb", "-p", "lr", "2");
    expect(status, output).toBe(0);
    expect(desk.read("again.ipynb").map(shown)).toEqual([[], [], ["2"]]);
  });

  test("with a name that TypeScript cannot take are refused by name", async () => {
    const { status, output } = await run(["1"], { "learning-rate": 1 });
    expect(status).toBe(1);
    expect(output).toContain("expected a name that TypeScript takes, got 'learning-rate'");
  });

  test("are listed with types, defaults and comments by --help-notebook", async () => {
    desk.write("in.ipynb", [tagged(defaults, "parameters")]);
    const { status, output } = await papermill("--help-notebook", "in.ipynb");
    expect(status, output).toBe(0);
    const lines = output.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " "));
    const text = lines.slice(lines.findIndex((line) => line.startsWith("Parameters inferred")) + 1).join("\n");
    expect(text.trim()).toBe(`lr: number (default 0.1) step size
mode: "fast" | "exact" (default "exact")
how to compute
layers: number[] (default [
64,
])
names: Map<string, number> (default new Map([["a = b; // c", 1]]))
seed: number (default 7)
label: string (default "run")
what the table says
limit: number | null (default null)`);
  });
});

/** What the plug-in writes for each value as a parameter `value`. */
async function translated(language: string, values: readonly unknown[]): Promise<string[]> {
  const script = `import json, sys
from papermill.translators import papermill_translators
t = papermill_translators.find_translator("another kernel", ${JSON.stringify(language)})
print(json.dumps([t.codify({"value": v}) for v in json.load(sys.stdin)]))`;
  const { stdout, status, output } = await desk.python(["-c", script], { input: JSON.stringify(values) });
  expect(status, output).toBe(0);
  return JSON.parse(stdout) as string[];
}

test("names are TypeScript's: no reserved word, no digit in front, letters of any script", async () => {
  const names = ["class", "1st", "a b", "a-b", "", "a;b", "await", "学习率", "$x", "_", "größe2"];
  const script = `import json, sys, papermill_typescript as p
def takes(name):
    try:
        return bool(p.TypeScriptTranslator.codify({name: 1}))
    except p.PapermillException:
        return False
print(json.dumps([takes(name) for name in json.load(sys.stdin)]))`;
  const { stdout, output } = await desk.python(["-c", script], { input: JSON.stringify(names) });
  const taken = names.filter((_, i) => (JSON.parse(stdout) as boolean[])[i]);
  expect(taken, output).toEqual(["学习率", "$x", "_", "größe2"]);
});

describe("a value of JSON as JavaScript", () => {
  test("is the same value, whatever its text, depth or keys", async () => {
    const json = fc.jsonValue({ stringUnit: "binary", maxDepth: 5 });
    const special = [
      { ["__proto__"]: 1 },
      JSON.parse('{"__proto__":{"a":1}}'),
      "\u2028\u2029\u007f\u0000",
      "</script>",
      -0,
      1e21,
      5e-324,
      1e-7,
    ];
    const values = [...special, ...fc.sample(json, { numRuns: 2000, seed: 1 })];
    const codes = await translated("javascript", values);
    for (const [i, code] of codes.entries()) {
      expect(code).toMatch(/^\/\/ Parameters\nlet value = .*;\n$/);
      // from a context of its own, so by its text; Python's integers have no limit, and come as bigint
      const number = "(_, item) => (typeof item === 'bigint' ? Number(item) : item)";
      const got: unknown = vm.runInNewContext(`${code}JSON.stringify(value, ${number})`);
      expect(got, code).toBe(JSON.stringify(values[i]));
    }
  });

  test("is written for TypeScript such that null and empty lists may become something else", async () => {
    const codes = await translated("typescript", [null, [], [[]], { a: [] }, [1]]);
    expect(codes.map((code) => code.split("\n")[1])).toEqual([
      "let value: any = null;",
      "let value = [] as any[];",
      "let value = [[] as any[]];",
      'let value = {"a": [] as any[]};',
      "let value = [1];",
    ]);
  });

  test("or of YAML keeps its integers exact and its other numbers what they are", async () => {
    const values =
      "{huge: 12345678901234567890, edge: 9007199254740991, none: .nan, up: .inf, down: -.inf, 3: {true: 1, null: 2}}";
    const script = `import sys, yaml, papermill_typescript as p
print(p.JavaScriptTranslator.translate(yaml.safe_load(sys.argv[1])))`;
    const { stdout, status, output } = await desk.python(["-c", script, values]);
    expect(status, output).toBe(0);
    const got = vm.runInNewContext(
      `[${stdout}].map((v) => [v.huge, v.edge, v.none, v.up, v.down, v[3].true, v[3].null])`,
    );
    expect([...(got as unknown[][])[0]!]).toEqual([
      12345678901234567890n,
      9007199254740991,
      NaN,
      Infinity,
      -Infinity,
      1,
      2,
    ]);
  });
});
