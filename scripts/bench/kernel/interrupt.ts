/** How long a loop without end goes on after Jupyter's stop button, and whether its variables are still there. */
import { setTimeout as delay } from "node:timers/promises";
import type { Peer } from "../../../test/peers/index.ts";
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { median } from "../statistics.ts";
import type { Measurement, Value } from "./types.ts";

const repeats = 3;
/** Long enough for the loop to be under way. */
const runsMs = 300;
const patienceMs = 5_000;

async function interruptOnce(peer: Peer, code: string): Promise<Value> {
  const id = await peer.client.send("execute_request", { code });
  await peer.client.until(({ type, parent }) => type === "status" && parent.msg_id === id);
  await delay(runsMs);
  const replied = peer.client.reply(id).then(() => performance.now());
  replied.catch(() => {});
  const started = performance.now();
  await peer.interrupt();
  const gone = peer.exited.then(() => "dies");
  const end = await Promise.race([replied, gone, delay(patienceMs, "no answer", { ref: false })]);
  return typeof end === "number" ? end - started : end;
}

export const interrupt: Measurement = {
  id: "interrupt",
  rows: [{ id: "interrupt", title: "interrupt of a sync loop", unit: "ms", goal: { atMost: 2, of: "interrupt" } }],
  measure: (name, { cwd }) =>
    withPeer(name, { cwd, timeoutMs: 10_000 }, async (peer) => {
      const { words, endless } = cellsFor(name);
      await runCell(peer, words);
      const times: number[] = [];
      for (let n = 0; n < repeats; n++) {
        const value = await interruptOnce(peer, endless);
        if (typeof value === "string") return { interrupt: value };
        times.push(value);
        // a kernel may still be busy with the interrupt when it has replied, as a person's next cell never sees
        await delay(300);
      }
      const lengthOfWords = name === "ipykernel" ? "len(words)" : "words.length";
      const kept = await runCell(peer, lengthOfWords).then(
        ({ shown }) => shown === "2",
        () => false,
      );
      return { interrupt: kept ? median(times) : "state lost" };
    }),
};
