/** A session whose cells are TypeScript functions, so that a test decides what a cell shows and when it ends. */
import type { CellResult, Output, RunOptions, Session, SessionOptions } from "../../lib/session/index.ts";

export interface ScriptedCell {
  show(output: Output): void;
  /** Resolves when the session is interrupted while the cell runs. */
  interrupted: Promise<void>;
  /** As the cell's `prompt`; undefined where nobody can be asked. */
  ask: RunOptions["onInput"];
}

/** Ends the cell with what it returns; nothing means `ok`. */
export type Script = (cell: ScriptedCell) => Promise<Partial<CellResult> | void> | Partial<CellResult> | void;

export interface ScriptedSession extends Session {
  /** The options of every cell that was run, and the cell's code. */
  ran: { code: string; name: string | undefined }[];
  interrupts: number;
  isClosed: boolean;
}

export const printed = (text: string): Output => ({ type: "stream", name: "stdout", text });
export const result = (text: string): Output => ({ type: "result", data: { "text/plain": text }, metadata: {} });
export const failure = (message: string): Partial<CellResult> => ({
  status: "error",
  error: { name: "Error", message, traceback: [`Error: ${message}`] },
});

/** `scripts` says by its text what a cell does; any other cell does nothing. */
export function scriptedSession(scripts: Record<string, Script> = {}): ScriptedSession {
  let end: ((result: Partial<CellResult>) => void) | undefined;
  let interruptCell: (() => void) | undefined;

  const session: ScriptedSession = {
    ran: [],
    interrupts: 0,
    isClosed: false,
    async run(code, { onOutput, onInput, name } = {}) {
      session.ran.push({ code, name });
      const outputs: Output[] = [];
      const show = (output: Output): void => {
        outputs.push(output);
        onOutput?.(output);
      };
      const interrupted = new Promise<void>((resolve) => (interruptCell = resolve));
      const closed = new Promise<Partial<CellResult>>((resolve) => (end = resolve));
      const partial = await Promise.race([scripts[code]?.({ show, interrupted, ask: onInput }), closed]);
      return { status: "ok", outputs, refused: false, wallMs: 1, cpuMs: 1, peakRssBytes: 1, ...partial };
    },
    async interrupt() {
      session.interrupts++;
      interruptCell?.();
    },
    async restart() {},
    async close() {
      session.isClosed = true;
      end?.({ status: "died", reason: "The session was closed." });
    },
    async complete(code, cursor) {
      const start = code.lastIndexOf(".", cursor) + 1;
      return { start, end: cursor, matches: [{ text: "sqrt", kind: "function" }] };
    },
    async inspect(code, cursor) {
      if (code === "fails") throw new TypeError("inspection failed");
      return code.startsWith("known", cursor) ? { text: "const known: 1", markdown: "`const known: 1`" } : undefined;
    },
    async isComplete(code) {
      return code.endsWith("{") ? { status: "incomplete", indent: "  " } : { status: "complete" };
    },
  };
  return session;
}

/** What a kernel takes as `startSession`, and the options that it was called with. */
export function starter(session: ScriptedSession): {
  startSession: (options: SessionOptions) => Promise<Session>;
  options: () => SessionOptions;
} {
  let given: SessionOptions | undefined;
  return {
    startSession: async (options) => {
      given = options;
      return session;
    },
    options: () => given!,
  };
}
