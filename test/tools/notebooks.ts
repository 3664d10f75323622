/** Notebooks that every tool must pass, and notebooks that none may pass. */
import type { CellText } from "./tool.ts";

export const passing = ["const one: number = 1;", 'console.log("hello");\none + 1'];

/** The cell that fails, between two that do not, and the name of what it fails with. */
export const failing: Readonly<Record<string, { source: string; error: string }>> = {
  "a thrown error": { source: 'throw new RangeError("boom")', error: "RangeError" },
  "a type error": { source: 'const n: number = "a";', error: "TypeCheckError" },
  "a syntax error": { source: "let a = ;", error: "SyntaxError" },
  "an awaited promise that rejects": {
    source: 'await Promise.reject(new TypeError("late"))',
    error: "TypeError",
  },
  "a promise that nobody awaits": {
    source: 'void Promise.reject(new RangeError("loose"));\nawait new Promise((done) => setTimeout(done, 50));',
    error: "RangeError",
  },
  "process.exit(0)": { source: "process.exit(0)", error: "SessionDied" },
  "a killed process": { source: 'process.kill(process.pid, "SIGKILL")', error: "SessionDied" },
};

/** The failing cell with a cell before it and one behind it. */
export function around(cell: CellText): CellText[] {
  return ["const before = 1;", cell, "before + 1"];
}

/** One failing cell of each kind, for tools that are started anew for each notebook. */
export const failingOnce = Object.entries(failing).filter(
  ([name]) => name !== "a promise that nobody awaits" && name !== "a killed process",
);
