/** Starts a kernel as Jupyter would, without Jupyter: a connection file, a process group, and a client. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseConnection } from "../../lib/kernel/index.ts";
import type { Connection } from "../../lib/kernel/index.ts";
import { connect, freeConnectionFile, subscribed } from "../kernel/client.ts";
import type { Client } from "../kernel/client.ts";
import { runtimeDir } from "./paths.ts";
import { specOf } from "./specs.ts";
import type { PeerName } from "./specs.ts";

export interface StartOptions {
  /** The notebook's folder. */
  cwd: string;
  /** Added to the kernelspec's own. */
  env?: Record<string, string>;
  /** False: return as soon as the process is started, without waiting until its output channel is subscribed. */
  wait?: boolean;
  /** How long the client waits for any one message; default 30 s. */
  timeoutMs?: number;
  /** The text of the connection file, where it is not an ordinary one on free ports. */
  connectionFile?: string;
}

export interface Peer {
  name: PeerName;
  connection: Connection;
  client: Client;
  /** The process that was started; its children are in the same process group. */
  pid: number;
  /** When it was started, on performance.now()'s clock. */
  startedAt: number;
  /** What the process wrote to its own output, which no notebook shows. */
  said(): string;
  /** Interrupt as its kernelspec says: by message on the control channel, or by SIGINT to the process group. */
  interrupt(): Promise<void>;
  /** Resolves with the exit code, or the signal, once it has ended. */
  exited: Promise<number | NodeJS.Signals>;
  /** Ask it to shut down, and kill what is left after two seconds. */
  close(): Promise<void>;
}

const shutdownMs = 2_000;
/** Kernels that have not ended, and their connection files. */
const running = new Map<ChildProcess, string>();

// so that an error or Ctrl-C in whatever uses this leaves no kernel behind
process.on("exit", () => {
  for (const [child, file] of running) {
    killGroup(child, "SIGKILL");
    rmSync(file, { force: true });
  }
});

/** Start `name` in `cwd`. Rejects, and leaves nothing behind, if it ends or stays silent. */
export async function startPeer(
  name: PeerName,
  { cwd, env = {}, wait = true, timeoutMs = 30_000, connectionFile }: StartOptions,
): Promise<Peer> {
  const spec = specOf(name);
  const text = connectionFile ?? (await freeConnectionFile());
  mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });
  const file = path.join(runtimeDir, `${name}-${randomUUID()}.json`);
  writeFileSync(file, text, { mode: 0o600 });
  const [program, ...args] = spec.argv.map((word) => (word === "{connection_file}" ? file : word));
  // a cache or colours that this process was given are not part of a peer's kernelspec
  const { NODE_COMPILE_CACHE: _, FORCE_COLOR: __, NO_COLOR: ___, ...inherited } = process.env;
  const startedAt = performance.now();
  const child = spawn(program!, args, {
    cwd,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, ...spec.env, JPY_PARENT_PID: String(process.pid), ...env },
  });
  running.set(child, file);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const exited = once(child, "exit").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    () => 127, // it could not be started
  );
  const ended = exited.then((code) => {
    running.delete(child);
    rmSync(file, { force: true });
    return code;
  });

  const connection = parseConnection(text);
  const early = ended.then((code) => Promise.reject(new Error(`${name} ended at its start with ${code}: ${said}`)));
  early.catch(() => {});
  const client = await connect(connection, { wait: false, timeoutMs });
  try {
    if (wait) await Promise.race([subscribed(client, spec), early]);
  } catch (error) {
    client.close();
    killGroup(child, "SIGKILL");
    throw error;
  }
  return {
    name,
    connection,
    client,
    pid: child.pid!,
    startedAt,
    exited: ended,
    said: () => said,
    async interrupt() {
      if (spec.interruptMode === "signal") killGroup(child, "SIGINT");
      else await client.send("interrupt_request", {}, { channel: "control" });
    },
    async close() {
      await client.send("shutdown_request", { restart: false }, { channel: "control" });
      await Promise.race([ended, delay(shutdownMs, undefined, { ref: false })]);
      killGroup(child, "SIGKILL");
      await ended;
      client.close();
    },
  };
}

/** The whole process group, so that no child outlives its kernel. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended
  }
}
