/**
 * How far a loop has come, while it runs: one output that is updated in place, never a page of lines.
 *
 * The clock is read to say how long it took and how long it may still take; nothing that is computed depends on it.
 */
import { check } from "./check.ts";
import { display, displaySymbol, isHosted } from "./display.ts";
import { progressData } from "./progress-text.ts";

export interface ProgressOptions {
  /** How many items there will be. Default: the length or size of `items`, if it has one. */
  total?: number | undefined;
  /** What the loop does, in front of the count. */
  label?: string | undefined;
}

/** Shortest time between two updates, in milliseconds. */
const betweenMs = 100;

/**
 * Go through `items` and show how many are done, of how many, and how long the rest may take; at the end, how long it
 * took. At most ten updates a second. A loop that is left early says so.
 *
 * `for (const batch of progress(batches, { label: "training" })) …`
 */
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Generator<T, void>;
export function progress<T>(items: AsyncIterable<T>, options?: ProgressOptions): AsyncGenerator<T, void>;
export function progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): Generator<T, void> | AsyncGenerator<T, void> {
  const { total = lengthOf(items), label } = options;
  check(total === undefined || (Number.isFinite(total) && total >= 0), "progress total", "a number, 0 or more", total);
  if (typeof items === "object" && items !== null && Symbol.asyncIterator in items)
    return throughAsync(items, { total, label });
  const isIterable = typeof (items as Partial<Iterable<T>> | null | undefined)?.[Symbol.iterator] === "function";
  check(isIterable, "progress", "something to go through, as for…of does", items);
  return through(items as Iterable<T>, { total, label });
}

function* through<T>(items: Iterable<T>, options: ProgressOptions): Generator<T, void> {
  const bar = openBar(options);
  try {
    for (const item of items) {
      yield item;
      bar.step();
    }
    bar.finish();
  } finally {
    bar.leave();
  }
}

async function* throughAsync<T>(items: AsyncIterable<T>, options: ProgressOptions): AsyncGenerator<T, void> {
  const bar = openBar(options);
  try {
    for await (const item of items) {
      yield item;
      bar.step();
    }
    bar.finish();
  } finally {
    bar.leave();
  }
}

function lengthOf(items: unknown): number | undefined {
  const { length, size } = (items ?? {}) as { length?: unknown; size?: unknown };
  const known = typeof length === "number" ? length : size;
  return typeof known === "number" ? known : undefined;
}

function clock(): number {
  // oxlint-disable-next-line no-restricted-properties -- see the head of this file
  return performance.now();
}

interface Bar {
  step(): void;
  finish(): void;
  /** The loop was left; nothing if it had finished. */
  leave(): void;
}

function openBar({ total, label }: ProgressOptions): Bar {
  const startedAt = clock();
  const displayId = `progress-${crypto.randomUUID()}`;
  let shownAt = startedAt;
  let done = 0;
  let ended = false;

  function show(state: "running" | "done" | "left", update: boolean): void {
    // a terminal has no output that could be replaced: the end is enough
    if (state === "running" && !isHosted()) return;
    const seconds = (clock() - startedAt) / 1000;
    const data = progressData({ done, total, label, seconds, state });
    // a loop cannot wait for its display, and one that fails is no reason to stop it
    display({ [displaySymbol]: () => data }, { displayId, update }).catch(() => {});
  }
  function end(state: "done" | "left"): void {
    if (ended) return;
    ended = true;
    show(state, true);
  }

  show("running", false);
  return {
    step() {
      done++;
      const now = clock();
      if (now - shownAt < betweenMs) return;
      shownAt = now;
      show("running", true);
    },
    finish: () => end("done"),
    leave: () => end("left"),
  };
}
