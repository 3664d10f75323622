/** Y: types are checked before anything runs. */
import assert from "node:assert/strict";
import { plain } from "../subject.ts";
import type { Ran, Subject } from "../subject.ts";
import type { Behaviour, Family } from "../types.ts";

const notFor = { ipykernel: "Python checks no types before it runs" };

/** The cells but the last run well; the last is refused, prints nothing, and its error matches. */
function refuses(
  about: Pick<Behaviour, "id" | "title" | "reason">,
  ts: string[],
  error: RegExp,
  tslab: string[] = ts,
): Behaviour {
  return {
    ...about,
    cells: { ts, tslab },
    notFor,
    check: async (kernel, ...cells) => void (await refused(kernel, cells, error)),
  };
}

async function refused(kernel: Subject, cells: string[], error: RegExp): Promise<Ran> {
  for (const cell of cells.slice(0, -1)) {
    const ran = await kernel.run(cell);
    assert.equal(ran.reply.status, "ok", `${cell}: ${plain(String(ran.reply.evalue))}`);
  }
  const ran = await kernel.run(cells.at(-1)!);
  assert.equal(ran.reply.status, "error", "it was accepted");
  assert.equal(ran.stdout, "", "it ran");
  assert.match(
    plain(`${String(ran.reply.evalue)}\n${ran.errors.map(({ traceback }) => String(traceback)).join("")}${ran.stderr}`),
    error,
  );
  await kernel.settle();
  return ran;
}

function accepts(
  about: Pick<Behaviour, "id" | "title" | "reason">,
  ts: string[],
  expected: string,
  tslab = ts,
): Behaviour {
  return {
    ...about,
    cells: { ts, tslab },
    notFor,
    async check(kernel, ...cells) {
      let last = "";
      for (const cell of cells) last = await kernel.prints(cell);
      assert.equal(last, expected);
    },
  };
}

