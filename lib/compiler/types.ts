/** What the compiler gives: plain data, offsets in UTF-16 units of the cell's own text. */

export interface CellDiagnostic {
  /** TypeScript's number, as in `TS2322`. */
  code: number;
  message: string;
  start: number;
  end: number;
}

export type Compiled =
  | {
      ok: true;
      javascript: string;
      /** Where line and column (from 1) of the JavaScript were in the cell. */
      origin: (place: { line: number; column: number }) => { line: number; column: number };
    }
  /** Refused: nothing of the cell may run. `syntax`: it could not even be parsed. */
  | { ok: false; syntax: boolean; diagnostics: CellDiagnostic[] };
