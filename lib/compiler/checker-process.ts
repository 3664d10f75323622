/**
 * TypeScript's own process, which its interface starts and shows to nobody.
 *
 * Subtle: it would write to our stderr, which is the terminal of whoever started Jupyter: a hundred lines of a stack
 * trace whenever it is ended while it works. Its interface has no option for that, so it is started through here.
 */
import childProcess from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

/** Call `start`, which starts one process, and return that process with what `start` gave. */
export function startSilently<T>(start: () => T): { started: T; process: ChildProcess | undefined } {
  const { spawn } = childProcess;
  let process: ChildProcess | undefined;
  const silent = (command: string, parameters: string[], options: childProcess.SpawnOptions): ChildProcess => {
    const [stdin, stdout] = options.stdio as childProcess.StdioOptions[number][];
    process = spawn(command, parameters, { ...options, stdio: [stdin, stdout, "ignore"] as childProcess.StdioOptions });
    return process;
  };
  try {
    childProcess.spawn = silent as typeof spawn;
    syncBuiltinESMExports();
    return { started: start(), process };
  } finally {
    childProcess.spawn = spawn;
    syncBuiltinESMExports();
  }
}
