/**
 * The thread that a compiler lives in: it answers one question after another, as `remote.ts` asks them.
 *
 * TypeScript's synchronous interface blocks its thread while it works, and a type can keep it busy for minutes.
 */
import type { ChildProcess } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";
import { createCompiler } from "./compiler.ts";
import type { Answer, Question, ThreadOptions } from "./remote.ts";

const port = parentPort!;
const { earlier, ...notebook } = workerData as ThreadOptions;

// what cannot open is said in the answer to every question
let opened: (() => ReturnType<typeof createCompiler>) | undefined;
try {
  const compiler = createCompiler({ ...notebook, onStart });
  opened = () => compiler;
  compiler.restore(earlier);
} catch (error) {
  opened ??= () => {
    throw error;
  };
}

function onStart(checker: ChildProcess): void {
  port.postMessage({ checkerPid: checker.pid! } satisfies Answer);
  // Subtle: TypeScript's interface writes to the number of a pipe, and Node closes that pipe when the process has
  // ended. By the next question the number may be another file's, of any thread: there must be no next question.
  checker.once("exit", () => process.exit());
}

/** Long enough for the next cell of a notebook that runs as a whole to come first. */
const idleMs = 200;
let idle: NodeJS.Timeout | undefined;

port.on("message", ({ id, method, parameters }: Question) => {
  clearTimeout(idle);
  try {
    const use = opened()[method] as (...parameters: unknown[]) => unknown;
    port.postMessage({ id, value: use(...parameters) } satisfies Answer);
    if (method === "commit") idle = setTimeout(prepare, idleMs);
  } catch (error) {
    port.postMessage({ id, failure: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
});

function prepare(): void {
  try {
    opened!().prepare();
  } catch {
    // the next question meets the same and says it
  }
}
