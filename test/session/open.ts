/** Helpers shared by the tests that run real sessions. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { startSession } from "../../lib/session/index.ts";
import type { CellResult, Session, SessionOptions } from "../../lib/session/index.ts";

/** A new empty folder outside the project, so that no tsconfig.json stands above it. */
export function emptyFolder(name = "cells"): string {
  return mkdtempSync(path.join(tmpdir(), `${name}-`));
}

export function openSession(options: Partial<SessionOptions> = {}): Promise<Session> {
  return startSession({ cwd: emptyFolder(), ...options });
}

/** The text of a cell's value, or its error in one line, or how else it ended. */
export function shown(result: CellResult): string {
  if (result.error) return `${result.error.name}: ${result.error.message}`;
  const value = result.outputs.find(({ type }) => type === "result");
  return value?.type === "result" ? String(value.data["text/plain"]) : result.status;
}

export function printed(result: CellResult, name: "stdout" | "stderr" = "stdout"): string {
  return result.outputs.map((output) => (output.type === "stream" && output.name === name ? output.text : "")).join("");
}

/** The traceback as plain text. */
export function traceback(result: CellResult): string {
  return stripVTControlCharacters(result.error?.traceback.join("\n") ?? "");
}

/** Run cells one after another; what the last one shows. */
export async function lastOf(session: Session, cells: string[]): Promise<string> {
  let last = "";
  for (const cell of cells) last = shown(await session.run(cell));
  return last;
}
