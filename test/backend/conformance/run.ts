/** Runs the suite in processes of its own, which may crash or hang: the next one goes on behind the spec that did. */
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { bundleSuite } from "./bundle.ts";
import type { Message, Outcome, Task } from "./child.ts";
import { suiteFiles } from "./suite.ts";

export type { Outcome } from "./child.ts";

const filesPerProcess = 20;

/** All specs of the suite with how they ended, by name. `files`: of the suite (default: all). */
export async function runSuite({
  backend,
  files = suiteFiles(),
}: Pick<Task, "backend"> & { files?: readonly string[] }): Promise<Outcome[]> {
  const bundle = await bundleSuite();
  try {
    return await runPack({ bundle, backend, files });
  } finally {
    rmSync(bundle, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The same for a pack as `bundleSuite` makes it. `silenceMs`: a process that says nothing for so long hangs. */
export async function runPack({
  files,
  // the suite gives each spec 20 s
  silenceMs = 40_000,
  ...pack
}: Pick<Task, "bundle" | "backend"> & { files: readonly string[]; silenceMs?: number }): Promise<Outcome[]> {
  const tasks: Task[] = [];
  for (let i = 0; i < files.length; i += filesPerProcess)
    tasks.push({ ...pack, files: files.slice(i, i + filesPerProcess), skip: [] });
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let task = tasks.shift(); task; task = tasks.shift()) outcomes.push(...(await runTask(task, silenceMs)));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return outcomes.toSorted((a, b) => (a.spec < b.spec ? -1 : 1));
}

async function runTask(task: Task, silenceMs: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (;;) {
    const { done, died } = await runOnce({ ...task, skip: outcomes.map(({ spec }) => spec) }, silenceMs);
    outcomes.push(...done);
    if (!died) return outcomes;
    if (!died.spec) throw new Error(`${task.files[0]} and on: expected specs, got ${died.how} before the first`);
    const [file] = task.files.filter((each) => died.spec!.startsWith(`${each.replace(/_test\.js$/, "")}: `));
    outcomes.push({ spec: died.spec, file: file!, failure: died.how, fallbacks: {} });
  }
}

interface Run {
  done: Outcome[];
  /** Undefined if it ran to its end. */
  died: { spec: string | undefined; how: string } | undefined;
}

function runOnce(task: Task, silenceMs: number): Promise<Run> {
  return new Promise((resolve) => {
    const child = fork(path.join(import.meta.dirname, "child.ts"), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
    });
    const done: Outcome[] = [];
    let [started, finished, errors, silent]: [string | undefined, boolean, string, boolean] = [
      undefined,
      false,
      "",
      false,
    ];
    const hang = (): void => {
      silent = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(hang, silenceMs);
    child.stderr!.on("data", (text: Buffer) => (errors = (errors + text).slice(-2_000)));
    child.on("message", (message: Message) => {
      clearTimeout(timer);
      timer = setTimeout(hang, silenceMs);
      if ("started" in message) started = message.started;
      else if ("finished" in message) finished = true;
      else {
        done.push(message.done);
        started = undefined;
      }
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const how = silent ? `no answer for ${silenceMs / 1000} s` : `the process ended: ${signal ?? code}\n${errors}`;
      resolve({ done, died: finished ? undefined : { spec: started, how } });
    });
    child.send(task);
  });
}
