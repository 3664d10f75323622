/** What the compiler gives: plain data, offsets in UTF-16 units of the cell's own text. */
import type { Positions } from "./positions.ts";

/** What cells are written in. JavaScript is read as TypeScript is, and refused only for what JavaScript refuses. */
export type CellLanguage = "typescript" | "javascript";

export interface CellDiagnostic {
  /** TypeScript's number, as in `TS2322`. */
  code: number;
  message: string;
  start: number;
  end: number;
  /** The module that it lies in, if not in the cell: its path from the notebook's folder, and its text. */
  file?: { name: string; text: string };
}

export type Compiled =
  | {
      ok: true;
      javascript: string;
      /** Where the parts of the JavaScript were in the cell. */
      positions: Positions;
    }
  /** Refused: nothing of the cell may run. `syntax`: it could not even be parsed. */
  | { ok: false; syntax: boolean; diagnostics: CellDiagnostic[] };

/** Replace `[start, end)` by one of `matches`. */
export interface CompletionList {
  start: number;
  end: number;
  matches: CompletionMatch[];
}

export interface CompletionMatch {
  text: string;
  /** What it is, in the words that JupyterLab has icons for: `function`, `class`, `module`, `keyword`, … */
  kind: string;
  /** Its type, where that is known without asking further. */
  signature?: string;
}

/** What the checker knows of a name. */
export interface SymbolFacts {
  /** As a declaration: `const x: number`, `function f(a: string): void`. */
  signature: string;
  /** How many signatures there are, if more than the one that is shown. */
  overloads?: number;
  /** The parameter whose argument the cursor stands in, as written: `b?: string`. */
  parameter?: string;
  documentation: string;
  tags: { name: string; text: string }[];
  /** The declaration as it is written. */
  declaration?: string;
  /** Where that is, from the notebook's folder; none for a cell. */
  file?: string;
}
