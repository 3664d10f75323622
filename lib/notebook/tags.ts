/** What a cell's metadata says about how it is to be treated. */
import type { Cell, Tolerance } from "./types.ts";

/** The tags that the runner knows; `raises-exception` is Jupyter's own. */
export type Tag = "raises-exception" | "allow-stderr" | "volatile-output";

export function hasTag(cell: Cell, tag: Tag): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}

/** The tolerance that a cell states for its numbers; undefined where it wants them exact. */
export function toleranceOf(cell: Cell): Tolerance | undefined {
  return cell.metadata.course?.tolerance;
}
