/** The kernel as Jupyter starts it: a process of its own, over the real session. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { kernelSpec, parseConnection } from "../../lib/kernel/index.ts";
import { connect, freeConnectionFile, summary } from "./client.ts";
import type { Client } from "./client.ts";

const { argv } = kernelSpec({ node: process.execPath, compileCache: "" });
const posix = process.platform !== "win32";
let folder: string;
const started: ChildProcess[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kernel 核-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

async function connectionFile(): Promise<{ file: string; text: string }> {
  const file = path.join(folder, "connection.json");
  const text = await freeConnectionFile();
  await writeFile(file, text, { mode: 0o600 });
  return { file, text };
}

function launch(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const [node, ...flags] = argv;
  const child = spawn(node!, [...flags.slice(0, -1), ...args], { cwd: folder, env: { ...process.env, ...env } });
  started.push(child);
  return child;
}

async function startKernel(
  env?: NodeJS.ProcessEnv,
  options: string[] = [],
): Promise<{ child: ChildProcess; client: Client }> {
  const { file, text } = await connectionFile();
  const child = launch([...options, file], env);
  const client = await connect(parseConnection(text));
  clients.push(client);
  return { child, client };
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name]!.on("data", (data: Buffer) => (text[name] += data));
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return { code: child.exitCode, ...text };
}

const run = (client: Client, code: string) => client.request("execute_request", { code });

/** The process id of the session behind `client`. */
async function pidOf(client: Client): Promise<number> {
  const { outputs } = await run(client, "process.pid");
  return Number((outputs[2]!.content.data as Record<string, string>)["text/plain"]);
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

describe("the program", () => {
  test("--javascript takes cells as JavaScript, and says so", async () => {
    const { client } = await startKernel({}, ["--javascript"]);
    const info = (await client.request("kernel_info_request")).reply.content;
    expect(info.language_info).toMatchObject({
      name: "javascript",
      file_extension: ".js",
      mimetype: "text/javascript",
    });
    const cell = "class Box { constructor(n) { this.n = n } }\nlet n = new Box(1).n;\nn += ' kg'";
    expect((await run(client, cell)).reply.content.status).toBe("ok");
    const refused = (await run(client, "let twice = 1; let twice = 2")).reply.content;
    expect([refused.status, refused.ename]).toEqual(["error", "TypeCheckError"]);
  });

  test("--help says how it is used", async () => {
    expect(await ended(launch(["--help"]))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("usage"),
      stderr: "",
    });
  });

  test("without a connection file, with one that is missing or broken, it ends with one clear sentence", async () => {
    expect(await ended(launch([]))).toMatchObject({ code: 2, stderr: expect.stringContaining("usage") });
    const missing = await ended(launch([path.join(folder, "missing.json")]));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/^tslab kernel: connection file: cannot read .*missing\.json \(ENOENT\)\n$/u);
    const broken = path.join(folder, "broken.json");
    await writeFile(broken, '{"key":"secret-key"');
    const { code, stderr } = await ended(launch([broken]));
    expect(code).toBe(1);
    expect(stderr).toBe("tslab kernel: connection file: expected JSON, got text that does not parse\n");
  });
});

describe("over the real session", () => {
  test("cells run in the notebook's folder, are type-checked, keep their values, and survive process.exit", async () => {
    const { child, client } = await startKernel();
    const cell = await run(client, 'console.log("hi"); const cwd = process.cwd(); cwd');
    expect(summary(cell.outputs)).toEqual(["busy", "execute_input", "stdout hi\n", "execute_result", "idle"]);
    expect(String((cell.outputs[3]!.content.data as Record<string, string>)["text/plain"])).toContain("kernel 核-");
    const refused = await run(client, 'console.log("not run"); const n: number = "a"');
    expect(summary(refused.outputs)).not.toContain("stdout not run\n");
    expect(refused.reply.content).toMatchObject({ status: "error", evalue: expect.stringContaining("TS2322") });
    expect((await run(client, "cwd.length")).reply.content.status).toBe("ok");
    const died = await run(client, "process.exit(3)");
    expect(died.reply.content).toMatchObject({ status: "error", evalue: expect.stringContaining("exit code 3") });
    expect((await run(client, "1 + 1")).reply.content).toMatchObject({ status: "ok", execution_count: 5 });
    await client.request("shutdown_request", { restart: false }, { channel: "control" });
    expect((await ended(child)).code).toBe(0);
  });

  test.runIf(posix)(
    "SIGINT and an interrupt request both end an endless loop and a pending await, values kept",
    async () => {
      const { child, client } = await startKernel();
      await run(client, "let kept = 41");
      for (const code of ["while (true) {}", "await new Promise(() => {})"]) {
        for (const interrupt of [
          () => void child.kill("SIGINT"),
          () => void client.send("interrupt_request", {}, { channel: "control" }),
        ]) {
          const cell = await client.send("execute_request", { code });
          await client.until(({ type, parent }) => type === "execute_input" && parent.msg_id === cell);
          await delay(200);
          expect(await client.heartbeat()).toBe("beat");
          interrupt();
          expect((await client.reply(cell)).content).toMatchObject({ status: "error", ename: "Interrupted" });
        }
      }
      const { outputs } = await run(client, "kept + 1");
      expect(outputs[2]!.content.data).toEqual({ "text/plain": "42" });
    },
  );

  test.runIf(posix)("no process is left when the kernel is killed, or when its parent is gone", async () => {
    const { child, client } = await startKernel();
    const session = await pidOf(client);
    await client.send("execute_request", { code: "while (true) {}" });
    child.kill("SIGKILL");
    expect(await isGone(session)).toBe(true);

    const { file, text } = await connectionFile();
    // a server that starts a kernel and is killed
    const server = spawn(
      process.execPath,
      [
        "-e",
        `const { spawn } = require("node:child_process");
         const [node, ...args] = JSON.parse(process.argv[1]);
         const kernel = spawn(node, args, { stdio: "ignore", env: { ...process.env, JPY_PARENT_PID: String(process.pid) } });
         console.log(kernel.pid);
         setInterval(() => {}, 1000);`,
        JSON.stringify([...argv.slice(0, -1), file]),
      ],
      { cwd: folder },
    );
    started.push(server);
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const orphan = await connect(parseConnection(text));
    clients.push(orphan);
    const orphanSession = await pidOf(orphan);
    server.kill("SIGKILL");
    expect(await isGone(Number(line))).toBe(true);
    expect(await isGone(orphanSession)).toBe(true);
  });

  test.runIf(posix)("SIGTERM ends it in the middle of a cell, and the cell is answered", async () => {
    const { child, client } = await startKernel();
    await run(client, "1");
    const cell = await client.send("execute_request", { code: "while (true) {}" });
    await client.until(({ type, parent }) => type === "execute_input" && parent.msg_id === cell);
    child.kill("SIGTERM");
    expect((await client.reply(cell)).content.status).toBe("error");
    expect((await ended(child)).code).toBe(0);
  });
});
