/** What the compiler gives: plain data, offsets in UTF-16 units of the cell's own text. */

export interface CellDiagnostic {
  /** TypeScript's number, as in `TS2322`. */
  code: number;
  message: string;
  start: number;
  end: number;
}

export type Compiled =
  | { ok: true; javascript: string }
  /** Refused: nothing of the cell may run. `syntax`: it could not even be parsed. */
  | { ok: false; syntax: boolean; diagnostics: CellDiagnostic[] };
