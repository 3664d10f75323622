/** R: what a cell's value looks like, and what it displays on the way. */
import assert from "node:assert/strict";
import { values } from "./results-values.ts";
import { shown } from "../subject.ts";
import type { Family } from "../types.ts";

const rich = {
  ts: '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "plain", "text/html": "<b>字</b>" }) })',
  py: 'class Rich:\n    def __repr__(self): return "plain"\n    def _repr_html_(self): return "<b>字</b>"\nRich()',
};
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const results: Family = {
  letter: "R",
  name: "results and displays",
  behaviours: [
    {
      id: "R01",
      title: "The value of the last expression is an execute_result with text/plain.",
      reason: "Messaging 5.5, Execution results; stock tslab prints it, so that nbval and papermill see no result.",
      cells: { ts: "const a = 20\na + 22", py: "a = 20\na + 22" },
      async check(kernel, cell) {
        assert.equal((await kernel.run(cell!)).text, "42");
      },
    },
    {
      id: "R02",
      title: "undefined, and a cell that ends in a declaration, show nothing.",
      reason: "A notebook full of `undefined` is noise.",
      cells: { ts: ["undefined", "const b = 1", "function f() {}"], py: ["None", "b = 1", "def f(): pass"] },
      async check(kernel, ...cells) {
        for (const cell of cells) assert.deepEqual(shown((await kernel.run(cell)).outputs), []);
      },
    },
    {
      id: "R03",
      title: "A string is shown in quotes, so that it is told from a number.",
      reason: 'A student who sees 1 where "1" is does not find the mistake.',
      cells: { ts: '"1"', py: '"1"' },
      async check(kernel, cell) {
        assert.match((await kernel.run(cell!)).text ?? "", /^(['"])1\1$/);
      },
    },
    {
      id: "R04",
      title: "A value may bring its own forms, text and HTML in one bundle.",
      reason: "Tables and figures; with one type for each output nbconvert has no text to fall back on.",
      cells: rich,
      async check(kernel, cell) {
        const { result } = await kernel.run(cell!);
        assert.deepEqual(result, { "text/plain": "plain", "text/html": "<b>字</b>" });
      },
    },
    {
      id: "R05",
      title: "A value's metadata travel with its forms.",
      reason: "nbformat, output metadata: width and alternative text of a picture.",
      cells: {
        ts: `({ [Symbol.for("Jupyter.display")]: () => ({ data: { "text/plain": "p" }, metadata: { "image/png": { width: 5 } } }) })`,
        py: 'class Meta:\n    def _repr_mimebundle_(self, **_): return {"text/plain": "p"}, {"image/png": {"width": 5}}\nMeta()',
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const result = outputs.find(({ type }) => type === "execute_result");
        assert.deepEqual(result?.content.metadata, { "image/png": { width: 5 } });
        assert.deepEqual(result?.content.data, { "text/plain": "p" });
      },
    },
    {
      id: "R06",
      title: "A display in the middle of a cell comes before what is printed after it.",
      reason: "A figure belongs between the lines around it.",
      cells: {
        ts: 'import * as tslab from "tslab"; console.log("a"); tslab.display.html("<i>x</i>"); console.log("b")',
        py: 'from IPython.display import display, HTML\nprint("a"); display(HTML("<i>x</i>")); print("b")',
        deno: 'console.log("a"); await Deno.jupyter.broadcast("display_data", { data: { "text/html": "<i>x</i>" }, metadata: {}, transient: {} }); console.log("b")',
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const seen = outputs
          .filter(({ type }) => type === "stream" || type === "display_data")
          .map(({ content }) => (content.text as string | undefined)?.trim() ?? (content.data as object));
        assert.equal(seen.length, 3);
        assert.equal(seen[0], "a");
        assert.equal((seen[1] as Record<string, string>)["text/html"], "<i>x</i>");
        assert.equal(seen[2], "b");
      },
    },
    {
      id: "R07",
      title: "A display with an id is replaced in the same cell by update_display_data.",
      reason: "Messaging 5.5, update_display_data: progress that does not fill the page.",
      cells: {
        ts: 'import * as tslab from "tslab"; const d = tslab.newDisplay(); d.text("0%"); d.text("100%")',
        py: 'h = display("0%", display_id=True); h.update("100%")',
        deno: 'for (const [type, text] of [["display_data", "0%"], ["update_display_data", "100%"]] as const) await Deno.jupyter.broadcast(type, { data: { "text/plain": text }, metadata: {}, transient: { display_id: "d" } })',
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const [first, second] = outputs.filter(({ type }) => type.endsWith("display_data"));
        assert.deepEqual([first?.type, second?.type], ["display_data", "update_display_data"]);
        const ids = [first, second].map((each) => (each!.content.transient as { display_id?: string }).display_id);
        assert.ok(ids[0] && ids[0] === ids[1], "the ids differ");
        assert.match(String((second!.content.data as Record<string, string>)["text/plain"]), /100%/);
      },
    },
    {
      id: "R08",
      title: "A later cell can update an earlier cell's display, under its own parent.",
      reason: "Messaging 5.5, update_display_data: the front end finds the output by its id.",
      cells: {
        ts: ['import * as tslab from "tslab"; const e = tslab.newDisplay(); e.html("old")', 'e.html("new")'],
        py: ['from IPython.display import HTML\ne = display(HTML("old"), display_id=True)', 'e.update(HTML("new"))'],
        deno: [
          'await Deno.jupyter.broadcast("display_data", { data: { "text/html": "old" }, metadata: {}, transient: { display_id: "e" } })',
          'await Deno.jupyter.broadcast("update_display_data", { data: { "text/html": "new" }, metadata: {}, transient: { display_id: "e" } })',
        ],
      },
      async check(kernel, show, update) {
        await kernel.run(show!);
        const { outputs } = await kernel.run(update!);
        const message = outputs.find(({ type }) => type === "update_display_data");
        assert.deepEqual((message?.content.data as Record<string, string> | undefined)?.["text/html"], "new");
      },
    },
    {
      id: "R09",
      title: "The display id is in `transient` alone.",
      reason: "nbformat has no such field; a notebook that holds it does not validate.",
      cells: {
        ts: 'import * as tslab from "tslab"; const g = tslab.newDisplay(); g.html("x")',
        py: 'from IPython.display import HTML\ng = display(HTML("x"), display_id="g")',
        deno: 'await Deno.jupyter.broadcast("display_data", { data: { "text/html": "x" }, metadata: {}, transient: { display_id: "g" } })',
      },
      async check(kernel, cell) {
        const message = (await kernel.run(cell!)).outputs.find(({ type }) => type === "display_data");
        assert.deepEqual(Object.keys(message!.content).toSorted(), ["data", "metadata", "transient"]);
        assert.ok(!JSON.stringify([message!.content.data, message!.content.metadata]).includes("display_id"));
      },
    },
    {
      id: "R10",
      title: "clear_output is sent, and says whether to wait for what comes next.",
      reason: "Messaging 5.5, Clear output: animations.",
      cells: {
        ts: 'import { clearOutput } from "../../../../lib/core/index.ts"; clearOutput({ wait: true })',
        py: "from IPython.display import clear_output; clear_output(wait=True)",
        deno: 'await Deno.jupyter.broadcast("clear_output", { wait: true })',
      },
      async check(kernel, cell) {
        const message = (await kernel.run(cell!)).outputs.find(({ type }) => type === "clear_output");
        assert.deepEqual(message?.content, { wait: true });
      },
    },
    {
      id: "R11",
      title: "A picture's bytes become base64 under image/png.",
      reason: "nbformat, display data: binary forms are base64.",
      cells: {
        ts: `import * as tslab from "tslab"; tslab.display.png(Uint8Array.from(Buffer.from("${pixel}", "base64")))`,
        py: `import base64\nfrom IPython.display import Image\ndisplay(Image(data=base64.b64decode("${pixel}"), format="png"))`,
        deno: `Deno.jupyter.display(Deno.jupyter.image(Uint8Array.fromBase64("${pixel}")))`,
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const data = outputs.map(({ content }) => content.data as Record<string, string> | undefined).find(Boolean);
        assert.equal(data?.["image/png"]?.trim(), pixel);
      },
    },
    {
      id: "R12",
      title: "A JSON form is sent as JSON, not as a text that holds JSON.",
      reason: "nbformat 4.5, display data; plotly draws nothing from a string.",
      cells: {
        ts: '({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": { a: [1, null] }, "text/plain": "j" }) })',
        py: 'from IPython.display import JSON\nJSON({"a": [1, None]})',
      },
      async check(kernel, cell) {
        assert.deepEqual((await kernel.run(cell!)).result?.["application/json"], { a: [1, null] });
      },
    },
    {
      id: "R13",
      title: "Markdown, LaTeX and SVG can be displayed.",
      reason: "Formulas and drawings of the lectures; tslab's display API has all three.",
      cells: {
        ts: 'import { display } from "tslab"; display.markdown("*m*"); display.latex("$x$"); display.svg("<svg/>")',
        py: 'from IPython.display import Markdown, Latex, SVG\ndisplay(Markdown("*m*"), Latex("$x$"), SVG(data="<svg/>"))',
        deno: 'Deno.jupyter.display(Deno.jupyter.md`*m*`); Deno.jupyter.display({ "text/latex": "$x$" }, { raw: true }); Deno.jupyter.display(Deno.jupyter.svg`<svg/>`)',
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const types = outputs.flatMap(({ content }) => Object.keys((content.data as object | undefined) ?? {}));
        for (const type of ["text/markdown", "text/latex", "image/svg+xml"]) assert.ok(types.includes(type), type);
      },
    },
    ...values,
  ],
};
