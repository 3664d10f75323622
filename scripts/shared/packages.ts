/** Packages of the npm and PyPI registries, unpacked into a folder: where data of the course is made from. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const isWindows = process.platform === "win32";

/** Call `work` with a folder that is removed afterwards. */
export async function inTemporaryFolder(work: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "course-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program writes; throws if it fails. */
export function run(command: string, args: readonly string[], { cwd }: { cwd: string }): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: isWindows && command === "npm",
  });
}

/** Unpack `name@version` of npm. Returns the package's folder. */
export function unpackNpm(name: string, { folder }: { folder: string }): string {
  const into = emptyFolder(name, folder);
  const [{ filename }] = JSON.parse(run("npm", ["pack", name, "--json"], { cwd: into })) as [{ filename: string }];
  run("tar", ["xzf", filename], { cwd: into });
  return path.join(into, "package");
}

/** Unpack the sources of `name==version` of PyPI. Returns their folder. Needs Python 3.10 with venv. */
export function unpackPyPi(name: string, { folder }: { folder: string }): string {
  const into = emptyFolder(name, folder);
  const download = ["-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--no-binary", ":all:", name];
  run(pythonWith([], { folder }), download, { cwd: into });
  const [archive] = readdirSync(into);
  run("tar", ["xzf", archive!], { cwd: into });
  return path.join(into, archive!.replace(/\.tar\.gz$/u, ""));
}

/** Unpack the built package `name==version` of PyPI, the same on every platform or this one's. Returns its folder. */
export function unpackWheel(name: string, { folder }: { folder: string }): string {
  const into = emptyFolder(name, folder);
  const python = pythonWith([], { folder });
  const download = ["-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--only-binary", ":all:", name];
  run(python, download, { cwd: into });
  const [archive] = readdirSync(into);
  run(python, ["-m", "zipfile", "-e", archive!, "unpacked"], { cwd: into });
  return path.join(into, "unpacked");
}

/** A Python with `packages`, in an environment of its own below `folder`. */
export function pythonWith(packages: readonly string[], { folder }: { folder: string }): string {
  const environment = path.join(folder, "venv");
  const python = path.join(environment, isWindows ? "Scripts/python.exe" : "bin/python");
  run(isWindows ? "python" : "python3", ["-m", "venv", environment], { cwd: folder });
  if (packages.length > 0) run(python, ["-m", "pip", "install", "--quiet", "--no-input", ...packages], { cwd: folder });
  return python;
}

function emptyFolder(name: string, folder: string): string {
  const into = path.join(folder, name.replaceAll(/[^\w.-]/gu, "_"));
  mkdirSync(into, { recursive: true });
  return into;
}