export const typing: Family = {
  letter: "Y",
  name: "types",
  behaviours: [
    refuses(
      {
        id: "Y01",
        title: "A type error refuses the cell before any statement of it runs.",
        reason: "Deno checks nothing: a grader gives full marks to a type error.",
      },
      ['console.log("ran")\nconst n: number = "text"'],
      /not assignable to type 'number'/,
    ),
    refuses(
      {
        id: "Y02",
        title: "The error has TypeScript's code, and the line and column in the cell.",
        reason: "The code is what one searches for; stock tslab leaves it out.",
      },
      ['let fine = 1\nlet wrong: number = "text"'],
      /2:5[^]*2322/,
    ),
    {
      id: "Y03",
      title: "It shows the line with a mark under the place.",
      reason: "A beginner finds the place by looking.",
      cells: { ts: 'let fine = 1\nlet wrong: number = "text"' },
      notFor,
      async check(kernel, cell) {
        const { errors } = await refused(kernel, [cell!], /./);
        const lines = plain(errors.map(({ traceback }) => (traceback as string[]).join("\n")).join("\n")).split("\n");
        const at = lines.findIndex((line) => line.includes('let wrong: number = "text"'));
        assert.ok(at >= 0, "the line is not shown");
        assert.match(lines[at + 1] ?? "", /\^|~/);
      },
    },
    refuses(
      { id: "Y04", title: "A variable keeps its type in later cells.", reason: "Most mistakes cross cells." },
      ["let count4 = 1", 'count4 = "two"'],
      /not assignable to type 'number'/,
    ),
    accepts(
      {
        id: "Y05",
        title: "A name that is declared again has its new type.",
        reason: "Cells are edited and run again.",
      },
      ["let thing5 = 1", 'let thing5 = "text"', "console.log(thing5.toUpperCase())"],
      "TEXT",
    ),
    refuses(
      {
        id: "Y06",
        title: "null is no number where the project says strict.",
        reason: "tsconfig.json beside the notebook; stock tslab reads none.",
      },
      ["const n6: number = null"],
      /null/,
    ),
    refuses(
      {
        id: "Y07",
        title: "A parameter needs a type where the project says strict.",
        reason: "noImplicitAny: silently `any` otherwise.",
      },
      ["function f7(x) { return x }"],
      /implicitly has an 'any' type/,
    ),
    refuses(
      {
        id: "Y08",
        title: "Every other option of the project's tsconfig.json counts too.",
        reason: "noUncheckedIndexedAccess in this workspace: editor and notebook must agree.",
      },
      ["const list8 = [1, 2]\nconst first8: number = list8[5]"],
      /undefined/,
    ),
    refuses(
      { id: "Y09", title: "Interfaces of earlier cells are checked.", reason: "Definitions first, uses later." },
      ["interface Shape9 { width: number }", "const s9: Shape9 = { widht: 1 }"],
      /widht/,
    ),
    refuses(
      {
        id: "Y10",
        title: "A misspelt name is refused, with the right one proposed.",
        reason: "TypeScript knows: `Did you mean`.",
      },
      ["const learningRate10 = 1", "console.log(learningRat10)"],
      /learningRate10/,
    ),
    refuses(
      {
        id: "Y11",
        title: "A missing property is refused, also of what generics infer.",
        reason: "map and reduce are where types get lost.",
      },
      ["const r11 = [1, 2].map((n) => ({ n })).find((p) => p.n > 1)?.m"],
      /Property 'm' does not exist/,
    ),
    refuses(
      {
        id: "Y12",
        title: "An imported function is checked against its own types.",
        reason: "A library is only as good as what its user sees.",
      },
      ['import { double } from "./helper.ts"\nconsole.log("ran", double("two"))'],
      /'string' is not assignable to parameter of type 'number'/,
      ['import { double } from "./helper"\nconsole.log("ran", double("two"))'],
    ),
    {
      id: "Y13",
      title: "An edited module is checked with its new types.",
      reason: "The value is new; its type must be too.",
      cells: {
        ts: 'import { typed } from "./typed.ts"\nconst t13: string = typed\nconsole.log(t13)',
        tslab: 'import { typed } from "./typed"\nconst t13: string = typed\nconsole.log(t13)',
      },
      notFor,
      async check(kernel, cell) {
        kernel.write("typed.ts", "export const typed: number = 1;\n");
        await refused(kernel, [cell!], /number/);
        kernel.write("typed.ts", 'export const typed: string = "now a text";\n');
        assert.equal(await kernel.prints(cell!), "now a text");
      },
    },
    {
      id: "Y14",
      title: "A type error in a local module names its file.",
      reason: "The mistake is not in the cell; Deno ignores it.",
      cells: {
        ts: 'import { faulty } from "./faulty.ts"\nconsole.log(faulty)',
        tslab: 'import { faulty } from "./faulty"\nconsole.log(faulty)',
      },
      notFor,
      async check(kernel, cell) {
        kernel.write("faulty.ts", '\nexport const faulty: number = "text";\n');
        await refused(kernel, [cell!], /faulty\.ts/);
      },
    },
    accepts(
      { id: "Y15", title: "@ts-expect-error and @ts-ignore work.", reason: "Lectures show mistakes on purpose." },
      [
        "// @ts-expect-error: shown on purpose\nconst a15: number = 'x'\n// @ts-ignore\nconst b15: number = 'y'\nconsole.log(a15, b15)",
      ],
      "x y",
    ),
    accepts(
      {
        id: "Y16",
        title: "@ts-nocheck turns the checker off for its cell.",
        reason: "Code from the web; stock tslab does not look at it.",
      },
      ["// @ts-nocheck\nconst a16: number = 'x'\nconsole.log(a16)"],
      "x",
    ),
    refuses(
      { id: "Y17", title: "All errors of a cell are shown.", reason: "One run for three mistakes." },
      ["const a17: number = 'one'\nconst b17: string = 2\nmissing17()"],
      /number[^]*string[^]*missing17/,
    ),
    {
      id: "Y18",
      title: "A refused cell changes nothing: its names are not declared, and earlier ones keep type and value.",
      reason: "Nothing of it ran.",
      cells: {
        ts: [
          "let old18 = 1",
          'let old18 = "text"; let new18 = 1; const bad18: number = "x"',
          "console.log(old18.toFixed(1))",
          "new18",
        ],
      },
      notFor,
      async check(kernel, declare, bad, print, use) {
        await refused(kernel, [declare!, bad!], /number/);
        assert.equal(await kernel.prints(print!), "1.0");
        await refused(kernel, [use!], /new18/);
      },
    },
    accepts(
      {
        id: "Y19",
        title: "The runtime's own names are known: process, Buffer, fetch, timers, URL, structuredClone.",
        reason: "Cannot find name 'process' is the commonest complaint about stock tslab.",
      },
      [
        "console.log([typeof process.pid, typeof Buffer.from, typeof fetch, typeof setTimeout, typeof URL, typeof structuredClone, typeof TextEncoder].join())",
      ],
      "number,function,function,function,function,function,function",
    ),
    refuses(
      {
        id: "Y20",
        title: "The browser's names are not: document is refused.",
        reason: "It does not exist at run time; a ReferenceError would come later.",
      },
      ["console.log('ran'); document.title"],
      /document/,
    ),
    refuses(
      {
        id: "Y21",
        title: "A forgotten await is refused where a value is needed.",
        reason: "`Promise<number>` is not a number.",
      },
      ["const later21 = async () => 1", "const n21: number = later21()"],
      /Promise<number>/,
    ),
    {
      id: "Y22",
      title: "What a cell that threw had declared keeps its types.",
      reason: "Its values are kept too.",
      cells: { ts: ["const kept22 = { a: 1 }; throw new Error('x')", "console.log(kept22.a.toFixed(1))", "kept22.b"] },
      notFor,
      async check(kernel, bad, print, use) {
        await kernel.fails(bad!);
        await kernel.settle();
        assert.equal(await kernel.prints(print!), "1.0");
        await refused(kernel, [use!], /'b'/);
      },
    },
    {
      id: "Y23",
      title: "The mark stands under the right character behind an emoji and Chinese.",
      reason: "Code points, units and columns on the screen are three things.",
      cells: { ts: 'const 字23 = "😀"; const n23: number = "x"' },
      notFor,
      async check(kernel, cell) {
        const { errors } = await refused(kernel, [cell!], /./);
        const text = plain(errors.map(({ traceback }) => (traceback as string[]).join("\n")).join("\n"));
        const [, column] = /:1:(\d+)/.exec(text) ?? [];
        const at = cell!.indexOf("n23");
        // the column counts units or code points
        assert.ok([at + 1, at].includes(Number(column)), `column ${column}`);
      },
    },
    accepts(
      {
        id: "Y24",
        title: "Recursive, conditional, mapped and template types work.",
        reason: "The whole checker, not a part.",
      },
      [
        "type Path24<T> = T extends object ? { [K in keyof T & string]: `${K}` | `${K}.${Path24<T[K]>}` }[keyof T & string] : never\nconst p24: Path24<{ a: { b: 1 } }> = 'a.b'\nconsole.log(p24)",
      ],
      "a.b",
    ),
    {
      id: "Y25",
      title: "A type error and a syntax error are told apart by their names.",
      reason: "Graders and tools read ename.",
      cells: { ts: ["const a25: number = 'x'", "const = 5"] },
      notFor,
      async check(kernel, typed, syntax) {
        const names = [await refused(kernel, [typed!], /./), await refused(kernel, [syntax!], /./)].map(
          ({ reply }) => reply.ename,
        );
        assert.match(String(names[0]), /Type/);
        assert.match(String(names[1]), /Syntax/);
      },
    },
  ],
};
