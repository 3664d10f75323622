/** E: what an error says, and where. */
import assert from "node:assert/strict";
import { survived } from "./errors-survived.ts";
import { plain, shown } from "../subject.ts";
import type { Family } from "../types.ts";

const boom = { ts: '1;\nthrow new RangeError("boom 字");', py: '1\nraise IndexError("boom 字")' };

export const errors: Family = {
  letter: "E",
  name: "errors and tracebacks",
  behaviours: [
    {
      id: "E01",
      title: "An error is published once, with its class, message and a traceback of lines.",
      reason: "Messaging 5.5, Execution errors; nbgrader drops the submission when ename is missing.",
      cells: boom,
      async check(kernel, cell) {
        const { outputs } = await kernel.fails(cell!);
        assert.deepEqual(shown(outputs), ["error"]);
        const [error] = outputs.filter(({ type }) => type === "error");
        assert.match(String(error!.content.ename), /^(RangeError|IndexError)$/);
        assert.match(String(error!.content.evalue), /boom 字/);
        const traceback = error!.content.traceback as unknown[];
        assert.ok(traceback.length > 0 && traceback.every((line) => typeof line === "string"), "no lines");
      },
    },
    {
      id: "E02",
      title: "The reply says the same as the published error, and has the cell's number.",
      reason: "nbclient raises from the reply, JupyterLab shows what was published.",
      cells: boom,
      async check(kernel, cell) {
        const { reply, errors: published } = await kernel.fails(cell!);
        for (const field of ["ename", "evalue", "traceback"]) assert.deepEqual(reply[field], published[0]?.[field]);
        assert.equal(typeof reply.execution_count, "number");
      },
    },
    {
      id: "E03",
      title: "The traceback names the line of the cell.",
      reason: "A cell of thirty lines with an error somewhere is of no help.",
      cells: boom,
      async check(kernel, cell) {
        assert.match((await kernel.fails(cell!)).traceback, /line 2\b|:2:\d+|^-+> 2 /m);
      },
    },
    {
      id: "E04",
      title: "The traceback shows the line itself.",
      reason: "The student sees the mistake without counting lines.",
      cells: boom,
      async check(kernel, cell) {
        assert.match((await kernel.fails(cell!)).traceback, /2.*(throw new|raise) (Range|Index)Error\(/);
      },
    },
    {
      id: "E05",
      title: "An error in a function of an earlier cell names that cell and the calling one.",
      reason: "Most errors of a lecture are made two cells away from where they show.",
      cells: {
        ts: ['function inner() {\n\n  throw new Error("deep")\n}', "inner()"],
        py: ['def inner():\n\n    raise ValueError("deep")', "inner()"],
        deno: ['function inner() {\n\n  throw new Error("deep")\n}', "inner()"],
      },
      async check(kernel, define, call) {
        await kernel.run(define!);
        const { traceback } = await kernel.fails(call!);
        assert.match(traceback, /line 3\b|:3:\d+/);
        assert.match(traceback, /line 1\b|:1:\d+/);
        assert.match(traceback, /inner/);
      },
    },
    {
      id: "E06",
      title: "No frame of the kernel itself is shown.",
      reason: "A beginner reads the last frame first; stock tslab shows twelve of its own.",
      cells: {
        ts: 'function own() { throw new Error("x") }\nown()',
        py: 'def own(): raise ValueError("x")\nown()',
      },
      async check(kernel, cell) {
        const { traceback, stderr } = await kernel.fails(cell!);
        const text = traceback + stderr;
        assert.match(text, /own/);
        const ours =
          /ipykernel\/(?!\S*ipython-input)|IPython\/core|site-packages|lib\/(session|kernel)|tslab\/dist|ext:|node:internal/;
        assert.doesNotMatch(text, ours);
      },
    },
    {
      id: "E07",
      title: "A cell that cannot be read is an error like any other, and nothing of it runs.",
      reason: "Deno publishes no error for it: nbclient reports success.",
      cells: { ts: 'console.log("ran");\nlet = = 5', py: 'print("ran")\nlet = = 5' },
      async check(kernel, cell) {
        const { outputs, stdout, errors: published } = await kernel.fails(cell!);
        assert.equal(stdout, "");
        assert.ok(shown(outputs).includes("error"), "no error is published");
        assert.match(String(published[0]!.ename), /Syntax/);
      },
    },
    {
      id: "E08",
      title: "A syntax error names its line and shows it.",
      reason: "The parser knows the place; the student should too.",
      cells: { ts: "let fine = 1\nlet = = 5", py: "fine = 1\nlet = = 5" },
      async check(kernel, cell) {
        const { traceback, reply } = await kernel.fails(cell!);
        const text = `${traceback}\n${plain(String(reply.evalue))}`;
        assert.match(text, /line 2\b|:2:\d+|^> 2 /m);
        assert.match(text, /let = = 5/);
      },
    },
    {
      id: "E09",
      title: "The cause of an error is shown too.",
      reason: "ES2022 `cause`, PEP 3134: libraries wrap what went wrong.",
      cells: {
        ts: 'throw new Error("outer", { cause: new TypeError("the root") })',
        py: 'raise ValueError("outer") from TypeError("the root")',
      },
      async check(kernel, cell) {
        const { traceback } = await kernel.fails(cell!);
        assert.match(traceback, /outer/);
        assert.match(traceback, /TypeError: the root/);
      },
    },
    {
      id: "E10",
      known: {
        ipykernel:
          "no error is published at all for an exception group: the traceback goes to stderr as text, and the reply has an empty one",
      },
      title: "The members of an AggregateError are shown.",
      reason: "Promise.any, exception groups: the sum alone says nothing.",
      cells: {
        ts: 'throw new AggregateError([new Error("first part"), new Error("second part")], "both")',
        py: 'raise ExceptionGroup("both", [ValueError("first part"), ValueError("second part")])',
      },
      async check(kernel, cell) {
        const { traceback } = await kernel.fails(cell!);
        for (const text of ["both", "first part", "second part"]) assert.ok(traceback.includes(text), `no ${text}`);
      },
    },
    {
      id: "E11",
      title: "Whatever is thrown is an error: a string, undefined, null, an object.",
      reason: "JavaScript allows it, and a cell that failed must not look fine.",
      cells: { ts: ['throw "a string"', "throw undefined", "throw null", "throw { code: 5 }"] },
      notFor: { ipykernel: "Python raises exceptions only" },
      async check(kernel, ...cells) {
        for (const cell of cells) {
          const { errors: published } = await kernel.fails(cell);
          assert.equal(published.length, 1, cell);
          assert.match(`${String(published[0]!.evalue)} ${JSON.stringify(published[0])}`, /a string|undefined|null|5/);
        }
      },
    },
    {
      id: "E12",
      title: "An error that the cell catches is not shown.",
      reason: "Lectures show errors on purpose.",
      cells: {
        ts: 'try { throw new Error("caught") } catch (e) { console.log((e as Error).message) }',
        py: 'try:\n    raise ValueError("caught")\nexcept ValueError as e:\n    print(e)',
      },
      async check(kernel, cell) {
        const { outputs, stdout } = await kernel.run(cell!);
        assert.equal(stdout.trim(), "caught");
        assert.ok(!shown(outputs).includes("error"));
      },
    },
    {
      id: "E13",
      title: "What was printed before the error comes before it.",
      reason: "The last printed line tells how far the cell got.",
      cells: { ts: 'console.log("so far"); throw new Error("x")', py: 'print("so far"); raise ValueError("x")' },
      async check(kernel, cell) {
        const { outputs } = await kernel.fails(cell!);
        assert.deepEqual(shown(outputs), ["stream", "error"]);
      },
    },
    {
      id: "E14",
      title: "What a cell had assigned before it threw is kept, with its declarations.",
      reason: "A long computation before a typing mistake; stock tslab forgets it.",
      cells: {
        ts: ['let kept = 5; const list = [1];\nthrow new Error("x")', "kept += 1; console.log(kept, list.length)"],
        py: ['kept = 5; list_ = [1]\nraise ValueError("x")', "kept += 1; print(kept, len(list_))"],
      },
      async check(kernel, bad, next) {
        await kernel.fails(bad!);
        assert.equal(await kernel.prints(next!), "6 1");
      },
    },
    ...survived,
  ],
};
