/** Z: the end of a kernel. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect, freeConnectionFile } from "../../client.ts";
import { parseConnection } from "../../../../lib/kernel/index.ts";
import { specOf } from "../../../peers/index.ts";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

/** How long a kernel may take to go. */
const soonMs = 4_000;

async function shutsDown(kernel: Subject, content = { restart: false }): Promise<void> {
  const id = await kernel.client.send("shutdown_request", content, { channel: "control" });
  const reply = await Promise.race([kernel.client.reply(id), delay(soonMs, undefined, { ref: false })]);
  assert.equal(reply?.content.status, "ok", "no answer");
  assert.equal(reply.content.restart, content.restart);
  assert.ok(await kernel.exitsWithin(soonMs), `the process is there ${soonMs / 1_000} s later`);
}

async function isGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await delay(50);
  }
  return false;
}

const pid = { ts: "console.log(process.pid)", py: "import os; print(os.getpid())", deno: "console.log(Deno.pid)" };

export const shutdown: Family = {
  letter: "Z",
  name: "shutdown",
  behaviours: [
    {
      id: "Z01",
      title: "shutdown_request on the control channel is answered ok, and the process ends.",
      reason: "Messaging 5.5, Kernel shutdown.",
      fresh: true,
      check: (kernel) => shutsDown(kernel),
    },
    {
      id: "Z02",
      title: "With restart true the reply says so, and the process ends: the manager starts another.",
      reason: "Messaging 5.5, Kernel shutdown, restart.",
      fresh: true,
      check: (kernel) => shutsDown(kernel, { restart: true }),
    },
    {
      id: "Z03",
      known: {
        ipykernel:
          "the request is answered, and the main thread never looks at it: jupyter_client kills the process after a while",
      },
      title: "It ends during a loop without end.",
      reason: "The restart button is pressed because the cell hangs.",
      fresh: true,
      cells: { ts: "while (true) {}", py: "while True: pass" },
      async check(kernel, cell) {
        await kernel.begin(cell!);
        await shutsDown(kernel);
      },
    },
    {
      id: "Z04",
      known: { ipykernel: "the thread of the timer keeps the process: jupyter_client kills it after a while" },
      title: "It ends while a timer of an hour is pending.",
      reason: "Stock tslab waits for the timer.",
      fresh: true,
      cells: {
        ts: "setTimeout(() => {}, 3.6e6)\nnull",
        py: "import threading\nt = threading.Timer(3600, print); t.start()",
      },
      async check(kernel, cell) {
        await kernel.run(cell!);
        await shutsDown(kernel);
      },
    },
    {
      id: "Z05",
      known: { ipykernel: "the question is not given up: jupyter_client kills the process after a while" },
      title: "It ends while a question is open.",
      reason: "The notebook is closed instead of answered.",
      fresh: true,
      cells: { ts: 'prompt("x")', py: 'input("x")' },
      async check(kernel, cell) {
        const id = await kernel.client.send("execute_request", { code: cell, allow_stdin: true });
        await kernel.client.inputRequest(id);
        await shutsDown(kernel);
      },
    },
    {
      id: "Z06",
      title: "The other clients are told by shutdown_reply on the output channel.",
      reason: "Messaging 5.5, Kernel shutdown: they may offer to reconnect.",
      fresh: true,
      async check(kernel) {
        const other = await kernel.connect();
        await shutsDown(kernel, { restart: true });
        const told = other.published.find(({ type }) => type === "shutdown_reply");
        assert.equal(told?.content.restart, true);
      },
    },
    {
      id: "Z07",
      title: "SIGTERM ends it, during a loop too.",
      reason: "How systems and containers stop programs.",
      posix: "Windows has no such signal",
      fresh: true,
      cells: { ts: "while (true) {}", py: "while True: pass" },
      async check(kernel, cell) {
        await kernel.begin(cell!);
        process.kill(kernel.pid, "SIGTERM");
        assert.ok(await kernel.exitsWithin(soonMs));
      },
    },
    {
      id: "Z08",
      title: "When the kernel is killed, what ran its cells ends too, also in a loop.",
      reason: "A process that computes for ever and belongs to nobody.",
      posix: "processes are looked for by signal 0",
      fresh: true,
      cells: { ts: [pid.ts, "while (true) {}"], py: [pid.py, "while True: pass"], deno: [pid.deno, "while (true) {}"] },
      async check(kernel, print, loop) {
        const worker = Number(await kernel.prints(print!));
        await kernel.begin(loop!);
        process.kill(kernel.pid, "SIGKILL");
        assert.ok(await isGone(worker), "it is left behind");
      },
    },
    {
      id: "Z09",
      title: "When the program that started the kernel is gone, the kernel ends.",
      reason: "JPY_PARENT_PID: Deno and stock tslab stay behind when their server is killed.",
      posix: "the parent is watched by another means on Windows, which cannot be tried so",
      async check({ name, cwd }) {
        const { argv, env, greets } = specOf(name);
        const text = await freeConnectionFile();
        const file = path.join(cwd, "orphan.json");
        writeFileSync(file, text, { mode: 0o600 });
        const args = argv.map((word) => (word === "{connection_file}" ? file : word));
        const program = `const [node, ...args] = JSON.parse(process.argv[1]);
          const kernel = require("node:child_process").spawn(node, args, { stdio: "ignore", env: { ...process.env, JPY_PARENT_PID: String(process.pid) } });
          console.log(kernel.pid);
          setInterval(() => {}, 1000);`;
        const server = spawn(process.execPath, ["-e", program, JSON.stringify(args)], {
          cwd,
          env: { ...process.env, ...env },
        });
        const [line] = (await once(server.stdout, "data")) as [Buffer];
        const kernel = Number(line);
        const client = await connect(parseConnection(text), { greets, timeoutMs: 5_000 });
        try {
          await client.request("kernel_info_request");
          server.kill("SIGKILL");
          assert.ok(await isGone(kernel), "it is left behind");
        } finally {
          client.close();
          server.kill("SIGKILL");
          rmSync(file, { force: true });
          if (!(await isGone(kernel))) process.kill(kernel, "SIGKILL");
        }
      },
    },
    {
      id: "Z10",
      known: { ipykernel: "the process ends without an answer to the cell" },
      title: "A cell that runs when the kernel shuts down is answered.",
      reason: "A tool that waits for the reply would wait for ever.",
      fresh: true,
      cells: { ts: "await new Promise((r) => setTimeout(r, 60000))", py: "import asyncio; await asyncio.sleep(60)" },
      async check(kernel, cell) {
        const id = await kernel.begin(cell!);
        await shutsDown(kernel);
        const reply = kernel.client.received.find(({ parent }) => parent.msg_id === id);
        assert.ok(reply, "no answer");
      },
    },
    {
      id: "Z11",
      title: "The exit code of an ordinary end is 0.",
      reason: "Service managers count anything else as a crash.",
      fresh: true,
      cells: { ts: "1 + 1", py: "1 + 1" },
      async check(kernel, cell) {
        await kernel.run(cell!);
        await shutsDown(kernel);
        assert.equal(await kernel.exited, 0);
      },
    },
  ],
};
