/** X: the stop button. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Ran, Subject } from "../subject.ts";
import { ranOf } from "../subject.ts";
import type { Family } from "../types.ts";

/** Run `cell`, interrupt it, expect an error, and that `next` still prints what it should. */
async function stops(kernel: Subject, [cell, next]: string[], within = 3_000): Promise<Ran & { ms: number }> {
  const id = await kernel.begin(cell!);
  assert.ok(!kernel.client.received.some(({ parent }) => parent.msg_id === id), "the cell ended by itself");
  const start = performance.now();
  await kernel.interrupt();
  const late = delay(within, undefined, { ref: false });
  const reply = await Promise.race([kernel.client.reply(id), late]);
  assert.ok(reply, `it still runs ${within / 1_000} s later`);
  const ms = performance.now() - start;
  assert.equal(reply.content.status, "error");
  const ran = ranOf({ id, reply, outputs: await kernel.client.outputs(id) });
  if (next !== undefined) {
    await kernel.settle();
    assert.equal(await kernel.prints(next), "kept");
  }
  return { ...ran, ms };
}

const kept = { ts: "console.log(state)", py: "print(state)" };
const declare = { ts: 'var state = "kept"; ', py: 'state = "kept"\n' };

/** Cells that keep `state`, then hang; and one that prints it. */
const hangs = (ts: string, py: string) => ({ ts: [declare.ts + ts, kept.ts], py: [declare.py + py, kept.py] });

