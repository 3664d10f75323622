/** Runs a program to its end with what it says kept, and everything it started stopped when asked to. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";

export interface ChildOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Called with the last line said so far. */
  onLine?: (line: string) => void;
}

const graceMs = 3000;
const windows = process.platform === "win32";

/** The exit code (128 more than its number for a signal) and all output, both streams as they came. */
export async function runChild(
  command: readonly string[],
  { cwd, env = process.env, signal, onLine }: ChildOptions,
): Promise<{ exitCode: number; output: string }> {
  // subtle: a group of its own on POSIX, so that one signal reaches what the child starts as well
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !windows,
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const line = output.trimEnd().split("\n").at(-1);
      if (line) onLine?.(line);
    });
  child.on("error", (error) => {
    output += `${error.message}\n`;
    resolve(127);
  });
  child.on("close", (code, name) => resolve(code ?? (name === "SIGKILL" ? 137 : 143)));
  const stop = (): void => stopTree(child);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  // subtle: what the child leaves behind may hold its output open, and then "close" would never come
  child.on("exit", () => setTimeout(() => killTree(child, "SIGKILL"), graceMs).unref());
  const exitCode = await promise;
  signal.removeEventListener("abort", stop);
  return { exitCode, output };
}

/** Ask the child and what it started to end; insist after three seconds. */
function stopTree(child: ChildProcess): void {
  killTree(child, "SIGTERM");
  const timer = setTimeout(() => killTree(child, "SIGKILL"), graceMs);
  child.once("close", () => {
    clearTimeout(timer);
    killTree(child, "SIGKILL"); // what it started may have outlived it
  });
}

function killTree({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (windows) {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // gone already
  }
}
