/** Measures every peer in turn, again and again, and keeps every value. */
import type { PeerName } from "../../../test/peers/index.ts";
import { rotate } from "../statistics.ts";
import type { Measurement, Setup, Value } from "./types.ts";

/** All values: row, then peer, then one value for each repetition. */
export type Results = Record<string, Partial<Record<PeerName, Value[]>>>;

export interface RunOptions {
  /** Filled as values come, so that whoever is interrupted can show what there is. */
  results: Results;
  setup: Setup;
  repeat: number;
  /** Told what is about to be measured. */
  progress: (line: string) => void;
  /** Told what went wrong; the row then says "failed". */
  say: (line: string) => void;
}

/**
 * One repetition measures everything on every peer before the next begins, and each begins with another peer: what
 * else the machine does meanwhile falls on all of them.
 */
export async function runAll(
  measurements: readonly Measurement[],
  peers: readonly PeerName[],
  { results, setup, repeat, progress, say }: RunOptions,
): Promise<void> {
  const started = performance.now();
  for (let round = 0; round < repeat; round++) {
    for (const [place, { id, once, measure, rows }] of measurements.entries()) {
      if (once && round > 0) continue;
      for (const peer of rotate(peers, round + place)) {
        const seconds = Math.round((performance.now() - started) / 1000);
        progress(`${round + 1} of ${repeat}, ${id}, ${peer}, ${seconds} s`);
        let values: Record<string, Value>;
        try {
          values = await measure(peer, setup);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          say(`${id}, ${peer}: ${message}`);
          values = Object.fromEntries(rows.map((row) => [row.id, "failed"]));
        }
        for (const row of rows) ((results[row.id] ??= {})[peer] ??= []).push(values[row.id] ?? "–");
      }
    }
  }
}
