/** PyTorch, the peer. It is 5.5 GB on Linux, so it is installed only if that is asked for, outside the project. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { findPython } from "../../../lib/lab/python.ts";
import { runPiped } from "../../../lib/lab/run-piped.ts";

/** The version that the project's numbers speak of. */
const version = "2.15.0";

const windows = process.platform === "win32";

/** Where it is kept: in the user's cache, so that it outlives a checkout. */
export function torchFolder(env: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  if (windows)
    return path.join(env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "generative-ai-course", "torch");
  const cache =
    process.platform === "darwin"
      ? path.join(home, "Library", "Caches")
      : (env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"));
  return path.join(cache, "generative-ai-course", "torch");
}

export interface TorchOptions {
  /** Install it without asking. */
  install: boolean;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** The Python program that has PyTorch, or why there is none. */
export async function findTorch({
  install,
  say,
  signal,
}: TorchOptions): Promise<{ python: string } | { reason: string }> {
  const folder = torchFolder();
  const python = path.join(folder, windows ? "Scripts/python.exe" : "bin/python");
  const stamp = path.join(folder, `torch-${version}`);
  if (existsSync(stamp)) return { python };
  if (!install && !(await agreed(folder))) return { reason: "PyTorch is not installed; --install-torch does it" };
  try {
    const { executable } = findPython();
    say(`Installing PyTorch ${version} into ${folder} (once; about two minutes).`);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    mkdirSync(path.dirname(folder), { recursive: true });
    await step([executable, "-m", "venv", folder], signal);
    const flags = ["--disable-pip-version-check", "--no-input", "--quiet"];
    await step([python, "-m", "pip", "install", ...flags, `torch==${version}`, "numpy"], signal);
    // written last, so that an installation that was cut off is made anew
    writeFileSync(stamp, "");
    return { python };
  } catch (error) {
    return { reason: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}

async function agreed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `Install PyTorch ${version} into ${folder}, up to 5.5 GB, to compare with? [y/N] `,
  );
  terminal.close();
  return /^y/iu.test(answer.trim());
}

async function step(command: string[], signal: AbortSignal): Promise<void> {
  const { status, output } = await runPiped(command, { env: process.env, signal, onProgress: () => {} });
  signal.throwIfAborted();
  if (status !== 0)
    throw new Error(
      `${path.basename(command[0]!)} ${command.slice(1, 4).join(" ")}: ${output.trim().split("\n").at(-1)}`,
    );
}
