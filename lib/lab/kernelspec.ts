/**
 * Where Jupyter looks for kernels, and writing the course's kernel there.
 *
 * What a kernelspec says is the kernel's own knowledge (lib/kernel); here it is JSON with an `argv`.
 *
 * Reference: Jupyter documentation, "Common directories and file locations"; Jupyter client, "Kernel specs".
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "./failure.ts";

/** The part of `kernel.json` that matters here. */
export interface Spec {
  argv: string[];
  env?: Record<string, string>;
}

/** Pictures that JupyterLab's launcher shows, one folder for each kernel. */
const logos = fileURLToPath(new URL("logos", import.meta.url));

/** The kernel's name: notebooks written for stock tslab say it too. */
export const kernelName = "tslab";

/** A kernel's folder under a Jupyter data folder. */
export function kernelDir(dataDir: string, name: string = kernelName): string {
  return path.join(dataDir, "kernels", name);
}

/** The data folder of one Python environment or installation prefix. */
export function prefixDataDir(prefix: string): string {
  return path.join(prefix, "share", "jupyter");
}

/** Where a kernelspec stands: a Jupyter data folder, and the kernel's name there (default `tslab`). */
export interface Place {
  dataDir: string;
  name?: string;
}

/** The kernelspec in `dataDir`, or undefined where there is none or none that can be read. */
export function readKernelSpec(dataDir: string, name?: string): Spec | undefined {
  try {
    const spec = JSON.parse(kernelSpecText(dataDir, name) ?? "") as Partial<Spec>;
    return Array.isArray(spec.argv) ? { ...spec, argv: spec.argv.map(String) } : undefined;
  } catch {
    return undefined;
  }
}

/** The text of `kernel.json`, or undefined if there is none. */
export function kernelSpecText(dataDir: string, name?: string): string | undefined {
  try {
    return readFileSync(path.join(kernelDir(dataDir, name), "kernel.json"), "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Write the kernelspec and its logos under `dataDir`, over an earlier one of this course; returns its folder.
 * Another program's kernel of the same name is kept unless `force`: a `LabError` says so, as it does where the
 * folder cannot be written.
 */
export function writeKernelSpec(
  spec: Spec,
  { dataDir, name = kernelName, force = false }: Place & { force?: boolean },
): string {
  const dir = kernelDir(dataDir, name);
  const foreign = existsSync(dir) && !isCourseKernel(readKernelSpec(dataDir, name));
  if (foreign && !force) throw new LabError(`${dir} holds another kernel of that name: --force replaces it.`);
  try {
    // nothing of the other program stays: JupyterLab would show its scripts and pictures with our kernel
    if (foreign) rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    const pictures = path.join(logos, name);
    if (existsSync(pictures)) cpSync(pictures, dir, { recursive: true });
    writeFileSync(path.join(dir, "kernel.json"), `${JSON.stringify(spec, null, 1)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LabError(`${dir} cannot be written (${code}): check who owns it, or choose another with --prefix.`);
  }
  return dir;
}

/** Remove the course's kernelspec from `dataDir`; false if there was none. Another program's is kept. */
export function removeKernelSpec({ dataDir, name }: Place): boolean {
  const dir = kernelDir(dataDir, name);
  if (!existsSync(dir)) return false;
  if (!isCourseKernel(readKernelSpec(dataDir, name))) throw new LabError(`${dir} is not this course's kernel: kept.`);
  rmSync(dir, { recursive: true });
  return true;
}

/** True for a kernelspec that this course wrote, from whatever folder. */
export function isCourseKernel(spec: Spec | undefined): boolean {
  return spec?.argv.some((word) => word.replaceAll("\\", "/").endsWith("lib/kernel/main.ts")) ?? false;
}
