/** J: several clients of one kernel. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ranOf } from "../subject.ts";
import type { Family } from "../types.ts";

const slow = {
  ts: 'await new Promise((r) => setTimeout(r, 500)); console.log("slow")',
  py: 'import asyncio; await asyncio.sleep(0.5); print("slow")',
};

export const clients: Family = {
  letter: "J",
  name: "two clients",
  behaviours: [
    {
      id: "J01",
      title: "What one client runs, the other sees: input, output, status.",
      reason: "A console beside the notebook; Messaging 5.5, Code inputs.",
      cells: { ts: 'console.log("for all"); 5', py: 'print("for all"); 5' },
      async check(kernel, cell) {
        const other = await kernel.connect();
        const { id, outputs } = await kernel.run(cell!);
        const seen = await other.outputs(id);
        assert.deepEqual(
          seen.map(({ type }) => type),
          outputs.map(({ type }) => type),
        );
        assert.ok(
          seen.some(({ type }) => type === "execute_input"),
          "no input",
        );
      },
    },
    {
      id: "J02",
      title: "The reply goes to the one who asked, alone.",
      reason: "Messaging 5.5, ROUTER and DEALER.",
      cells: { ts: "1", py: "1" },
      async check(kernel, cell) {
        const other = await kernel.connect();
        const { id } = await kernel.run(cell!);
        await delay(100);
        assert.ok(!other.received.some(({ parent }) => parent.msg_id === id), "the other one has it too");
      },
    },
    {
      id: "J03",
      title: "Both work with the same variables.",
      reason: "One kernel is one memory.",
      cells: { ts: ["var shared3 = 3", "console.log(shared3)"], py: ["shared3 = 3", "print(shared3)"] },
      async check(kernel, declare, print) {
        const other = await kernel.connect();
        await kernel.run(declare!);
        const ran = ranOf(await other.request("execute_request", { code: print }));
        assert.equal(ran.stdout, "3\n");
      },
    },
    {
      id: "J04",
      title: "Their cells run in the order in which they came, one at a time.",
      reason: "Two people at one kernel.",
      cells: { ts: [slow.ts, 'console.log("quick")'], py: [slow.py, 'print("quick")'] },
      async check(kernel, first, second) {
        const other = await kernel.connect();
        const a = await kernel.client.send("execute_request", { code: first });
        await delay(100);
        const b = await other.send("execute_request", { code: second });
        await other.outputs(b);
        await other.outputs(a);
        const parents = other.published.map(({ parent }) => parent.msg_id).filter((id) => id === a || id === b);
        assert.deepEqual([...new Set(parents)], [a, b]);
        assert.ok(parents.lastIndexOf(a) < parents.indexOf(b), "they overlap");
      },
    },
    {
      id: "J05",
      title: "One client can stop the other's cell.",
      reason: "The notebook's window was closed; the console is still there.",
      cells: { ts: "while (true) {}", py: "while True: pass" },
      async check(kernel, cell) {
        const other = await kernel.connect();
        const id = await kernel.begin(cell!);
        const request = await other.send("interrupt_request", {}, { channel: "control" });
        assert.equal((await other.reply(request)).content.status, "ok");
        assert.equal((await kernel.client.reply(id)).content.status, "error");
      },
    },
    {
      id: "J06",
      title: "A client that comes while a cell runs sees the rest of it.",
      reason: "The page is loaded again during a long training.",
      cells: slow,
      async check(kernel, cell) {
        const id = await kernel.client.send("execute_request", { code: cell });
        await delay(100);
        // a greeting says that from here on nothing is missed; without one there is only hope
        const other = await kernel.connect();
        const idle = await other.until(
          ({ parent, content }) => parent.msg_id === id && content.execution_state === "idle",
        );
        assert.ok(idle);
        assert.ok(other.published.some(({ parent, content }) => parent.msg_id === id && content.text === "slow\n"));
      },
    },
    {
      id: "J07",
      title: "A client that leaves does not stop its cell.",
      reason: "The laptop was closed; the training goes on.",
      cells: {
        ts: ["var done7 = 0; await new Promise((r) => setTimeout(r, 400)); done7 = 7", "console.log(done7)"],
        py: ["done7 = 0\nimport asyncio\nawait asyncio.sleep(0.4)\ndone7 = 7", "print(done7)"],
      },
      async check(kernel, cell, print) {
        const other = await kernel.connect();
        await other.send("execute_request", { code: cell });
        await delay(150);
        other.close();
        assert.equal(await kernel.prints(print!), "7");
      },
    },
    {
      id: "J08",
      title: "Numbers of cells are counted over both.",
      reason: "Execution counter: one for the kernel.",
      cells: { ts: "1", py: "1" },
      async check(kernel, cell) {
        const other = await kernel.connect();
        const first = Number((await kernel.run(cell!)).reply.execution_count);
        const { reply } = await other.request("execute_request", { code: cell });
        assert.equal(reply.content.execution_count, first + 1);
      },
    },
    {
      id: "J09",
      title: "Ten clients come and go, and the first one's cells run.",
      reason: "Tools connect for one request each.",
      cells: { ts: 'console.log("fine")', py: 'print("fine")' },
      async check(kernel, cell) {
        for (let i = 0; i < 10; i++) {
          const other = await kernel.connect();
          await other.request("execute_request", { code: cell });
          other.close();
        }
        assert.equal(await kernel.prints(cell!), "fine");
      },
    },
    {
      id: "J10",
      title: "An error of one client's cell stops the other's waiting cells or not, but each is answered.",
      reason: "Nobody may wait for ever on somebody else's mistake.",
      cells: {
        ts: ['await new Promise((r) => setTimeout(r, 300)); throw new Error("x")', "1"],
        py: ['import asyncio; await asyncio.sleep(0.3); raise ValueError("x")', "1"],
      },
      async check(kernel, bad, good) {
        const other = await kernel.connect();
        const a = await kernel.client.send("execute_request", { code: bad });
        await delay(50);
        const b = await other.send("execute_request", { code: good });
        assert.equal((await kernel.client.reply(a)).content.status, "error");
        assert.match(String((await other.reply(b)).content.status), /^(ok|aborted)$/);
        await other.outputs(b);
      },
    },
  ],
};
