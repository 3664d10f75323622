import { afterAll, expect, test } from "vitest";
import type { Output, Session } from "../../lib/session/index.ts";
import { openSession, shown } from "./open.ts";

// in an empty folder: stock tslab's notebooks stand anywhere and install nothing
const session: Session = await openSession();
afterAll(() => session.close());

async function outputsOf(code: string): Promise<Output[]> {
  const result = await session.run(code);
  expect(result.error).toBeUndefined();
  return result.outputs;
}

test.each([
  ["all of it", "import * as tslab from 'tslab'; tslab.display.text('a')"],
  ["a name", "import { display } from 'tslab'; display.text('a')"],
  ["import()", "(await import('tslab')).display.text('a')"],
  ["require", "const { display: shows } = require('tslab'); shows.text('a')"],
])("tslab is there wherever the notebook is: %s", async (_, code) => {
  expect(await outputsOf(code)).toEqual([{ type: "display", data: { "text/plain": "a" }, metadata: {} }]);
});

// tslab 1.0.22, dist/public.d.ts: every member of Display
test.each([
  ["javascript('1')", { "text/javascript": "1" }],
  ["html('<b>1</b>')", { "text/html": "<b>1</b>" }],
  ["markdown('*1*')", { "text/markdown": "*1*" }],
  ["latex('$1$')", { "text/latex": "$1$" }],
  ["svg('<svg/>')", { "image/svg+xml": "<svg/>" }],
  ["png(Uint8Array.of(1, 2, 3))", { "image/png": "AQID" }],
  ["jpeg(Buffer.from([1, 2, 3]))", { "image/jpeg": "AQID" }],
  ["gif(Uint8Array.of(1, 2, 3))", { "image/gif": "AQID" }],
  ["pdf(Uint8Array.of(1, 2, 3))", { "application/pdf": "AQID" }],
  ["text('1')", { "text/plain": "1" }],
  ["raw('application/json', '[1]')", { "application/json": [1] }],
  ["raw('image/webp', Uint8Array.of(1, 2, 3))", { "image/webp": "AQID" }],
])("tslab.display.%s is shown from a cell", async (call, data) => {
  await session.run("import * as tslab from 'tslab'");
  expect(await outputsOf(`tslab.display.${call}`)).toEqual([{ type: "display", data, metadata: {} }]);
});

test("a new display shows once, and is replaced from then on, from a later cell too", async () => {
  const [first, second] = await outputsOf("const live = tslab.newDisplay(); live.html('1'); live.html('2')");
  const [third] = await outputsOf("live.text('3')");
  expect([first, second, third].map((output) => output?.type)).toEqual(["display", "update", "update"]);
  const ids = [first, second, third].map((output) => output && "displayId" in output && output.displayId);
  expect(ids[0]).toMatch(/./u);
  expect(new Set(ids).size).toBe(1);
});

test("prints and displays keep their order", async () => {
  const outputs = await outputsOf("console.log(1); tslab.display.text('2'); console.log(3)");
  expect(outputs.map(({ type }) => type)).toEqual(["stream", "display", "stream"]);
});

test("the checker knows the API: wrong types and unknown members are refused before the cell runs", async () => {
  expect(shown(await session.run("console.log('ran'); tslab.display.png('text')"))).toContain("TS2345");
  expect(shown(await session.run("tslab.display.gif2('')"))).toMatch(/TS2339|TS2551/);
  expect(shown(await session.run("const v: { tslab: string; node: string } = tslab.versions; v.tslab"))).toBe(
    "'1.0.22'",
  );
});

test("what tslab cannot say, several forms and alt text in one output, a value's own display can", async () => {
  const [picture] = await outputsOf(
    "({ [Symbol.for('Jupyter.display')]: () => ({ data: { 'image/png': Uint8Array.of(1), 'text/plain': 'a dot' }, metadata: { 'image/png': { alt: 'a dot' } } }) })",
  );
  expect(picture).toEqual({
    type: "result",
    data: { "image/png": "AQ==", "text/plain": "a dot" },
    metadata: { "image/png": { alt: "a dot" } },
  });
});
