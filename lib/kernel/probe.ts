/** Starts a kernel as Jupyter would and lets it work out one expression: whether an installed kernel works. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Dealer } from "zeromq";
import { parseConnection } from "./connection-file.ts";
import type { Connection } from "./connection-file.ts";
import { freeConnectionFile } from "./free-connection.ts";
import { protocolVersion } from "./messenger.ts";
import { decode, encode } from "./wire.ts";
import { tryZeromq } from "./zeromq.ts";

export interface ProbeOptions {
  /** The command of the kernelspec, with `{connection_file}` in it. */
  argv: readonly string[];
  /** What the kernelspec adds to the environment. */
  env?: Readonly<Record<string, string>>;
  expression: string;
  timeoutMs: number;
}

/** What came of it: the value's text and the time until it was there, or what went wrong. */
export type Probed = { text: string; timeMs: number } | { failure: string };

/** Run the kernel, ask for the value of `expression`, and stop it again. Never rejects for what the kernel does. */
export async function probeKernel({ argv, env = {}, expression, timeoutMs }: ProbeOptions): Promise<Probed> {
  let zeromq: Awaited<ReturnType<typeof tryZeromq>>;
  try {
    zeromq = await tryZeromq();
  } catch (error) {
    return { failure: (error as Error).message };
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), "kernel-probe-"));
  const file = path.join(folder, "connection.json");
  const text = await freeConnectionFile();
  await writeFile(file, text, { mode: 0o600 });
  const started = performance.now();
  const [command = "", ...args] = argv.map((word) => word.replaceAll("{connection_file}", file));
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // closed here, since a kernel that ends leaves nobody to answer, and the question would wait on
  using shell = closing(new zeromq.Dealer({ linger: 0, receiveTimeout: timeoutMs }));
  try {
    const answer = ask(shell.socket, parseConnection(text), { expression, timeoutMs });
    const outcome = await Promise.race([answer, failureOf(child)]);
    return typeof outcome === "string" ? { text: outcome, timeMs: performance.now() - started } : outcome;
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    await end(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The value's text from the reply to a silent request; a request waits in the socket until the kernel has bound its own. */
async function ask(
  shell: Dealer,
  { addresses, signing }: Connection,
  { expression, timeoutMs }: { expression: string; timeoutMs: number },
): Promise<string | { failure: string }> {
  shell.connect(addresses.shell);
  const msg_id = randomUUID();
  const header = { msg_id, msg_type: "execute_request", session: randomUUID(), username: "", version: protocolVersion };
  const content = {
    code: "",
    silent: true,
    store_history: false,
    user_expressions: { asked: expression },
    allow_stdin: false,
    stop_on_error: true,
  };
  const message = { prefix: [], header: { ...header, date: new Date().toISOString() }, parent: {}, metadata: {} };
  await shell.send(encode({ ...message, content, buffers: [] }, signing));
  let frames: Buffer[];
  try {
    frames = await shell.receive();
  } catch {
    return { failure: `no answer within ${Math.round(timeoutMs / 1000)} s` };
  }
  const asked = (decode(frames, signing)?.content.user_expressions as Record<string, unknown> | undefined)?.asked;
  const { data, evalue } = (asked ?? {}) as { data?: Record<string, unknown>; evalue?: string };
  return data ? String(data["text/plain"]) : { failure: evalue ?? "it answered with something else" };
}

function closing(socket: Dealer): { socket: Dealer } & Disposable {
  return { socket, [Symbol.dispose]: () => socket.close() };
}

/** Resolves when the program does not start or ends: with what it said last. */
async function failureOf(child: ChildProcess): Promise<{ failure: string }> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let said = "";
  child.stdout?.resume();
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk));
  child.on("error", (error) => resolve(error.message));
  child.on("close", (code, signal) => resolve(`it ended with ${signal ?? code}\n${said}`));
  const lines = (await promise).trim().split("\n");
  return { failure: [lines[0], ...lines.slice(1).slice(-3)].join("\n") };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await exited;
  clearTimeout(timer);
}
