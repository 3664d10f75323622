/** Whether the thousandth cell of a notebook costs what the first did. Each cell declares two names. */
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { memoryOfTree } from "./process-memory.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./types.ts";

const cells = 1_000;
/** How many at either end a median is taken of. */
const end = 20;

export const longSession: Measurement = {
  id: "long-session",
  once: true,
  rows: [
    { id: "cell-1", title: `declaring cell, median of the first ${end}`, unit: "ms" },
    { id: "cell-1000", title: `declaring cell, median of the last ${end} of 1,000`, unit: "ms", goal: { atMost: 8 } },
    { id: "lost-idle", title: "cells of the 1,000 that were never said to be done", unit: "cells" },
    { id: "memory-1", title: "memory after the first cell", unit: "MiB" },
    { id: "memory-1000", title: "memory after 1,000 cells", unit: "MiB" },
  ],
  measure: (name, { cwd }) =>
    withPeer(name, { cwd }, async (peer) => {
      const { declaring } = cellsFor(name);
      const times: number[] = [];
      let memoryFirst = NaN;
      let lost = 0;
      for (let n = 1; n <= cells; n++) {
        const { ms, idle } = await runCell(peer, declaring(n)).catch((error: Error) => {
          throw new Error(`cell ${n} of ${cells}: ${error.message}`, { cause: error });
        });
        times.push(ms);
        if (!idle) lost++;
        if (n === 1) memoryFirst = memoryOfTree(peer.pid);
      }
      return {
        "cell-1": median(times.slice(0, end)),
        "cell-1000": median(times.slice(-end)),
        "lost-idle": lost,
        "memory-1": memoryFirst,
        "memory-1000": memoryOfTree(peer.pid),
      };
    }),
};
