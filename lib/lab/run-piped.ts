/** Runs a program to its end and keeps what it says. */
import { spawn, spawnSync } from "node:child_process";

export interface RunPipedOptions {
  env: NodeJS.ProcessEnv;
  /** Ends the program. */
  signal?: AbortSignal | undefined;
  /** Called twice a second with the seconds so far and what has been said. */
  onProgress: (seconds: number, output: string) => void;
}

/** The exit status and everything said on either stream; a program that does not start has status 127. */
export async function runPiped(
  command: readonly string[],
  { env, signal, onProgress }: RunPipedOptions,
): Promise<{ status: number; output: string }> {
  const started = Date.now();
  let output = "";
  const child = spawn(command[0]!, command.slice(1), { env, signal, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (chunk: Buffer) => (output += chunk));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk));
  const timer = setInterval(() => onProgress(Math.round((Date.now() - started) / 1000), output), 500);
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on("error", (error) => {
    output += error.message;
    resolve(127);
  });
  child.on("close", (code) => resolve(code ?? 1));
  const status = await promise;
  clearInterval(timer);
  return { status, output };
}

/** True if the program starts and ends well. */
export function canRun(command: string, args: readonly string[], { env }: { env: NodeJS.ProcessEnv }): boolean {
  return spawnSync(command, args, { env, stdio: "ignore" }).status === 0;
}
