/**
 * A compiler in a thread of its own, so that whoever asks it stays responsive while it works, and can stop it.
 *
 * The cells that later ones can see are remembered here: a thread that was stopped, or whose checker died, is replaced
 * by one that has read them again.
 */
import { Worker } from "node:worker_threads";
import type { Compiler } from "./compiler.ts";
import type { CellLanguage } from "./types.ts";

/** The questions, answered when their turn comes. All reject with `CompilerStopped` if the thread ends first. */
export interface RemoteCompiler {
  compile(code: string): Promise<ReturnType<Compiler["compile"]>>;
  /** Make the cell that was compiled last visible to later ones. */
  commit(code: string): void;
  complete(code: string, cursor: number): Promise<ReturnType<Compiler["complete"]>>;
  inspect(code: string, cursor: number, detail?: 0 | 1): Promise<ReturnType<Compiler["inspect"]>>;
  completeness(code: string): Promise<ReturnType<Compiler["completeness"]>>;
  /** Forget every cell. */
  reset(): void;
  /** Give up what it is working on; what waits is rejected. The next question starts a new thread. */
  stop(): void;
  /** Release everything. Safe to call twice. */
  close(): void;
}

/** Why a question has no answer. `crashed`: nobody asked it to stop. */
export class CompilerStopped extends Error {
  override name = "CompilerStopped";
  readonly crashed: boolean;
  constructor(reason: string, { crashed }: { crashed: boolean }) {
    super(reason);
    this.crashed = crashed;
  }
}

/** Where the notebook lies, and what its cells are written in. */
export interface Notebook {
  cwd: string;
  language?: CellLanguage | undefined;
}

export interface ThreadOptions extends Notebook {
  /** The cells to know from the start. */
  earlier: string[];
}

type Method = "compile" | "commit" | "complete" | "inspect" | "completeness" | "reset";

export interface Question {
  id: number;
  method: Method;
  parameters: unknown[];
}

export type Answer = { checkerPid: number } | { id: number; value: unknown } | { id: number; failure: string };

interface Asked {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Start a compiler for a notebook. Returns at once. */
export function startCompiler(notebook: Notebook): RemoteCompiler {
  let closed = false;
  let committed = new Set<{ code: string }>();
  let thread: ReturnType<typeof startThread> | undefined = start();

  function start(): ReturnType<typeof startThread> {
    return startThread({ ...notebook, earlier: [...committed].map(({ code }) => code) });
  }

  function current(): ReturnType<typeof startThread> {
    if (thread?.ended()) thread = undefined;
    return (thread ??= start());
  }

  async function ask(method: Method, ...parameters: unknown[]): Promise<unknown> {
    try {
      if (closed) throw new CompilerStopped("it is closed", { crashed: false });
      return await current().ask(method, parameters);
    } catch (error) {
      // once more in a fresh thread: what ended the last one need not be this question
      if (error instanceof CompilerStopped && error.crashed && !closed) return current().ask(method, parameters);
      throw error;
    }
  }

  function stop(): void {
    thread?.stop();
    thread = undefined;
  }

  return {
    compile: (code) => ask("compile", code) as ReturnType<RemoteCompiler["compile"]>,
    commit(code) {
      const cells = committed;
      const cell = { code };
      cells.add(cell);
      // a thread that is yet to start reads it then
      if (!thread || thread.ended()) return;
      const answer = thread.ask("commit", []) as Promise<ReturnType<Compiler["commit"]>>;
      // a notebook may run a cell like `step()` for days
      answer.then((isNeeded) => isNeeded || cells.delete(cell)).catch(() => {});
    },
    complete: (...parameters) => ask("complete", ...parameters) as ReturnType<RemoteCompiler["complete"]>,
    inspect: (...parameters) => ask("inspect", ...parameters) as ReturnType<RemoteCompiler["inspect"]>,
    completeness: (code) => ask("completeness", code) as ReturnType<RemoteCompiler["completeness"]>,
    reset() {
      committed = new Set();
      if (thread && !thread.ended()) thread.ask("reset", []).catch(() => {});
    },
    stop,
    close() {
      closed = true;
      stop();
    },
  };
}

/** How long a thread may take to notice that its checker has ended. */
const reapMs = 100;

function startThread(options: ThreadOptions) {
  const asked = new Map<number, Asked>();
  let count = 0;
  let checkerPid: number | undefined;
  let over: CompilerStopped | undefined;
  const worker = new Worker(new URL("thread.ts", import.meta.url), {
    workerData: options,
    // not this process's own flags: some of them are about the text that it was started with
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // esbuild would keep a process and a thread for the few cells that need it
    env: { ...process.env, ESBUILD_WORKER_THREADS: "0" },
  });

  function end(reason: CompilerStopped): void {
    over ??= reason;
    for (const { reject } of asked.values()) reject(over);
    asked.clear();
    // subtle: the thread may wait for its checker inside the operating system, where it cannot be stopped
    if (checkerPid !== undefined) killQuietly(checkerPid);
    checkerPid = undefined;
    // it has to be there when its checker ends, or that stays in the list of processes
    worker.unref();
    setTimeout(() => void worker.terminate(), reapMs).unref();
  }

  worker.on("message", (answer: Answer) => {
    if ("checkerPid" in answer) {
      checkerPid = answer.checkerPid;
      if (over) end(over);
      return;
    }
    const waiting = asked.get(answer.id);
    asked.delete(answer.id);
    if ("value" in answer) return waiting?.resolve(answer.value);
    // a compiler throws only when its checker is gone
    const crash = new CompilerStopped(answer.failure, { crashed: true });
    waiting?.reject(crash);
    end(crash);
  });
  worker.on("error", (error: Error) => end(new CompilerStopped(error.message, { crashed: true })));
  worker.on("exit", () => end(new CompilerStopped("its thread ended", { crashed: true })));

  return {
    ended: () => over !== undefined,
    ask(method: Method, parameters: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const id = ++count;
        asked.set(id, { resolve, reject });
        worker.postMessage({ id, method, parameters } satisfies Question);
      });
    },
    stop: () => end(new CompilerStopped("it was asked to stop", { crashed: false })),
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it is gone already
  }
}
