/** The claims that outputs carry. They come as data, so the runner knows nothing of how a claim is tested. */
import type { NotebookOutput } from "../notebook/index.ts";
import type { CellRun } from "./execute.ts";

export const claimMime = "application/vnd.course.claim+json";

/** One claim as a cell showed it. Texts are ready to be read; `holds` is what counts. */
export interface FoundClaim {
  id: string;
  sentence: string;
  grade: string;
  expected: string;
  measured: string;
  control: string;
  holds: boolean;
  /** Position of its cell among all cells, from 1. */
  cell: number;
  cellId: string;
}

export function claimsOf(runs: readonly CellRun[]): FoundClaim[] {
  return runs.flatMap(({ cell, index, outputs }) =>
    outputs.flatMap((output) => {
      const data = claimData(output);
      return data ? [{ ...readClaim(data), cell: index + 1, cellId: cell.id }] : [];
    }),
  );
}

export function claimData(output: NotebookOutput): Record<string, unknown> | undefined {
  const data = "data" in output ? output.data[claimMime] : undefined;
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : undefined;
}

/** Subtle: whatever is not plainly true does not hold, so a malformed claim is red. */
function readClaim(data: Record<string, unknown>): Omit<FoundClaim, "cell" | "cellId"> {
  const text = (key: string): string => (data[key] === undefined ? "" : String(data[key]));
  return {
    id: text("id"),
    sentence: text("sentence"),
    grade: text("grade"),
    expected: text("expected"),
    measured: text("measured"),
    control: text("control"),
    holds: data["holds"] === true,
  };
}
