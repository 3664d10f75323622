/** The files of the repository, as git knows them: committed, and new ones that are not ignored. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

interface Selection {
  /** Beginnings of paths. */
  under?: string[];
  /** Ends of names. */
  endings?: string[];
  /** Leave out new files that are not committed. */
  committed?: boolean;
}

/** Paths from the root, with forward slashes. */
export function repoFiles({ under = [""], endings = [""], committed = false }: Selection = {}): string[] {
  const args = ["ls-files", "-z", "--cached", ...(committed ? [] : ["--others", "--exclude-standard"])];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 }).split("\0");
  return [...new Set(listed)]
    .filter((file) => file !== "" && under.some((prefix) => file.startsWith(prefix)))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .filter((file) => existsSync(path.join(root, file)))
    .toSorted();
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

export function readJson<T>(file: string): T {
  return JSON.parse(readText(file)) as T;
}

/** Path to text, for the rules that take a whole set of files. */
export function readAll(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, readText(file)]));
}
