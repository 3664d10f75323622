/** The programs that a cell has started and does not block for: an interrupt of the cell reaches them too. */
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { cellNow } from "./cells.ts";
import { signalGroup } from "./group.ts";

const started = new Map<number, Set<ChildProcess>>();

/** Remember from now on which cell starts which program. */
export function watchSubprocesses(): void {
  subscribe("child_process", (message) => {
    const { process } = message as { process: ChildProcess };
    const cell = cellNow();
    const all = started.get(cell) ?? new Set();
    started.set(cell, all.add(process));
    process.once("close", () => {
      all.delete(process);
      if (all.size === 0) started.delete(cell);
    });
  });
}

/**
 * Ask the programs of `cell` to end, as Ctrl-C in a terminal does. Subtle: a shell that waits for its command ignores a
 * signal to itself alone, so the whole group gets it, also programs of other cells if this cell has any that run.
 */
export function interruptSubprocesses(cell: number): void {
  const all = started.get(cell);
  if (!all || signalGroup("SIGINT")) return;
  for (const process of all) process.kill("SIGINT");
}
