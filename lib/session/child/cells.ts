/** Which cell the running code belongs to: a timer's callback still belongs to the cell that set it. */
import { AsyncLocalStorage } from "node:async_hooks";

export const cellOf = new AsyncLocalStorage<number>();
// a cell can reach the prototype
const { run, getStore, enterWith } = cellOf;
Object.assign(cellOf, { run, getStore, enterWith });

let current = 0;
let currentRuns = false;

/** Note that `cell` runs now. Code without a cell of its own is counted to it, also after its end. */
export function beginCell(cell: number): void {
  current = cell;
  currentRuns = true;
}

export function endCell(): void {
  currentRuns = false;
}

export function hasEnded(cell: number): boolean {
  return cell !== current || !currentRuns;
}

/** The cell that the running code belongs to. */
export function cellNow(): number {
  return cellOf.getStore() ?? current;
}
