/** A running session process, seen from outside: what it says, what it prints, and how it dies. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import { totalmem } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { childEnv } from "./child-env.ts";
import { brokenExitCode, controlFd, controlLine, framesFd, secretLength } from "./protocol.ts";
import type { ControlMessage, ProcessMessage } from "./protocol.ts";
import { rawOutput } from "./raw-output.ts";
import type { RawOutput } from "./raw-output.ts";
import { frameReader, parseMonitor } from "./received.ts";
import type { CellResult, SessionOptions } from "./types.ts";

export interface ChildEvents {
  onMessage(message: ProcessMessage): void;
  onRaw(name: "stdout" | "stderr", text: string): void;
  /** The process is gone and everything it wrote has been delivered. `reason` is one sentence; `use` is as last reported. */
  onDeath(reason: string, use: Pick<CellResult, "cpuMs" | "peakRssBytes">): void;
}

export interface ChildProcess {
  send(message: ControlMessage): void;
  /** Resolves when all raw output of `cell` has been delivered. */
  drained(cell: number): Promise<void>;
  /** Kill the process; `reason` replaces what its exit would say. Resolves when it is gone. */
  kill(reason: string): Promise<void>;
}

/** Raw output that has not come a second after its cell ended is held up by the reader, not the writer. */
const drainWithinMs = 1000;

/** A process that has ended leaves nothing more to read than this takes, unless a program that it started holds on. */
const closeWithinMs = 500;
/** A process that ends closes its channels, and is gone soon after. */
const exitWithinMs = 500;

const windows = process.platform === "win32";

/** What Node says of our inspector when a process ends in a way that does not let it go. */
const farewell = "Waiting for the debugger to disconnect...\n";

const main = fileURLToPath(new URL("./child/main.ts", import.meta.url));
const flags = [
  "--disable-warning=ExperimentalWarning",
  // a folder of notebooks is no package, and need not be one
  "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
  // stopping a cell inside a timer would otherwise abort the process: "async hook stack has become corrupted"
  "--no-force-async-hooks-checks",
];

/** Start a session process. Never throws: one that cannot start dies with the reason. */
export function startChild(options: SessionOptions, events: ChildEvents): ChildProcess {
  try {
    return tryStart(options, events);
  } catch (error) {
    const dead = sleep(0).then(() =>
      events.onDeath(notStarted(error as Error, options.cwd), { cpuMs: 0, peakRssBytes: 0 }),
    );
    return { send() {}, drained: async () => {}, kill: () => dead };
  }
}

function tryStart(
  { cwd, env, seedShift = 0, memoryLimitBytes = machineMemory() * 0.75 }: SessionOptions,
  events: ChildEvents,
): ChildProcess {
  const secret = randomBytes(secretLength / 2).toString("hex");
  const child = spawn(process.execPath, [...flags, main, JSON.stringify({ seedShift })], {
    cwd,
    env: childEnv({ ...process.env, ...env }),
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
    // a group of its own: Ctrl-C in the terminal is for whoever holds the session, and a kill takes all that was started
    detached: !windows,
  });
  // without room for another descriptor there are no streams, and the error is said as an event too
  if (!child.stdio) {
    child.on("error", () => {});
    throw new Error("this process may open no more files");
  }
  const frames = child.stdio[framesFd] as Readable;
  const control = child.stdio[controlFd] as Socket;
  // not an argument, which all users of the machine can read
  control.write(secret);
  let reason: string | undefined;
  let gone = false;
  let lastStderr = "";
  let use = { cpuMs: 0, peakRssBytes: 0 };

  const raw: Record<"stdout" | "stderr", RawOutput> = {
    stdout: rawOutput(secret, (text) => events.onRaw("stdout", text)),
    stderr: rawOutput(secret, (text) => {
      lastStderr = (lastStderr + text).slice(-4000);
      const shown = text.replace(farewell, "");
      if (shown) events.onRaw("stderr", shown);
    }),
  };
  for (const name of ["stdout", "stderr"] as const) child[name]!.on("data", raw[name].push).on("error", () => {});

  const stop = (why: string): void => {
    if (gone) return;
    reason ??= why;
    if (!killGroup(child.pid)) child.kill("SIGKILL");
  };
  frames
    .on(
      "data",
      frameReader(events.onMessage, (what) => stop(`The cell wrote to the session's own channel: ${what}.`)),
    )
    .on("error", () => {});
  // readline passes its input's errors on, and an error event without a listener ends this process
  const reports = createInterface({ input: control }).on("error", () => {});
  reports.on("line", (line) => {
    const report = parseMonitor(line, secret);
    if (!report) return;
    use = { cpuMs: report.cpuMs, peakRssBytes: report.peakRssBytes };
    if (report.rssBytes > memoryLimitBytes)
      stop(`The cell used ${gigabytes(report.rssBytes)} of memory; the limit is ${gigabytes(memoryLimitBytes)}.`);
  });
  control.on("error", () => {});
  // a process that ends closes them too, and then says better why
  let exited = false;
  const closedEarly = (): void =>
    void setTimeout(() => exited || stop("The cell closed the session's own channel."), exitWithinMs).unref();
  control.on("end", closedEarly);
  frames.on("end", closedEarly);

  const closed = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      reason ??= notStarted(error, cwd);
      finish(null, null);
    });
    // "close" comes after the streams have ended, so nothing that was written is missing
    child.on("close", finish);
    child.on("exit", (code, signal) => {
      exited = true;
      killGroup(child.pid);
      setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
        finish(code, signal);
      }, closeWithinMs).unref();
    });
    function finish(code: number | null, signal: NodeJS.Signals | null): void {
      if (gone) return;
      gone = true;
      raw.stdout.end();
      raw.stderr.end();
      events.onDeath(reason ?? exitReason(code, signal, lastStderr), use);
      resolve();
    }
  });

  return {
    send: (message) => void (gone || control.write(controlLine(message))),
    drained: async (cell) =>
      void (await Promise.all([raw.stdout.drained(cell, drainWithinMs), raw.stderr.drained(cell, drainWithinMs)])),
    kill(why) {
      stop(why);
      return closed;
    },
  };
}

/** Kill a session process with all that it has started. False where there are no process groups, or it is gone. */
function killGroup(pid: number | undefined): boolean {
  if (windows || pid === undefined) return false;
  try {
    return process.kill(-pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** What this process may use: a container's limit, or the machine's memory. */
function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Subtle: the operating system says of a missing folder that the program is missing. */
function notStarted({ message }: Error, cwd: string): string {
  return `The session process could not be started: ${existsSync(`${cwd}/.`) ? message : `there is no folder ${cwd}`}.`;
}

/** Why a process ended that nobody here stopped. */
function exitReason(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/heap out of memory|Reached heap limit/.test(stderr))
    return "The cell filled JavaScript's heap: it ran out of memory.";
  if (code === brokenExitCode)
    return "The cell broke what the session itself needs: its channel, or a part of JavaScript.";
  if (signal === "SIGKILL")
    return "The session process was killed from outside; most often because the machine ran out of memory.";
  if (signal === "SIGABRT" || code === 134) return "The session process aborted.";
  if (signal === "SIGSEGV" || signal === "SIGBUS" || signal === "SIGILL")
    return `A native module crashed the session process (${signal}).`;
  if (signal) return `The session process was stopped by ${signal}.`;
  if (code === 1 && !existsSync(main))
    return "The kernel's own program was removed or replaced while it ran: restart the kernel.";
  return `The session process ended with exit code ${code}, as process.exit(${code}) does.`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
