/**
 * What libraries do after a cell was stopped in the middle of their work.
 *
 * V8's stop runs no `catch` and no `finally`, so a library that keeps count of what it has begun is left in between. It
 * may leave a function in the Set under `Symbol.for("Jupyter.stopped")`, which puts that right.
 */

const symbol = Symbol.for("Jupyter.stopped");

/** Call them all, still as part of the cell: one that does not end can be stopped, too. */
export function afterStop(): void {
  const all = (globalThis as Record<symbol, unknown>)[symbol] as Set<() => void> | undefined;
  try {
    for (const putRight of all ?? []) putRight();
  } catch {
    // the cell was stopped, and that is what is said
  }
}
