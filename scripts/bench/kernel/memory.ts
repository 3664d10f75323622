/** What a kernel takes from a student's laptop. */
import { setTimeout as delay } from "node:timers/promises";
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { memoryOfTree } from "./process-memory.ts";
import type { Measurement } from "./types.ts";

/** The memory once it no longer moves by more than one part in a hundred, or after five seconds. */
async function settled(pid: number): Promise<number> {
  let before = memoryOfTree(pid);
  for (let n = 0; n < 10; n++) {
    await delay(500);
    const now = memoryOfTree(pid);
    if (Math.abs(now - before) < before / 100) return now;
    before = now;
  }
  return before;
}

export const memory: Measurement = {
  id: "memory",
  rows: [
    { id: "memory-before", title: "memory before the first typed cell", unit: "MiB", goal: { atMost: 200 } },
    { id: "memory-after", title: "memory after the first typed cell", unit: "MiB", goal: { atMost: 300 } },
  ],
  measure: (name, { cwd }) =>
    withPeer(name, { cwd, ready: false }, async (peer) => {
      const before = await settled(peer.pid);
      await runCell(peer, cellsFor(name).typed);
      return { "memory-before": before, "memory-after": await settled(peer.pid) };
    }),
};
