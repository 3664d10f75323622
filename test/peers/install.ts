/** Gets the peers, once, into the project's cache folder. Nothing of them is a dependency of the course. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findPython } from "../../lib/lab/python.ts";
import { runPiped } from "../../lib/lab/run-piped.ts";
import { denoDir, denoProgram, peersDir, python, root, tensorFlowDir, venv } from "./paths.ts";
import { peerNames } from "./specs.ts";
import type { PeerName } from "./specs.ts";

/** The versions that the project's numbers speak of. ipykernel's is in requirements.lock. */
export const versions = { deno: "2.9.6", tfjs: "4.22.0" } as const;

export interface InstallOptions {
  /** Told what happens, one line each. */
  say: (line: string) => void;
  /** Told while a step runs, for a line that is rewritten in place. */
  progress?: (line: string) => void;
  signal?: AbortSignal;
}

/** Which peers can be started, and why the others cannot. */
export interface Installed {
  installed: PeerName[];
  missing: { name: PeerName; reason: string }[];
}

/** Install the peers of `only` that are not there yet. One that cannot be had is named with the reason, and left out. */
export async function installPeers(options: InstallOptions, only: readonly PeerName[] = peerNames): Promise<Installed> {
  const installed: PeerName[] = [];
  const missing: Installed["missing"] = [];
  for (const name of only) {
    try {
      await installers[name](options);
      installed.push(name);
    } catch (error) {
      const reason = firstLine(error);
      missing.push({ name, reason });
      options.say(`${name} is left out: ${reason}`);
    }
  }
  return { installed, missing };
}

/** The folder in which TensorFlow.js resolves, installed where it was not. Throws if it cannot be had. */
export async function installTensorFlow(options: InstallOptions): Promise<string> {
  await npmInstall(tensorFlowDir, { name: "@tensorflow/tfjs", version: versions.tfjs }, options);
  return tensorFlowDir;
}

const installers: Record<PeerName, (options: InstallOptions) => Promise<unknown>> = {
  ours: async () => {},
  tslab: async () => {
    if (!existsSync(path.join(root, "node_modules", "tslab"))) throw new Error("node_modules/tslab is not installed");
  },
  deno: async (options) => {
    await npmInstall(denoDir, { name: "deno", version: versions.deno }, options);
    denoProgram();
  },
  ipykernel: installIpykernel,
};

async function installIpykernel(options: InstallOptions): Promise<void> {
  const lock = path.join(import.meta.dirname, "requirements.lock");
  const stamp = path.join(venv, "ready");
  const text = readFileSync(lock, "utf8");
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === text) return;
  const { executable, version } = findPython();
  options.say(`Installing ipykernel with Python ${version} (once; about 90 MB).`);
  rmSync(venv, { recursive: true, force: true, maxRetries: 3 });
  await step("making its environment", [executable, "-m", "venv", venv], options);
  const flags = [
    "--no-deps",
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--disable-pip-version-check",
    "--no-input",
  ];
  await step("pip install", [python, "-m", "pip", "install", ...flags, "-r", lock], options);
  // written last, so that an environment whose making was cut off is made anew
  writeFileSync(stamp, text);
}

async function npmInstall(
  folder: string,
  { name, version }: { name: string; version: string },
  options: InstallOptions,
): Promise<void> {
  if (installedVersion(path.join(folder, "node_modules", name)) === version) return;
  options.say(`Installing ${name} ${version} (once).`);
  mkdirSync(folder, { recursive: true });
  // Deno takes packages from node_modules only beside a package.json that asks for them; npm writes that one
  const cli = process.env["npm_execpath"];
  const npm = cli && /npm-cli\.c?js$/.test(cli) ? [process.env["npm_node_execpath"] ?? process.execPath, cli] : ["npm"];
  const flags = ["--ignore-scripts", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"];
  await step("npm install", [...npm, "install", "--prefix", folder, ...flags, `${name}@${version}`], options);
}

function installedVersion(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}

async function step(what: string, command: readonly string[], { progress, signal }: InstallOptions): Promise<void> {
  mkdirSync(peersDir, { recursive: true });
  const elsewhere = ["PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !elsewhere.includes(name)));
  const onProgress = (seconds: number): void => progress?.(`  ${what}, ${seconds} s`);
  const { status, output } = await runPiped(command, { env, signal, onProgress });
  signal?.throwIfAborted();
  if (status === 0) return;
  const told = output.split("\n").filter((line) => /error/i.test(line));
  throw new Error(`${what} failed: ${(told.length > 0 ? told : [output.trim()]).slice(0, 3).join("; ")}`);
}

/** A failure's first line; the lines after it are advice about JupyterLab. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
