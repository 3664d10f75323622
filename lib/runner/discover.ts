/** Which notebooks to run. There is no list: what is in the folder is run, so none can be forgotten. */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { InputError } from "../core/index.ts";

/**
 * The files to run, in order, each once. `selection` holds numbers ("1", "01"), paths of notebooks or of folders;
 * empty means all of `root`/notebooks. Paths are looked up from `cwd`.
 * Throws `InputError` for what does not exist and for a folder without notebooks: nothing run is never a success.
 */
export function findNotebooks(
  selection: readonly string[],
  { root, cwd = root }: { root: string; cwd?: string },
): string[] {
  const folder = path.join(root, "notebooks");
  if (selection.length === 0) return someIn(folder, "notebooks/");
  return [...new Set(selection.flatMap((one) => find(one, { folder, cwd })))];
}

function find(one: string, { folder, cwd }: { folder: string; cwd: string }): string[] {
  if (/^\d+$/.test(one)) {
    const all = notebooksIn(folder);
    const found = all.filter((file) => Number(/^\d+/.exec(path.basename(file))?.[0]) === Number(one));
    if (found.length > 0) return found;
    const known = all.map((file) => path.basename(file)).join(", ") || "none";
    throw new InputError(`notebook: expected the number of one of notebooks/ (${known}), got ${one}`);
  }
  if (one === "") throw new InputError('notebook: expected a number or a path, got ""');
  const file = path.resolve(cwd, one);
  if (!existsSync(file)) throw new InputError(`notebook: expected a number or a path that exists, got ${one}`);
  if (statSync(file).isDirectory()) return someIn(file, one);
  if (!file.endsWith(".ipynb")) throw new InputError(`notebook: expected an .ipynb file, got ${one}`);
  return [file];
}

function someIn(folder: string, name: string): string[] {
  const files = notebooksIn(folder);
  if (files.length === 0) throw new InputError(`notebooks: expected at least one .ipynb file in ${name}, got none`);
  return files;
}

function notebooksIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ipynb") && !entry.name.startsWith("."))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}
