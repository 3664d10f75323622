import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Output, Session } from "../../lib/session/index.ts";
import { openSession, printed, shown } from "./open.ts";

const session: Session = await openSession();
afterAll(() => session.close());
const symbol = "Symbol.for('Jupyter.display')";

/** Code of a value whose own display is `method`. */
const own = (method: string): string => `({ [${symbol}]: ${method} })`;

type Bundle = Extract<Output, { type: "display" | "result" | "update" }>;
async function bundles(code: string): Promise<Bundle[]> {
  const result = await session.run(code);
  expect(result.error).toBeUndefined();
  return result.outputs.filter((output) => "data" in output);
}

beforeAll(async () => {
  const library = path.resolve(import.meta.dirname, "../../lib/index.ts").replaceAll("\\", "/");
  expect(shown(await session.run(`import { clearOutput, display, progress } from ${JSON.stringify(library)}`))).toBe(
    "ok",
  );
});

test.each([
  ["undefined", "ok"],
  ["null", "null"],
  ["[undefined]", "[ undefined ]"],
  ["new Error('e')", "Error: e\n    at In["],
  ["(a: number, b?: string) => a", "(a, b) => …"],
  ["Promise.resolve(1)", "Promise { 1 }"],
  ["({ then: 1 })", "{ then: 1 }"],
  ["new Proxy({}, { get() { throw 1 } })", "Proxy({})"],
])("a cell that ends in %s shows %s", async (code, text) => {
  const answer = shown(await session.run(code));
  expect(answer.slice(0, text.length)).toBe(text);
  expect(answer).not.toMatch(/node:|lib.session/);
});

test("an error that is printed ends its stack where the cell does", async () => {
  const text = printed(await session.run("function f() { return new Error('e') }\nconsole.log(f())"));
  expect(text).toMatch(/^Error: e\n {4}at f \(In\[\d+\]:1:23\)\n {4}at In\[\d+\]:2:13\n$/);
});

test("an error of prompt names the line that asked", async () => {
  const { error } = await session.run("1\nprompt('?')");
  expect(error?.traceback.join("\n")).toMatch(/at In\[\d+\]:2:1/);
});

test("records have a table beside their text", async () => {
  const [result] = await bundles("[{ a: 1 }, { a: 2 }]");
  expect(result!.data["text/plain"]).toBe("[ { a: 1 }, { a: 2 } ]");
  expect(result!.data["text/html"]).toContain("<table");
});

test("a value's own display may be made at once or later, in several forms, with facts about them", async () => {
  const forms = "{ 'text/plain': 'a', 'text/html': '<b>a</b>', 'application/json': { a: [1] } }";
  for (const value of [`() => (${forms})`, `async () => (${forms})`]) {
    const [result] = await bundles(own(value));
    expect(result!.data).toEqual({ "text/plain": "a", "text/html": "<b>a</b>", "application/json": { a: [1] } });
  }
  const [picture] = await bundles(
    own("async () => ({ data: { 'image/png': Uint8Array.of(1, 2, 3) }, metadata: { 'image/png': { alt: 'dots' } } })"),
  );
  expect(picture).toMatchObject({ data: { "image/png": "AQID" }, metadata: { "image/png": { alt: "dots" } } });
});

test("forms that are no text are made text, since front ends and files take nothing else", async () => {
  const [result] = await bundles(
    `({ [${symbol}]: () => ({ 'text/plain': 5, 'text/html': ['<b>', '</b>'], 'text/x': { a: 1 } }) })`,
  );
  expect(result!.data).toEqual({ "text/plain": "5", "text/html": "<b></b>", "text/x": '{"a":1}' });
});

test("what is displayed without waiting stands where it was called, among prints and clears", async () => {
  const { outputs } = await session.run(
    "console.log(1); display(2); console.log(3); clearOutput({ wait: true }); display(4)",
  );
  expect(
    outputs.map((output) => ("text" in output ? output.text : "data" in output ? output.data["text/plain"] : output)),
  ).toEqual(["1\n", "2", "3\n", { type: "clear", wait: true }, "4"]);
});

test("a progress display is one output, replaced while the loop runs", async () => {
  const { outputs } = await session.run(
    "for (const i of progress([1, 2, 3], { label: 'wait' })) await new Promise((r) => setTimeout(r, 120))",
  );
  expect(outputs.map(({ type }) => type)).toEqual(["display", "update", "update", "update", "update"]);
  const ids = outputs.map((output) => "displayId" in output && output.displayId);
  expect(new Set(ids).size).toBe(1);
  expect((outputs.at(-1) as Bundle).data["text/plain"]).toMatch(/^wait: 3 of 3 in 0\.\d\d s$/);
});

// Deno 2.9 shows the same forms, the element left out: it goes by class, and there is more than one DOM
test.each([
  [
    "the bytes of a picture",
    "Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)",
    { "image/png": "iVBORw0KGgo=" },
  ],
  ["a canvas", "({ toDataURL: (t: string) => `data:${t};base64,AQID` })", { "image/png": "AQID" }],
  ["an element", "({ outerHTML: '<p>a</p>' })", { "text/html": "<p>a</p>" }],
  ["a drawing", "({ outerHTML: '<svg/>', namespaceURI: 'http://www.w3.org/2000/svg' })", { "image/svg+xml": "<svg/>" }],
  [
    "a chart of Vega-Lite",
    "({ toSpec: () => ({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json' }) })",
    { "application/vnd.vegalite.v5+json": { $schema: "https://vega.github.io/schema/vega-lite/v5.json" } },
  ],
])("%s is shown as one", async (_, code, data) => {
  const [result] = await bundles(code);
  expect(result!.data).toEqual({ ...data, "text/plain": expect.any(String) });
});

test("members that only look like a picture's cost nothing", async () => {
  for (const code of [
    "({ toDataURL() { throw new Error('no') } })",
    "({ toDataURL: () => 7 })",
    "({ toSpec: () => null })",
    "Uint8Array.of()",
  ]) {
    const [result] = await bundles(code);
    expect(Object.keys(result!.data)).toEqual(["text/plain"]);
  }
});
