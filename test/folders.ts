/** Folders for tests, outside the project so that no tsconfig.json stands above them. `setup.ts` removes them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const made: string[] = [];

/** A new empty folder, until the test file ends. */
export function emptyFolder(name = "cells"): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  // on Windows a process that has just ended may still hold its folder
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
