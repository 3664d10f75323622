/** What every cell costs at least. */
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { cpuOfTree, known } from "./process-cpu.ts";
import { median, quantile } from "../statistics.ts";
import type { Measurement } from "./types.ts";

export const trivialCell: Measurement = {
  id: "trivial",
  rows: [
    { id: "trivial", title: "trivial cell, median", unit: "ms", goal: { atMost: 0.75, of: "trivial" } },
    { id: "trivial-p95", title: "trivial cell, 95 in 100 are faster than", unit: "ms" },
    { id: "trivial-cpu", title: "trivial cell, processor time of all its processes, mean", unit: "ms" },
    { id: "typed", title: "20-line typed cell without packages, median", unit: "ms" },
  ],
  measure: (name, { cwd, cells }) =>
    withPeer(name, { cwd }, async (peer) => {
      const { trivial, typed } = cellsFor(name);
      const before = cpuOfTree(peer.pid);
      const times: number[] = [];
      for (let n = 0; n < cells; n++) times.push((await runCell(peer, trivial(n))).ms);
      const cpu = known((cpuOfTree(peer.pid) - before) / cells);
      const typedTimes: number[] = [];
      for (let n = 0; n < cells / 10; n++) typedTimes.push((await runCell(peer, typed)).ms);
      return {
        trivial: median(times),
        "trivial-p95": quantile(times, 0.95),
        "trivial-cpu": cpu,
        typed: median(typedTimes),
      };
    }),
};
