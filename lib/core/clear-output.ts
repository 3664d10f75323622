/** Emptying a cell's output, for what is drawn again and again. */

const clearSymbol = Symbol.for("Jupyter.clear");

/** How `clearOutput` clears. */
export interface ClearOptions {
  /** Clear only when the next output comes, so that nothing flickers. */
  wait: boolean;
}

/** Make `clearOutput` reach the notebook. Called by the host, never by a lecture. */
export function installClear(clear: (options: ClearOptions) => void): void {
  (globalThis as Record<symbol, unknown>)[clearSymbol] = clear;
}

/**
 * Remove everything that the cell has shown so far; with `wait`, when it shows the next thing. Does nothing outside a
 * notebook. For one output among others, give it a `displayId` and update it instead.
 */
export function clearOutput({ wait = false }: Partial<ClearOptions> = {}): void {
  const clear = (globalThis as Record<symbol, unknown>)[clearSymbol] as ((options: ClearOptions) => void) | undefined;
  clear?.({ wait });
}
