/** Where the peers lie: all in one git-ignored folder of the project, which `npm run clean` removes. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
export const peersDir = path.join(root, ".cache", "peers");

const windows = process.platform === "win32";

/** The Python environment of ipykernel. */
export const venv = path.join(peersDir, "ipykernel");
export const python = windows ? path.join(venv, "Scripts", "python.exe") : path.join(venv, "bin", "python");

export const denoDir = path.join(peersDir, "deno");

/** A folder from which `import * as tf from "@tensorflow/tfjs"` resolves, for every peer that knows packages. */
export const tensorFlowDir = path.join(peersDir, "tfjs");

/** Compiled code of our kernel, apart from what the course's own kernel uses, so that it can be thrown away. */
export const compileCache = path.join(peersDir, "node-compile");

/** Connection files and what kernels write: histories, profiles. */
export const runtimeDir = path.join(peersDir, "runtime");

/** Deno's program in its npm package for this platform. */
export function denoProgram(): string {
  const folder = path.join(denoDir, "node_modules", "@deno");
  const [platform] = existsSync(folder) ? readdirSync(folder) : [];
  if (platform === undefined) throw new Error(`npm has no Deno for ${process.platform}-${process.arch}`);
  return path.join(folder, platform, process.platform === "win32" ? "deno.exe" : "deno");
}
