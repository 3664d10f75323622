import { expect, test } from "vitest";
import { parseNotebook } from "../../../lib/notebook/index.ts";
import type { Notebook } from "../../../lib/notebook/index.ts";
import { cellWidth, formatCells } from "../../../scripts/format/cells.ts";

function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map((source, i) => ({
    id: `cell-${i}`,
    cell_type: "code",
    metadata: { tags: ["solution"] },
    source,
    execution_count: 7,
    outputs: [{ output_type: "stream", name: "stdout", text: "1  2\n" }],
  }));
  return parseNotebook(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
}

async function formatted(source: string): Promise<string> {
  return (await formatCells(notebookOf(source))).cells[0]!.source;
}

test.each([
  ["const  a=1", "const a = 1;"],
  ["await  display( 'x' )\n\n", 'await display("x");'],
  ['import {rng} from "../lib/index.ts"', 'import { rng } from "../lib/index.ts";'],
  ["const 島: string = '聽你島'; // 島", 'const 島: string = "聽你島"; // 島'],
  ["let a: number; a // last", "let a: number;\na; // last"],
  ["", ""],
])("lays out %j as %j, without a newline at its end", async (source, expected) => {
  expect(await formatted(source)).toBe(expected);
});

test("breaks lines that a cell does not show without scrolling, and no shorter ones", async () => {
  const short = `f(${'"word", '.repeat(11)}"word");`;
  const long = short.replace("f(", 'f("word", ');
  expect(short.length).toBeLessThanOrEqual(cellWidth);
  expect(long.length).toBeGreaterThan(cellWidth);
  expect(await formatted(short)).toBe(short);
  expect((await formatted(long)).split("\n").length).toBeGreaterThan(1);
});

test("leaves a cell that does not parse as it is, and lays out the others", async () => {
  const { cells } = await formatCells(notebookOf("const  = 1", "a( )"));
  expect(cells.map(({ source }) => source)).toEqual(["const  = 1", "a();"]);
});

test("changes nothing but code: neither outputs, nor tags, nor what is no code", async () => {
  const notebook = notebookOf("a( )");
  notebook.cells.push({ cell_type: "markdown", id: "text", metadata: {}, source: "a( )  \n" });
  const { cells } = await formatCells(notebook);
  expect(cells).toEqual([{ ...notebook.cells[0], source: "a();" }, notebook.cells[1]]);
});

test("changes nothing when it is run again", async () => {
  const once = await formatCells(
    notebookOf(
      "const f=(x:number)=>({a:x,\nb:[x,x]})",
      "// only a remark",
      // oxfmt 0.74 breaks this chain, and joins it again when it meets what it has made
      "const logs = askedOf.items.slice(0, 12).map((asked, i) => ({ question: [...asked], answers: writes(sft, 40).slice(i, i + 1 + (i % 3)) }));",
    ),
  );
  expect(await formatCells(once)).toEqual(once);
});
