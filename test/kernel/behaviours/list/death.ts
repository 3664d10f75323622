/** D: what happens when the process that runs the cells ends. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Ran, Subject } from "../subject.ts";
import type { Family } from "../types.ts";

/** Run a cell that ends its own process; expect an error that says so, and a next cell that works. */
async function dies(kernel: Subject, [cell, next]: string[], why: RegExp): Promise<Ran> {
  const id = await kernel.client.send("execute_request", { code: cell });
  const gone = kernel.exited.then(() => {
    throw new Error("the kernel itself is gone, with every variable and without a word in the cell");
  });
  const work = async (): Promise<Ran> => {
    const reply = await kernel.client.reply(id);
    const outputs = await kernel.client.outputs(id);
    assert.equal(reply.content.status, "error");
    assert.match(String(reply.content.evalue), why);
    assert.equal(await kernel.prints(next!), "alive");
    const errors = outputs.filter(({ type }) => type === "error").map(({ content }) => content);
    return { id, reply: reply.content, outputs, stdout: "", stderr: "", result: undefined, text: undefined, errors };
  };
  return Promise.race([work(), gone]);
}

const next = { ts: 'console.log("alive")', py: 'print("alive")' };
const ends = (ts: string, py: string) => ({ ts: [ts, next.ts], py: [py, next.py] });

const oneProcess = "cells run in the kernel's own process, which is gone without a word: nbclient says DeadKernelError";