export const interrupt: Family = {
  letter: "X",
  name: "interrupt",
  behaviours: [
    {
      id: "X01",
      title: "A loop without end stops, and what was assigned is kept.",
      reason: "The first thing that goes wrong for a student; Deno's kernel dies.",
      cells: hangs("while (true) {}", "while True: pass"),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X02",
      title: "It stops within a second.",
      reason: "A button that does nothing is pressed again, and then restart is.",
      cells: hangs("while (true) {}", "while True: pass"),
      async check(kernel, ...cells) {
        const { ms } = await stops(kernel, cells);
        assert.ok(ms < 1_000, `${Math.round(ms)} ms`);
      },
    },
    {
      id: "X03",
      title: "The stopped cell publishes one error, whose name says that it was interrupted.",
      reason: "nbclient and JupyterLab show it as any other error.",
      cells: hangs("while (true) {}", "while True: pass"),
      async check(kernel, ...cells) {
        const { errors, reply } = await stops(kernel, cells);
        assert.equal(errors.length, 1);
        assert.match(String(reply.ename), /interrupt/i);
      },
    },
    {
      id: "X04",
      known: { ipykernel: "the interrupt takes effect only when another message arrives" },
      title: "An await that nothing will end is stopped.",
      reason: "A forgotten resolve; ipykernel waits for the next message.",
      cells: hangs("await new Promise(() => {})", "import asyncio\nawait asyncio.Event().wait()"),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X05",
      known: {
        ipykernel: "`KeyboardInterrupt` ends the event loop instead of the cell, and the kernel answers nothing more",
      },
      title: "A loop after an await stops.",
      reason: "Training loops start with loading data; stock tslab hangs.",
      cells: hangs(
        "await new Promise((r) => setTimeout(r, 20)); while (true) {}",
        "import asyncio\nawait asyncio.sleep(0.02)\nwhile True: pass",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X06",
      known: {
        ipykernel: "`KeyboardInterrupt` ends the event loop instead of the cell, and the kernel answers nothing more",
      },
      title: "A loop in a timer's callback stops, while the cell waits.",
      reason: "Animations; stock tslab hangs for good.",
      cells: hangs(
        "setTimeout(() => { while (true) {} }, 50); await new Promise((r) => setTimeout(r, 1e6))",
        "import asyncio\ndef forever():\n    while True: pass\nasyncio.get_running_loop().call_later(0.05, forever)\nawait asyncio.sleep(1e6)",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X07",
      known: {
        ipykernel: "`KeyboardInterrupt` ends the event loop instead of the cell, and the kernel answers nothing more",
      },
      title: "A loop in a timer's callback that outlives its cell stops.",
      reason: "No cell runs, and yet the kernel answers nothing.",
      cells: {
        ts: ['var state = "kept"; setTimeout(() => { while (true) {} }, 50)', kept.ts],
        py: [
          'state = "kept"\nimport asyncio\ndef forever():\n    while True: pass\nasyncio.get_running_loop().call_later(0.05, forever)',
          kept.py,
        ],
      },
      async check(kernel, cell, next) {
        await kernel.run(cell!);
        await delay(300);
        await kernel.interrupt();
        await delay(300);
        assert.equal(await kernel.prints(next!), "kept");
      },
    },
    {
      id: "X08",
      title: "A loop of microtasks, which never returns to the event loop, stops.",
      reason: "An async function that awaits nothing real.",
      cells: hangs(
        "await (async () => { while (true) await null })()",
        "import asyncio\nwhile True: await asyncio.sleep(0)",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X09",
      title: "A loop that catches its own errors stops.",
      reason: "`try … catch {}` around everything is a habit.",
      cells: hangs(
        'while (true) { try { while (true) {} } catch {} finally { state = "kept" } }',
        "while True:\n    try:\n        while True: pass\n    except Exception: pass",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X10",
      title: "A wait for a child program stops.",
      reason: "execSync, subprocess: ffmpeg, a download.",
      posix: "Windows has no sleep program",
      cells: hangs(
        'import { execSync } from "node:child_process"; execSync("sleep 60")',
        'import subprocess\nsubprocess.run(["sleep", "60"])',
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X11",
      title: "A sleep that blocks the thread stops.",
      reason: "Atomics.wait is JavaScript's time.sleep.",
      cells: hangs(
        "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000)",
        "import time\ntime.sleep(60)",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X12",
      title: "A regular expression that backtracks for hours stops.",
      reason: "One nested star on a long line of text.",
      cells: hangs('/^(a+)+$/.test("a".repeat(60) + "b")', 'import re\nre.match(r"^(a+)+$", "a" * 60 + "b")'),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X13",
      title: "A loop inside a callback of the engine's own code stops.",
      reason: "sort, map and reduce call back from native code.",
      cells: hangs(
        "[2, 1].sort(() => { while (true) {} })",
        "def forever(x):\n    while True: pass\nsorted([2, 1], key=forever)",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X14",
      title: "An iteration over an endless stream stops.",
      reason: "for await over tokens or batches.",
      cells: hangs(
        "async function* ticks() { while (true) { await new Promise((r) => setTimeout(r, 5)); yield 1 } }\nfor await (const t of ticks()) {}",
        "import asyncio\nasync def ticks():\n    while True:\n        await asyncio.sleep(0.005)\n        yield 1\nasync for t in ticks(): pass",
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X15",
      title: "A loop that prints and waits in turn prints no more once it is stopped.",
      reason: "A stopped training that goes on in the background: stock tslab prints for ever.",
      cells: {
        ts: 'for (let i = 0; ; i++) { console.log("step", i); await new Promise((r) => setTimeout(r, 10)) }',
        py: 'import asyncio\ni = 0\nwhile True:\n    print("step", i); i += 1\n    await asyncio.sleep(0.01)',
      },
      async check(kernel, cell) {
        const { id } = await stops(kernel, [cell!]);
        await delay(300);
        const count = (): number =>
          kernel.client.published.filter(({ parent, type }) => parent.msg_id === id && type === "stream").length;
        const before = count();
        await delay(500);
        assert.equal(count(), before, "it goes on");
      },
    },
    {
      id: "X16",
      known: { ours: "V8 has no way to stop a loop that runs the finally blocks around it" },
      title: "finally runs when a loop is stopped.",
      reason: "Files are closed and memory is given back there.",
      cells: {
        ts: ['var cleaned = "no"; try { while (true) {} } finally { cleaned = "kept" }', "console.log(cleaned)"],
        py: ['cleaned = "no"\ntry:\n    while True:\n        x = 1\nfinally:\n    cleaned = "kept"', "print(cleaned)"],
      },
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
    {
      id: "X17",
      title: "What was printed before the stop is there.",
      reason: "The last loss before the student gave up.",
      cells: {
        ts: 'console.log("epoch 1"); while (true) {}',
        py: 'print("epoch 1")\nwhile True: pass',
      },
      async check(kernel, cell) {
        assert.match((await stops(kernel, [cell!])).stdout, /epoch 1/);
      },
    },
    {
      id: "X18",
      title: "A loop that prints without a pause stops.",
      reason: "The commonest endless loop has a console.log in it.",
      cells: hangs('for (;;) console.log("line")', 'while True: print("line")'),
      check: async (kernel, ...cells) => void (await stops(kernel, cells, 5_000)),
    },
    {
      id: "X19",
      title: "An interrupt while nothing runs does nothing.",
      reason: "The button is pressed a moment too late; the next cell must run.",
      cells: { ts: 'console.log("fine")', py: 'print("fine")' },
      async check(kernel, cell) {
        for (let i = 0; i < 3; i++) {
          await kernel.interrupt();
          await delay(100);
          assert.equal(await kernel.prints(cell!), "fine");
        }
      },
    },
    {
      id: "X20",
      title: "Ten stops in a row, and every variable is still there.",
      reason: "An afternoon of experiments.",
      cells: hangs("while (true) {}", "while True: pass"),
      seconds: 25,
      async check(kernel, cell, next) {
        for (let i = 0; i < 10; i++) await stops(kernel, [cell!]);
        await kernel.settle();
        assert.equal(await kernel.prints(next!), "kept");
      },
    },
    {
      id: "X21",
      title: "interrupt_request on the control channel is answered, and stops the cell.",
      reason: "Messaging 5.5, Kernel interrupt: for kernelspecs with interrupt_mode message.",
      cells: hangs("while (true) {}", "while True: pass"),
      async check(kernel, cell, next) {
        const id = await kernel.begin(cell!);
        const request = await kernel.client.send("interrupt_request", {}, { channel: "control" });
        assert.equal((await kernel.client.reply(request)).content.status, "ok");
        assert.equal((await kernel.client.reply(id)).content.status, "error");
        await kernel.settle();
        assert.equal(await kernel.prints(next!), "kept");
      },
    },
    {
      id: "X22",
      title: "SIGINT to the process stops the cell too.",
      reason: "Ctrl-C in the terminal of jupyter-console, and front ends without interrupt_mode.",
      posix: "Windows cannot send such a signal",
      cells: hangs("while (true) {}", "while True: pass"),
      async check(kernel, cell, next) {
        const id = await kernel.begin(cell!);
        process.kill(kernel.pid, "SIGINT");
        assert.equal((await kernel.client.reply(id)).content.status, "error");
        await kernel.settle();
        assert.equal(await kernel.prints(next!), "kept");
      },
    },
    {
      id: "X23",
      title: "Two stops at once end one cell, not the next.",
      reason: "A double click on the button is common.",
      cells: { ts: ["while (true) {}", 'console.log("fine")'], py: ["while True: pass", 'print("fine")'] },
      async check(kernel, cell, next) {
        const id = await kernel.begin(cell!);
        await kernel.interrupt();
        await kernel.interrupt();
        assert.equal((await kernel.client.reply(id)).content.status, "error");
        await kernel.client.outputs(id);
        await delay(300);
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
    {
      id: "X24",
      title: "A wait for the network stops.",
      reason: "fetch from a server that never answers.",
      cells: hangs(
        'import { createServer } from "node:net"; var silent = createServer(() => {}); await new Promise<void>((r) => silent.listen(0, "127.0.0.1", () => r())); await fetch(`http://127.0.0.1:${(silent.address() as any).port}/`)',
        'import socket, urllib.request\nsilent = socket.create_server(("127.0.0.1", 0))\nurllib.request.urlopen(f"http://127.0.0.1:{silent.getsockname()[1]}/")',
      ),
      check: async (kernel, ...cells) => void (await stops(kernel, cells)),
    },
  ],
};
