/**
 * What an interrupted cell has left running: a loop that waits and prints, a training run, an interval. There is no way
 * to stop a function that waits, so it gets an error as soon as it prints, shows or sets a timer, and its `finally`
 * blocks run.
 */
import { cellOf } from "./cells.ts";
import { now } from "./own.ts";

/** Thrown inside the code of a cell that was interrupted. */
export class Interrupted extends Error {
  override name = "Interrupted";
  override message = "The cell was stopped.";
}

/** So long after its error a cell may print and set timers once more, for what its `finally` blocks do. */
const cleanUpMs = 100;

/** When each interrupted cell got its first error; 0 before. No prototype, so that a cell cannot reach into it. */
const stopped: Record<number, number> = Object.create(null);
let some = false;

/** From now on the code of `cell` is stopped. */
export function markStopped(cell: number): void {
  some = true;
  stopped[cell] ??= 0;
}

export function isStopped(cell: number | undefined): boolean {
  return some && cell !== undefined && stopped[cell] !== undefined;
}

/** Let the code of an interrupted cell clean up without meeting the error first. */
export function allowCleanUp(cell: number): void {
  if (isStopped(cell)) stopped[cell] ||= now();
}

/** Called where code prints, shows or sets a timer: throws if its cell was interrupted. */
export function checkpoint(): void {
  const cell = some ? cellOf.getStore() : undefined;
  if (!isStopped(cell)) return;
  const since = stopped[cell!]!;
  if (since !== 0 && now() - since < cleanUpMs) return;
  if (since === 0) stopped[cell!] = now();
  throw new Interrupted();
}

/** Cells that were heard of after their end. */
const late = new Set<number>();

/** Note that `cell`, which has ended, still does something. */
export function noteLate(cell: number): void {
  if (late.size < 1000) late.add(cell);
}

/** The cells that an interrupt means while no cell runs. */
export function lateCells(): number[] {
  const all = [...late];
  late.clear();
  return all;
}
