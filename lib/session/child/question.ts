/** What the control thread asks the main thread while it is busy, and the answers. */

/** The expression that asks is evaluated in the main thread, so the name is a global there. */
export const probeName = "__cell_probe__";

export interface Question {
  /** The cell to stop; 0 for whatever an earlier cell left running. */
  cell: number;
  /** Stop it now if it is busy. Without this its code gets an error where it prints or sets a timer. */
  stop: boolean;
  /** Since the interrupt: the longer ago, the less is spared. */
  passedMs: number;
}

/**
 * `free`: the event loop turns, or another cell runs. `busy`: the cell's code runs. `between`: something runs that must
 * not be stopped just here.
 */
export type Verdict = "free" | "busy" | "between";

export function expressionOf(question: Question): string {
  return `${probeName}(${JSON.stringify(question)})`;
}
