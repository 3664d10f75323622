/** V: much output, and all of it. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { shown } from "../subject.ts";
import type { Family } from "../types.ts";

/** The numbers from 0, one a line. */
const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `${i}\n`).join("");

function lengthOfSame(a: string, b: string): number {
  const at = Array.from(a).findIndex((character, i) => character !== b[i]);
  return at < 0 ? a.length : at;
}

export const volume: Family = {
  letter: "V",
  name: "volume and order of output",
  behaviours: [
    {
      id: "V01",
      title: "Ten thousand lines arrive, in order, before idle.",
      reason: "Stock tslab loses all after 508 and the idle with them.",
      cells: { ts: "for (let i = 0; i < 1e4; i++) console.log(String(i))", py: "for i in range(10_000): print(i)" },
      async check(kernel, cell) {
        const { stdout } = await kernel.run(cell!);
        assert.ok(stdout === numbered(10_000), `${stdout.split("\n").length - 1} lines`);
      },
    },
    {
      id: "V02",
      title: "A hundred thousand lines arrive, in order, before idle.",
      reason: "A loop that prints each step of a training.",
      seconds: 20,
      cells: { ts: "for (let i = 0; i < 1e5; i++) console.log(String(i))", py: "for i in range(100_000): print(i)" },
      async check(kernel, cell) {
        const { stdout } = await kernel.run(cell!);
        assert.ok(stdout === numbered(100_000), `${stdout.split("\n").length - 1} lines`);
      },
    },
    {
      id: "V03",
      title: "They come in far fewer messages than lines.",
      reason: "JupyterLab draws each message; a hundred thousand of them freeze the page.",
      seconds: 20,
      cells: { ts: "for (let i = 0; i < 2e4; i++) console.log(String(i))", py: "for i in range(20_000): print(i)" },
      async check(kernel, cell) {
        const { outputs, stdout } = await kernel.run(cell!);
        assert.ok(stdout === numbered(20_000), `${stdout.split("\n").length - 1} lines`);
        assert.ok(outputs.length < 500, `${outputs.length} messages`);
      },
    },
    {
      id: "V04",
      title: "Thirty megabytes arrive whole.",
      reason: "A data set printed by mistake must not stop the kernel.",
      seconds: 20,
      cells: {
        ts: 'for (let i = 0; i < 30; i++) console.log("m".repeat(1e6))',
        py: 'for i in range(30): print("m" * 1_000_000)',
      },
      async check(kernel, cell) {
        assert.equal((await kernel.run(cell!)).stdout.length, 30 * 1_000_001);
      },
    },
    {
      id: "V05",
      title: "One line of five megabytes arrives whole.",
      reason: "JSON without line ends.",
      cells: { ts: 'console.log("字".repeat(5e6 / 3))', py: 'print("字" * int(5e6 / 3))' },
      async check(kernel, cell) {
        const { stdout } = await kernel.run(cell!);
        assert.equal(stdout.length, Math.floor(5e6 / 3) + 1);
        assert.match(stdout.slice(0, 1_000), /^字+$/);
      },
    },
    {
      id: "V06",
      title: "A thousand displays arrive, in order.",
      reason: "Animations drawn frame by frame.",
      cells: {
        ts: 'import * as tslab from "tslab"; for (let i = 0; i < 1000; i++) tslab.display.html(String(i))',
        py: "from IPython.display import HTML\nfor i in range(1000): display(HTML(str(i)))",
        deno: 'for (let i = 0; i < 1000; i++) await Deno.jupyter.broadcast("display_data", { data: { "text/html": String(i) }, metadata: {}, transient: {} })',
      },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const order = outputs
          .filter(({ type }) => type === "display_data")
          .map(({ content }) => Number((content.data as Record<string, string>)["text/html"]));
        assert.ok(order.length === 1_000 && order.every((value, i) => value === i), `${order.length} displays`);
      },
    },
    {
      id: "V07",
      title: "Output appears while the cell runs, not at its end.",
      reason: "Progress of a long training.",
      cells: {
        ts: 'console.log("early"); await new Promise((r) => setTimeout(r, 700))',
        py: 'import asyncio; print("early"); await asyncio.sleep(0.7)',
      },
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell });
        await client.until(({ parent, content }) => parent.msg_id === id && content.text === "early\n");
        assert.ok(!client.received.some(({ parent }) => parent.msg_id === id), "only at the end");
      },
    },
    {
      id: "V08",
      title: "It appears during a loop that never returns to the event loop, too.",
      reason: "Most training loops of students are synchronous.",
      cells: {
        ts: 'console.log("early"); for (const end = Date.now() + 700; Date.now() < end;);',
        py: 'import time; print("early"); time.sleep(0.7)',
      },
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell });
        await client.until(({ parent, content }) => parent.msg_id === id && content.text === "early\n");
        assert.ok(!client.received.some(({ parent }) => parent.msg_id === id), "only at the end");
      },
    },
    {
      id: "V09",
      title: "Text without a line end appears, and nothing is added to it.",
      reason: "Dots of progress.",
      cells: {
        ts: 'process.stdout.write("a"); process.stdout.write("b")',
        py: 'print("a", end=""); print("b", end="")',
      },
      async check(kernel, cell) {
        assert.equal((await kernel.run(cell!)).stdout, "ab");
      },
    },
    {
      id: "V10",
      title: "Carriage returns, tabs, NUL and other control characters pass unchanged.",
      reason: "Progress bars rewrite their line with \\r.",
      cells: { ts: 'console.log("a\\rb\\tc\\0d\\x07")', py: 'print("a\\rb\\tc\\0d\\x07")' },
      async check(kernel, cell) {
        assert.equal((await kernel.run(cell!)).stdout, "a\rb\tc\0d\u0007\n");
      },
    },
    {
      id: "V11",
      title: "Bytes written to the file descriptor itself arrive.",
      reason: "Native libraries print that way: TensorFlow's messages, C++.",
      cells: {
        ts: 'import { writeSync } from "node:fs"; writeSync(1, "raw out\\n"); writeSync(2, "raw err\\n")',
        py: 'import os; os.write(1, b"raw out\\n"); os.write(2, b"raw err\\n")',
      },
      async check(kernel, cell) {
        const { stdout, stderr } = await kernel.run(cell!);
        assert.deepEqual([stdout, stderr], ["raw out\n", "raw err\n"]);
      },
    },
    {
      id: "V12",
      title: "What a child program prints arrives.",
      reason: "git, ffmpeg and pip in a cell.",
      posix: "the shell's echo is another one on Windows",
      cells: {
        ts: 'import { spawnSync } from "node:child_process"; spawnSync("echo", ["from the child"], { stdio: "inherit" })',
        py: 'import subprocess; subprocess.run(["echo", "from the child"])',
      },
      async check(kernel, cell) {
        assert.equal((await kernel.run(cell!)).stdout, "from the child\n");
      },
    },
    {
      id: "V13",
      known: {
        ipykernel:
          "each piece that is read from the pipe is decoded for itself, so that a character that is cut is lost",
      },
      title: "Characters are whole however the bytes are cut.",
      reason: "Pipes cut at 64 KiB, in the middle of a 字.",
      cells: {
        ts: 'import { writeSync } from "node:fs"; const bytes = Buffer.from("é字😀".repeat(20000)); for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at, Math.min(997, bytes.length - at))',
        py: 'import os\nall = "é字😀".encode() * 20000\nfor at in range(0, len(all), 997): os.write(1, all[at:at + 997])',
      },
      async check(kernel, cell) {
        const { stdout } = await kernel.run(cell!);
        assert.ok(
          stdout === "é字😀".repeat(20_000),
          `${stdout.length} units, ${stdout.split("\ufffd").length - 1} broken`,
        );
      },
    },
    {
      id: "V14",
      known: {
        ours: "printed text and raw writes come through two pipes, each whole and in order, but not among each other",
        ipykernel: "printed text and raw writes come through two pipes, as here",
      },
      title: "Raw writes stand in order with printed lines.",
      reason: "A native library's warning belongs to the step that it warns of.",
      cells: {
        ts: 'import { writeSync } from "node:fs"; for (let i = 0; i < 500; i++) { console.log("p" + i); writeSync(1, "r" + i + "\\n") }',
        py: 'import os\nfor i in range(500):\n    print("p" + str(i)); os.write(1, f"r{i}\\n".encode())',
      },
      async check(kernel, cell) {
        const { stdout } = await kernel.run(cell!);
        const right = Array.from({ length: 500 }, (_, i) => `p${i}\nr${i}\n`).join("");
        assert.ok(stdout === right, `the first ${lengthOfSame(stdout, right)} of ${right.length} characters are right`);
      },
    },
    {
      id: "V15",
      title: "Errors and warnings of the program go to stderr, the rest to stdout.",
      reason: "JupyterLab colours stderr; nbconvert can leave it out.",
      cells: {
        ts: 'console.error("e"); console.warn("w"); console.log("l"); console.info("i")',
        py: 'import sys, warnings; print("e", file=sys.stderr); warnings.warn("w"); print("l"); print("i")',
      },
      async check(kernel, cell) {
        const { stdout, stderr } = await kernel.run(cell!);
        assert.equal(stdout, "l\ni\n");
        assert.match(stderr, /e\n[^]*w/);
      },
    },
    {
      id: "V16",
      title: "A result of five megabytes of text arrives whole or is folded, and the kernel goes on.",
      reason: "The last line of a cell is the variable with everything in it.",
      cells: { ts: ['"z".repeat(5e6)', "console.log(1)"], py: ['"z" * 5_000_000', "print(1)"] },
      async check(kernel, cell, next) {
        assert.match((await kernel.run(cell!)).text ?? "", /zzz/);
        assert.equal(await kernel.prints(next!), "1");
      },
    },
    {
      id: "V17",
      title: "What a worker thread prints arrives in the cell that started it.",
      reason: "Data loaders run on threads.",
      cells: {
        ts: 'import { Worker } from "node:worker_threads"; await new Promise((done) => new Worker("console.log(\'from a thread\')", { eval: true }).on("exit", done))',
        py: 'import threading\nt = threading.Thread(target=lambda: print("from a thread")); t.start(); t.join()',
      },
      async check(kernel, cell) {
        assert.match((await kernel.run(cell!)).stdout, /from a thread\n/);
      },
    },
    {
      id: "V18",
      title: "A line printed as the very last thing of a cell is never lost.",
      reason: "The race between the last output and idle, lost by Deno headless.",
      cells: {
        ts: 'await new Promise((r) => setTimeout(r, 5)); console.log("last")',
        py: 'import asyncio; await asyncio.sleep(0.005); print("last")',
      },
      async check(kernel, cell) {
        for (let i = 0; i < 25; i++) assert.equal((await kernel.run(cell!)).stdout, "last\n", `run ${i + 1}`);
      },
    },
    {
      id: "V19",
      title: "Nothing printed is nothing published.",
      reason: "Empty outputs in a notebook make diffs.",
      cells: { ts: 'process.stdout.write("")', py: 'import sys; n = sys.stdout.write("")' },
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        assert.ok(!shown(outputs).includes("stream"));
      },
    },
    {
      id: "V20",
      title: "A flood from one cell does not reach into the next.",
      reason: "Deno's lines of one cell appear in the next one.",
      cells: {
        ts: ["for (let i = 0; i < 5000; i++) console.log(String(i))", 'console.log("next")'],
        py: ["for i in range(5000): print(i)", 'print("next")'],
      },
      async check(kernel, flood, next) {
        const first = await kernel.run(flood!);
        const second = await kernel.run(next!);
        await delay(100);
        assert.equal(second.stdout, "next\n");
        assert.ok(first.stdout === numbered(5_000), `${first.stdout.split("\n").length - 1} lines`);
      },
    },
  ],
};
