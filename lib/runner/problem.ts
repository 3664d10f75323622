/** Something that is wrong with a notebook, and where. */
import type { FailureKind } from "./exit-codes.ts";

export interface Problem {
  kind: FailureKind;
  /** Position among all cells, from 1, as a reader counts them. Absent for the notebook as a whole. */
  cell?: number | undefined;
  cellId?: string | undefined;
  /** Line in the cell, from 1. */
  line?: number | undefined;
  /** One sentence. */
  message: string;
  /** A traceback or a diff, several lines. */
  detail?: string | undefined;
}

/** `cell 7 (loss-curve), line 3`. */
export function whereIs({ cell, cellId, line }: Problem): string {
  if (cell === undefined) return "";
  return `cell ${cell}${cellId === undefined ? "" : ` (${cellId})`}${line === undefined ? "" : `, line ${line}`}`;
}
