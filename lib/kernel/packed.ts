/**
 * The kernel's programs in packed form, which `pack.ts` makes: where they lie, and whether they are up to date.
 *
 * The sources are what counts: a pack is used only while each of them is as it was when it was packed.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A file as it was: its path, from the project's folder or the pack's; its size in bytes; when it was last changed. */
export type FileState = [file: string, bytes: number, mtimeMs: number];

/** What `current.json` says. */
export interface PackNote {
  /** Where the project lay: the pack names a file by its whole path, and another project's may still be there. */
  project: string;
  /** The folder of the pack, beside this file. */
  folder: string;
  /** The program to start. */
  program: string;
  inputs: FileState[];
  outputs: FileState[];
}

export const projectFolder = fileURLToPath(new URL("../../", import.meta.url));
export const packsFolder = path.join(projectFolder, ".cache", "kernel");
export const noteName = "current.json";

/** Node looks for packages from where a program really lies: a `.cache` that is a link to elsewhere leads it astray. */
export function isInProject(): boolean {
  return realpathSync(packsFolder) === path.join(realpathSync(projectFolder), ".cache", "kernel");
}

/** The URL of the packed kernel, or undefined where there is none, it is damaged, or a source has changed or moved since. */
export function freshPack(): string | undefined {
  try {
    const { project, folder, program, inputs, outputs } = readNote();
    const pack = path.join(packsFolder, folder);
    const isFresh =
      project === projectFolder &&
      isInProject() &&
      inputs.every(isIn(projectFolder)) &&
      outputs.every(isIn(pack)) &&
      outputs.some(([file]) => file === program);
    return isFresh ? pathToFileURL(path.join(pack, program)).href : undefined;
  } catch {
    return undefined;
  }
}

/** Throws where there is none, or it is no JSON; what it says is not checked. */
export function readNote(): PackNote {
  return JSON.parse(readFileSync(path.join(packsFolder, noteName), "utf8")) as PackNote;
}

function isIn(folder: string): (state: FileState) => boolean {
  return ([file, bytes, mtimeMs]) => {
    const found = statSync(path.join(folder, file));
    return found.size === bytes && found.mtimeMs === mtimeMs;
  };
}
