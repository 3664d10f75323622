/** Whether a loop written straight into a cell is as fast as the same loop in a function. */
import type { Peer } from "../../../test/peers/index.ts";
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./types.ts";

const repeats = 7;
/** No further repetition once this has passed: one kernel takes seconds for a loop. */
const enoughMs = 2_000;

/** The cell times itself on its own monotonic clock, and shows milliseconds: the way to and from it is left out. */
async function timed(peer: Peer, code: string): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + enoughMs;
  while (times.length < repeats && (times.length === 0 || performance.now() < end)) {
    const { shown } = await runCell(peer, code);
    if (!Number.isFinite(Number(shown))) throw new Error(`${peer.name}: expected milliseconds, got ${shown}`);
    times.push(Number(shown));
  }
  return median(times);
}

export const loop: Measurement = {
  id: "loop",
  rows: [
    { id: "loop", title: "top-level loop ÷ the same in a function", unit: "×", goal: { atMost: 3 } },
    { id: "loop-earlier", title: "the same, adding to an earlier cell's variable", unit: "×" },
  ],
  measure: (name, { cwd }) =>
    withPeer(name, { cwd }, async (peer) => {
      const { declare, top, earlier, inFunction } = cellsFor(name).loops;
      await runCell(peer, declare);
      const base = await timed(peer, inFunction);
      return { loop: (await timed(peer, top)) / base, "loop-earlier": (await timed(peer, earlier)) / base };
    }),
};
