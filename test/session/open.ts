/** Helpers shared by the tests that run real sessions. */
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { startSession } from "../../lib/session/index.ts";
import type { CellResult, Output, Session, SessionOptions } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";

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

export interface Started {
  ended: Promise<CellResult>;
  outputs: Output[];
  /** Resolves with the text printed so far as soon as it contains `text`. */
  prints(text: string): Promise<string>;
}

/** Run a cell without waiting for its end. */
export function start(session: Session, code: string): Started {
  const outputs: Output[] = [];
  let look: (() => void) | undefined;
  const ended = session.run(code, { onOutput: (output) => (outputs.push(output), look?.()) });
  const text = (): string => outputs.map((each) => (each.type === "stream" ? each.text : "")).join("");
  return {
    ended,
    outputs,
    prints: (wanted) =>
      new Promise((resolve, reject) => {
        look = () => text().includes(wanted) && resolve(text());
        void ended.then((result) => reject(new Error(`ended as ${shown(result)} before it printed ${wanted}`)), reject);
        look();
      }),
  };
}

/** Run a cell, and interrupt it `afterMs` after it has printed "begins", which `code` need not do. */
export async function interrupted(session: Session, code: string, afterMs = 30): Promise<CellResult & { ms: number }> {
  const { ended, prints } = start(session, `console.log("begins");\n${code}`);
  await prints("begins");
  await sleep(afterMs);
  const at = performance.now();
  await session.interrupt();
  const result = await ended;
  return { ...result, ms: performance.now() - at };
}
