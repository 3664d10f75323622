/** Peers that are Python packages: installed only if that is asked for, outside the project, in the user's cache. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { findPython } from "../../lib/lab/python.ts";
import { runPiped } from "../../lib/lab/run-piped.ts";

const windows = process.platform === "win32";

/** A folder of this project's in the user's cache, which outlives a checkout. */
export function cacheFolder(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  if (windows)
    return path.join(env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "generative-ai-course", name);
  const cache =
    process.platform === "darwin"
      ? path.join(home, "Library", "Caches")
      : (env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"));
  return path.join(cache, "generative-ai-course", name);
}

export interface PythonPeer {
  /** Of the folder, and in sentences. */
  name: string;
  title: string;
  /** The first one's version is the peer's. */
  packages: readonly string[];
  /** What it takes, for the question. */
  size: string;
  /** The option that installs it. */
  option: string;
}

export interface PeerOptions {
  /** Install it without asking. */
  install: boolean;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** The Python program that has the packages, or why there is none. */
export async function findPythonPeer(
  { name, title, packages, size, option }: PythonPeer,
  { install, say, signal }: PeerOptions,
): Promise<{ python: string } | { reason: string }> {
  const folder = cacheFolder(name);
  const python = path.join(folder, windows ? "Scripts/python.exe" : "bin/python");
  const stamp = path.join(folder, packages[0]!.replace("==", "-"));
  if (existsSync(stamp)) return { python };
  if (!install && !(await agreed({ title, folder, size })))
    return { reason: `${title} is not installed; ${option} does it` };
  try {
    const { executable } = findPython();
    say(`Installing ${title} into ${folder} (once).`);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    mkdirSync(path.dirname(folder), { recursive: true });
    await step([executable, "-m", "venv", folder], signal);
    const flags = ["--disable-pip-version-check", "--no-input", "--quiet"];
    await step([python, "-m", "pip", "install", ...flags, ...packages], signal);
    // written last, so that an installation that was cut off is made anew
    writeFileSync(stamp, "");
    return { python };
  } catch (error) {
    return { reason: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}

async function agreed({ title, folder, size }: { title: string; folder: string; size: string }): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Install ${title} into ${folder}, ${size}, to compare with? [y/N] `);
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