export const death: Family = {
  letter: "D",
  name: "death and what comes after",
  behaviours: [
    {
      id: "D01",
      known: { ipykernel: oneProcess },
      title: "A cell that exits the process ends with an error that says so, and the next cell works.",
      reason: "A script pasted into a cell ends with exit(); nbclient reports DeadKernelError and no reason.",
      cells: ends("process.exit(3)", "import os; os._exit(3)"),
      check: async (kernel, ...cells) => void (await dies(kernel, cells, /exit/)),
    },
    {
      id: "D02",
      known: { ipykernel: oneProcess },
      title: "So does one that aborts.",
      reason: "A failed assertion in native code.",
      cells: ends("process.abort()", "import os; os.abort()"),
      check: async (kernel, ...cells) => void (await dies(kernel, cells, /abort/i)),
    },
    {
      id: "D03",
      known: { ipykernel: oneProcess },
      title: "So does one whose native code crashes.",
      reason: "A null pointer in an addon.",
      posix: "Windows has no such signal",
      cells: ends(
        'process.kill(process.pid, "SIGSEGV"); await new Promise(() => {})',
        "import ctypes; ctypes.string_at(0)",
      ),
      check: async (kernel, ...cells) => void (await dies(kernel, cells, /crash|SIGSEGV/)),
    },
    {
      id: "D04",
      known: { ipykernel: oneProcess },
      title: "So does one that the system kills.",
      reason: "Linux kills the largest process when memory is short.",
      posix: "Windows has no such signal",
      cells: ends(
        'process.kill(process.pid, "SIGKILL"); await new Promise(() => {})',
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
      ),
      check: async (kernel, ...cells) => void (await dies(kernel, cells, /killed/)),
    },
    {
      id: "D05",
      known: { ipykernel: oneProcess },
      title: "What was printed before the end is there.",
      reason: "It tells what the program was doing.",
      cells: ends(
        'console.log("last words"); process.exit(0)',
        'print("last words"); import sys, os; sys.stdout.flush(); os._exit(0)',
      ),
      async check(kernel, ...cells) {
        const { outputs } = await dies(kernel, cells, /exit/);
        assert.ok(
          outputs.some(({ content }) => content.text === "last words\n"),
          "it is lost",
        );
      },
    },
    {
      id: "D06",
      known: { ipykernel: oneProcess },
      title: "The cell says that the variables are lost.",
      reason: "Otherwise the next error, an unknown name, is a riddle.",
      cells: ends("process.exit(0)", "import os; os._exit(0)"),
      async check(kernel, ...cells) {
        const { reply } = await dies(kernel, cells, /exit/);
        assert.match(String(reply.evalue), /lost/);
      },
    },
    {
      id: "D07",
      known: { ipykernel: oneProcess },
      title: "The next cell starts with nothing: no value and no type of before.",
      reason: "Half a memory is worse than none.",
      cells: {
        ts: ['const old = 5; console.log("alive")', "process.exit(0)", "old"],
        py: ['old = 5; print("alive")', "import os; os._exit(0)", "old"],
      },
      async check(kernel, declare, end, use) {
        await kernel.run(declare!);
        await dies(kernel, [end!, declare!.replace("old", "other")], /exit/);
        assert.match(JSON.stringify((await kernel.fails(use!)).reply), /old/);
      },
    },
    {
      id: "D08",
      known: { ipykernel: oneProcess },
      title: "The numbers of cells go on.",
      reason: "Two cells In[1] in one notebook confuse.",
      cells: ends("process.exit(0)", "import os; os._exit(0)"),
      async check(kernel, ...cells) {
        const { reply } = await dies(kernel, cells, /exit/);
        const after = (await kernel.run(cells[1]!)).reply;
        assert.equal(after.execution_count, Number(reply.execution_count) + 2);
      },
    },
    {
      id: "D09",
      known: { ipykernel: oneProcess },
      title: "Cells that wait behind it are aborted.",
      reason: "They count on what is lost.",
      cells: ends(
        "await new Promise((r) => setTimeout(r, 300)); process.exit(0)",
        "import os, time; time.sleep(0.3); os._exit(0)",
      ),
      async check(kernel, end, other) {
        const first = await kernel.client.send("execute_request", { code: end });
        const second = await kernel.client.send("execute_request", { code: other });
        const gone = kernel.exited.then(() => assert.fail("the kernel itself is gone"));
        assert.equal((await Promise.race([kernel.client.reply(first), gone])).content.status, "error");
        assert.equal((await Promise.race([kernel.client.reply(second), gone])).content.status, "aborted");
      },
    },
    {
      id: "D10",
      known: { ipykernel: oneProcess },
      title: "A timer that exits between two cells does not take the kernel: the next cell works.",
      reason: "A callback of the last cell, a minute later.",
      cells: {
        ts: ["setTimeout(() => process.exit(1), 50)", next.ts],
        py: ["import threading, os; threading.Timer(0.05, lambda: os._exit(1)).start()", next.py],
      },
      async check(kernel, timer, other) {
        await kernel.run(timer!);
        await delay(400);
        const gone = kernel.exited.then(() => assert.fail("the kernel itself is gone"));
        assert.equal(await Promise.race([kernel.prints(other!), gone]), "alive");
      },
    },
    {
      id: "D11",
      known: { ipykernel: oneProcess },
      title: "Completion works after it.",
      reason: "The editor must not depend on what a cell did.",
      cells: { ts: [...ends("process.exit(0)", "").ts, "Mat"], py: [...ends("", "import os; os._exit(0)").py, "prin"] },
      async check(kernel, end, other, text) {
        await dies(kernel, [end!, other!], /exit/);
        const reply = await kernel.ask("complete_request", { code: text, cursor_pos: text!.length });
        assert.ok((reply.matches as string[]).length > 0);
      },
    },
    {
      id: "D12",
      title: "A heap that is full ends the cell with an error that says so.",
      reason: "A list that grows in a loop.",
      fresh: { env: { NODE_OPTIONS: "--max-old-space-size=300", DENO_V8_FLAGS: "--max-old-space-size=300" } },
      seconds: 30,
      cells: {
        ts: ["const grow: number[][] = []; for (;;) grow.push(new Array(1e5).fill(1.5))", next.ts],
        py: [
          "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, resource.RLIM_INFINITY))\ngrow = []\nwhile True: grow.append([1.5] * 100_000)",
          'del grow\nprint("alive")',
        ],
      },
      check: async (kernel, ...cells) => void (await dies(kernel, cells, /memory|^$/)),
    },
  ],
};
