/** Q: what happens to the cells that wait when one fails. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { shown } from "../subject.ts";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

const slowFailure = {
  ts: 'await new Promise((r) => setTimeout(r, 250)); throw new Error("stop")',
  py: 'import asyncio; await asyncio.sleep(0.25); raise ValueError("stop")',
};
const next = { ts: 'console.log("ran")', py: 'print("ran")' };
const both = { ts: [slowFailure.ts, next.ts], py: [slowFailure.py, next.py] };

/** Send all at once, and wait for all; gives the status and the output types of each. */
async function sendAll(
  { client }: Subject,
  requests: [code: string, more?: object][],
): Promise<{ status: unknown; types: string[]; count: unknown; id: string }[]> {
  const ids: string[] = [];
  for (const [code, more] of requests) ids.push(await client.send("execute_request", { code, ...more }));
  const results = [];
  for (const id of ids) {
    const [{ content }, outputs] = [await client.reply(id), await client.outputs(id)];
    results.push({ status: content.status, types: shown(outputs), count: content.execution_count, id });
  }
  return results;
}

export const queue: Family = {
  letter: "Q",
  name: "stop_on_error and the queue",
  behaviours: [
    {
      id: "Q01",
      title: "Cells that wait when one fails are answered `aborted` and do not run.",
      reason: "Messaging 5.5, Execute, stop_on_error: Run All stops at the first error.",
      cells: both,
      async check(kernel, bad, good) {
        const [first, second, third] = await sendAll(kernel, [[bad!], [good!], [good!]]);
        assert.deepEqual([first!.status, second!.status, third!.status], ["error", "aborted", "aborted"]);
      },
    },
    {
      id: "Q02",
      title: "An aborted cell publishes busy and idle, and nothing else.",
      reason: "A client that waits for idle must not wait for ever.",
      cells: both,
      async check(kernel, bad, good) {
        const [, second] = await sendAll(kernel, [[bad!], [good!]]);
        assert.equal(second!.status, "aborted");
        const own = kernel.client.published.filter(({ parent }) => parent.msg_id === second!.id);
        assert.deepEqual(
          own.map(({ content }) => content.execution_state),
          ["busy", "idle"],
        );
      },
    },
    {
      id: "Q03",
      title: "With stop_on_error false the cells that wait run.",
      reason: "nbclient's allow_errors and the tag raises-exception; Deno and stock tslab do not look at it.",
      cells: both,
      async check(kernel, bad, good) {
        const [first, second] = await sendAll(kernel, [[bad!, { stop_on_error: false }], [good!]]);
        assert.deepEqual([first!.status, second!.status], ["error", "ok"]);
        assert.deepEqual(second!.types, ["stream"]);
      },
    },
    {
      id: "Q04",
      title: "A cell that is sent when the error's reply has come runs, however soon.",
      reason: "nbclient does this; stock tslab skips what comes within 200 ms, in silence.",
      cells: { ts: ['throw new Error("x")', next.ts], py: ['raise ValueError("x")', next.py] },
      async check(kernel, bad, good) {
        for (let i = 0; i < 5; i++) {
          const id = await kernel.client.send("execute_request", { code: bad });
          await kernel.client.reply(id);
          assert.equal(await kernel.prints(good!), "ran");
        }
      },
    },
    {
      id: "Q05",
      title: "A silent cell that fails aborts nothing.",
      reason: "Extensions look up variables silently while cells wait.",
      cells: both,
      async check(kernel, bad, good) {
        const [first, second] = await sendAll(kernel, [[bad!, { silent: true }], [good!]]);
        assert.deepEqual([first!.status, second!.status], ["error", "ok"]);
      },
    },
    {
      id: "Q06",
      title: "Aborted cells use no numbers.",
      reason: "In[n] counts what was run.",
      cells: both,
      async check(kernel, bad, good) {
        const [first] = await sendAll(kernel, [[bad!], [good!], [good!]]);
        await kernel.settle();
        const { reply } = await kernel.run(good!);
        assert.equal(reply.execution_count, Number(first!.count) + 1);
      },
    },
    {
      id: "Q07",
      title: "Other requests that wait behind a failing cell are answered, not aborted.",
      reason: "An aborted completion or kernel_info is an answer that no client expects.",
      cells: both,
      async check({ client }, bad) {
        const cell = await client.send("execute_request", { code: bad });
        const others = [
          await client.send("kernel_info_request"),
          await client.send("is_complete_request", { code: "1" }),
          await client.send("history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }),
        ];
        await client.reply(cell);
        for (const id of others) assert.match(String((await client.reply(id)).content.status), /^(ok|complete)$/);
      },
    },
    {
      id: "Q08",
      title: "A cell that cannot be read aborts those that wait too.",
      reason: "To the student it failed like any other.",
      cells: {
        ts: ["await new Promise((r) => setTimeout(r, 250))", "let = = 5", next.ts],
        py: ["import asyncio; await asyncio.sleep(0.25)", "let = = 5", next.py],
      },
      async check(kernel, slow, bad, good) {
        const [, second, third] = await sendAll(kernel, [[slow!], [bad!], [good!]]);
        assert.deepEqual([second!.status, third!.status], ["error", "aborted"]);
      },
    },
    {
      id: "Q09",
      title: "An interrupted cell aborts those that wait.",
      reason: "Stop means stop: the student does not want to press it for each cell.",
      cells: {
        ts: ["while (true) {}", next.ts],
        py: ["while True: pass", next.py],
      },
      async check(kernel, loop, good) {
        const id = await kernel.begin(loop!);
        const waiting = await kernel.client.send("execute_request", { code: good });
        await delay(100);
        await kernel.interrupt();
        assert.equal((await kernel.client.reply(id)).content.status, "error");
        assert.equal((await kernel.client.reply(waiting)).content.status, "aborted");
      },
    },
    {
      id: "Q10",
      title: "After an abort the kernel runs cells again, with what it knew.",
      reason: "The student mends the cell and goes on.",
      cells: {
        ts: ["let before = 3", slowFailure.ts, "console.log(before)"],
        py: ["before = 3", slowFailure.py, "print(before)"],
      },
      async check(kernel, declare, bad, print) {
        await kernel.run(declare!);
        await sendAll(kernel, [[bad!], [print!]]);
        await kernel.settle();
        assert.equal(await kernel.prints(print!), "3");
      },
    },
    {
      id: "Q11",
      title: "A cell that fails at once aborts the ones sent together with it.",
      reason: "Run All on a notebook whose first cell has a typing mistake.",
      cells: { ts: ['throw new Error("x")', next.ts], py: ['raise ValueError("x")', next.py] },
      async check(kernel, bad, good) {
        const results = await sendAll(kernel, [[bad!], [good!], [good!], [good!]]);
        assert.deepEqual(
          results.map(({ status }) => status),
          ["error", "aborted", "aborted", "aborted"],
        );
      },
    },
    {
      id: "Q12",
      title: "The aborted reply has the form of any other: status, number, expressions.",
      reason: "nbval reads execution_count of every reply.",
      cells: both,
      async check(kernel, bad, good) {
        const [, second] = await sendAll(kernel, [[bad!], [good!]]);
        assert.equal(second!.status, "aborted");
        const { content, parent } = await kernel.client.reply(second!.id);
        assert.equal(parent.msg_id, second!.id);
        assert.ok(!("traceback" in content), "an aborted cell has no error");
      },
    },
  ],
};
