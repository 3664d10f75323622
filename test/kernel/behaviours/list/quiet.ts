/** S: silent requests, requests that are not stored, and expressions on the side. */
import assert from "node:assert/strict";
import { shown } from "../subject.ts";
import type { Family } from "../types.ts";

type Expressions = Record<string, { status: string; data?: Record<string, string>; ename?: string; evalue?: string }>;

export const quiet: Family = {
  letter: "S",
  name: "silent, store_history, user_expressions",
  behaviours: [
    {
      id: "S01",
      title: "A silent cell publishes neither its input nor its result.",
      reason: "Messaging 5.5, Execute, silent: extensions look things up.",
      cells: { ts: "41 + 1", py: "41 + 1" },
      async check(kernel, cell) {
        const { outputs, reply } = await kernel.run(cell!, { silent: true });
        assert.equal(reply.status, "ok");
        assert.deepEqual(
          outputs.map(({ type }) => type),
          ["status", "status"],
        );
      },
    },
    {
      id: "S02",
      known: { ipykernel: "silent keeps input and result back, but not what is printed" },
      title: "A silent cell prints nothing to the clients.",
      reason: "Messaging 5.5, Execute, silent: `will not broadcast output on the IOPUB channel`.",
      cells: { ts: 'console.log("noise")', py: 'print("noise")' },
      async check(kernel, cell) {
        assert.deepEqual(shown((await kernel.run(cell!, { silent: true })).outputs), []);
      },
    },
    {
      id: "S03",
      title: "A silent cell uses no number.",
      reason: "Messaging 5.5, Execution counter.",
      cells: { ts: "1", py: "1" },
      async check(kernel, cell) {
        const before = Number((await kernel.run(cell!)).reply.execution_count);
        await kernel.run(cell!, { silent: true });
        assert.equal((await kernel.run(cell!)).reply.execution_count, before + 1);
      },
    },
    {
      id: "S04",
      title: "A silent cell runs: what it assigns is there.",
      reason: "Silent is not skipped.",
      cells: { ts: ["var silent4 = 4", "console.log(silent4)"], py: ["silent4 = 4", "print(silent4)"] },
      async check(kernel, declare, print) {
        await kernel.run(declare!, { silent: true });
        assert.equal(await kernel.prints(print!), "4");
      },
    },
    {
      id: "S05",
      title: "A silent cell that fails says so in its reply.",
      reason: "The extension must know.",
      cells: { ts: 'throw new RangeError("quietly")', py: 'raise IndexError("quietly")' },
      async check(kernel, cell) {
        const { reply } = await kernel.run(cell!, { silent: true });
        assert.equal(reply.status, "error");
        assert.match(String(reply.evalue), /quietly/);
        await kernel.settle();
      },
    },
    {
      id: "S06",
      title: "store_history false shows the outputs and uses no number.",
      reason: "Messaging 5.5, Execute, store_history: consoles run set-up code so.",
      cells: { ts: 'console.log("shown"); 6', py: 'print("shown"); 6' },
      async check(kernel, cell) {
        const before = Number((await kernel.run(cell!)).reply.execution_count);
        const { stdout, text } = await kernel.run(cell!, { store_history: false });
        assert.deepEqual([stdout, text], ["shown\n", "6"]);
        assert.equal((await kernel.run(cell!)).reply.execution_count, before + 1);
      },
    },
    {
      id: "S07",
      title: "Each user expression gives its value as a bundle.",
      reason: "Messaging 5.5, Execution user expressions: variable inspectors, prompts.",
      cells: { ts: ["var u7 = 7", "u7 + 1", "'text'"], py: ["u7 = 7", "u7 + 1", "'text'"] },
      async check(kernel, cell, number, text) {
        const { reply } = await kernel.run(cell!, { user_expressions: { number, text } });
        const expressions = reply.user_expressions as Expressions;
        assert.equal(expressions.number?.status, "ok");
        assert.equal(expressions.number?.data?.["text/plain"], "8");
        assert.match(expressions.text?.data?.["text/plain"] ?? "", /^(['"])text\1$/);
      },
    },
    {
      id: "S08",
      title: "An expression that fails gives its error, and neither the cell nor the others fail.",
      reason: "Messaging 5.5, Execution user expressions.",
      cells: { ts: ["1", "unknown8", "2 + 2"], py: ["1", "unknown8", "2 + 2"] },
      async check(kernel, cell, bad, good) {
        const { reply, errors } = await kernel.run(cell!, { user_expressions: { bad, good } });
        const expressions = reply.user_expressions as Expressions;
        assert.equal(reply.status, "ok");
        assert.equal(expressions.bad?.status, "error");
        assert.match(JSON.stringify(expressions.bad), /unknown8/);
        assert.equal(expressions.good?.data?.["text/plain"], "4");
        assert.deepEqual(errors, []);
      },
    },
    {
      id: "S09",
      title: "Expressions see what the cell has just declared.",
      reason: "They are evaluated after it.",
      cells: { ts: ["const fresh9 = [1, 2]", "fresh9.length"], py: ["fresh9 = [1, 2]", "len(fresh9)"] },
      async check(kernel, cell, expression) {
        const { reply } = await kernel.run(cell!, { user_expressions: { e: expression } });
        assert.equal((reply.user_expressions as Expressions).e?.data?.["text/plain"], "2");
      },
    },
    {
      id: "S10",
      title: "After a cell that failed no expression is evaluated.",
      reason: "Messaging 5.5: `only if the code execution itself was successful`.",
      cells: {
        ts: ["var touched10 = 0", 'throw new Error("x")', "touched10++", "console.log(touched10)"],
        py: ["touched10 = [0]", 'raise ValueError("x")', "touched10.append(1)", "print(len(touched10) - 1)"],
      },
      async check(kernel, declare, bad, expression, print) {
        await kernel.run(declare!);
        await kernel.run(bad!, { user_expressions: { e: expression } });
        await kernel.settle();
        assert.equal(await kernel.prints(print!), "0");
      },
    },
    {
      id: "S11",
      title: "A silent empty cell may carry expressions.",
      reason: "How a variable is looked up without a trace.",
      cells: { ts: ["", "5 + 6"], py: ["", "5 + 6"] },
      async check(kernel, cell, expression) {
        const { reply, outputs } = await kernel.run(cell!, { silent: true, user_expressions: { e: expression } });
        assert.equal((reply.user_expressions as Expressions).e?.data?.["text/plain"], "11");
        assert.deepEqual(shown(outputs), []);
      },
    },
    {
      id: "S12",
      title: "Expressions use no numbers, and are not in the history.",
      reason: "They are not the student's.",
      cells: { ts: ["1012", "7 + 7"], py: ["1012", "7 + 7"] },
      async check(kernel, cell, expression) {
        const before = Number((await kernel.run(cell!, { user_expressions: { e: expression } })).reply.execution_count);
        assert.equal((await kernel.run(cell!)).reply.execution_count, before + 1);
        const { history } = await kernel.ask("history_request", {
          hist_access_type: "tail",
          n: 2,
          output: false,
          raw: true,
        });
        assert.deepEqual(
          (history as unknown[][]).map(([, , input]) => input),
          [cell, cell],
        );
      },
    },
    {
      id: "S13",
      title: "The key of an expression may be any text.",
      reason: "Tools use their own names, with blanks and Chinese.",
      cells: { ts: ["1", "3 * 3"], py: ["1", "3 * 3"] },
      async check(kernel, cell, expression) {
        const { reply } = await kernel.run(cell!, {
          user_expressions: { "a b 字 😀": expression, "": expression },
        });
        const expressions = reply.user_expressions as Expressions;
        assert.equal(expressions["a b 字 😀"]?.data?.["text/plain"], "9");
        assert.equal(expressions[""]?.status, "ok");
      },
    },
  ],
};
