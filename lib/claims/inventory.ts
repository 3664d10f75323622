/** The course's claims as data: every sentence that some lecture tests, with its grade and where its threshold comes from. */
import rows from "../../data/claims.json" with { type: "json" };
import { check } from "../core/index.ts";

/** T: theorem or exact count. M: measured in something trained or run here. S: simulated respondent, a demonstration only. */
export type Grade = "T" | "M" | "S";

/** S: said in the notes. I: shown in the lecture's pictures or reading. X: added by this course. */
export type Source = "S" | "I" | "X";

/** One sentence that could be false. */
export interface ClaimRow {
  /** Chapter and serial: `1.13`. */
  id: string;
  chapter: number;
  sentence: string;
  grade: Grade;
  source: Source;
  /** What must be measured for the sentence to stand, in words. */
  threshold: string;
  experiment: string;
  /** True if the threshold rests on a trial of the experiment; false if it is a proposal. */
  tried: boolean;
}

/** All claims of the course, in order. */
export const inventory: readonly ClaimRow[] = Object.freeze(rows as ClaimRow[]);

const byId = new Map(inventory.map((row) => [row.id, row]));

/** The claim with this id; throws an `InputError` that names the chapter's range for an id that does not exist. */
export function lookUp(id: string): ClaimRow {
  const row = byId.get(id);
  check(row !== undefined, "claim id", () => hint(id), id);
  return row;
}

function hint(id: unknown): string {
  const chapter = inventory.filter((row) => row.chapter === Number.parseInt(String(id), 10));
  if (typeof id === "string" && chapter.length > 0) return `${chapter[0]!.id} to ${chapter.at(-1)!.id} in this chapter`;
  return `a text like "1.13", ${inventory[0]!.id} to ${inventory.at(-1)!.id}`;
}
