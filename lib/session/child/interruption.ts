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

/** So long after its first error a cell may print and set timers once more, for what its `finally` blocks do. */
const cleanUpMs = 100;
/** A loop that catches every error would turn for ever; after so many it is not thrown at, its timers stay silent. */
const mostErrors = 100;

/** When each interrupted cell got its first error (0 before), and how many it got. */
interface Stop {
  since: number;
  errors: number;
}

/** No prototype, so that a cell cannot reach into it. */
const stopped: Record<number, Stop> = Object.create(null);
let some = false;

/** From now on the code of `cell` is stopped. */
export function markStopped(cell: number): void {
  some = true;
  stopped[cell] ??= { since: 0, errors: 0 };
}

export function isStopped(cell: number | undefined): boolean {
  return some && cell !== undefined && stopped[cell] !== undefined;
}

/** Let the code of an interrupted cell clean up without meeting the error first. */
export function allowCleanUp(cell: number): void {
  const stop = stopped[cell];
  if (stop) stop.since ||= now();
}

/**
 * Called where code prints, shows or sets a timer. True if it may; throws if its cell was interrupted; false if it was,
 * and caught that too often.
 */
export function mayGoOn(): boolean {
  const cell = some ? cellOf.getStore() : undefined;
  const stop = cell === undefined ? undefined : stopped[cell];
  if (!stop) return true;
  if (stop.since !== 0 && now() - stop.since < cleanUpMs) return true;
  if (stop.errors >= mostErrors) return false;
  stop.errors++;
  stop.since ||= now();
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
