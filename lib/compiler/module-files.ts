/**
 * Which file a path in an `import` means, as TypeScript reads it: with or without extension, `.js` for `.ts`, a folder.
 * The checker's side and the process that runs cells both read this file, so that they mean the same; it imports nothing of ours.
 */
import { statSync } from "node:fs";
import type { Stats } from "node:fs";
import { isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What stands for a missing extension, first found first: the order in which the checker looks. */
const extensions = [".ts", ".tsx", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".json"];

/** The sources that a file named after its output may have. */
const sources: Record<string, string[]> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/**
 * The file that `specifier` means in the module at `parentUrl`, as a URL with the specifier's own query. Undefined for
 * a package, and where nothing is or can be there: Node says that better.
 */
export function localFile(specifier: string, parentUrl: string | undefined): string | undefined {
  try {
    const url = urlOf(specifier, parentUrl);
    if (url?.protocol !== "file:") return undefined;
    const found = existing(fileURLToPath(url));
    return found && pathToFileURL(found).href + url.search + url.hash;
  } catch {
    // no file has such a name (`%2F`, `%` alone)
    return undefined;
  }
}

/** Whether a file belongs to the reader, not to a package: only those are loaded again when they change. */
export function isLocal(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/");
}

function urlOf(specifier: string, parentUrl: string | undefined): URL | undefined {
  if (specifier.startsWith("file:")) return new URL(specifier);
  if (isAbsolute(specifier)) return pathToFileURL(specifier);
  if (!/^\.\.?(?:\/|$)/u.test(specifier) || parentUrl === undefined) return undefined;
  return new URL(specifier, parentUrl);
}

function existing(path: string): string | undefined {
  const extension = /\.[cm]?jsx?$/u.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - extension.length);
  const written = sources[extension]?.map((source) => stem + source).find(isFile);
  if (written) return written;
  if (isFile(path)) return path;
  const candidates = [path, `${path.replace(/[\\/]$/u, "")}/index`];
  return candidates.flatMap((base) => extensions.map((each) => base + each)).find(isFile);
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** Undefined where nothing is, or nobody can look: links in a circle, a name that is too long, a folder that is closed. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The starts and everything that `next` leads to from them, loops included. */
export function reachable(starts: Iterable<string>, next: (file: string) => Iterable<string>): Set<string> {
  const found = new Set(starts);
  // a set's loop also visits what is added while it runs
  for (const file of found) for (const each of next(file)) found.add(each);
  return found;
}

/** The starts and everything that leads to them, by what each file imports. */
export function importersOf(starts: Iterable<string>, imports: Iterable<[string, Iterable<string>]>): Set<string> {
  const importers = new Map<string, string[]>();
  for (const [file, imported] of imports)
    for (const each of imported) importers.set(each, [...(importers.get(each) ?? []), file]);
  return reachable(starts, (file) => importers.get(file) ?? []);
}
