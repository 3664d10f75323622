/** How fast a flood of lines arrives, and whether all of it does. */
import { setTimeout as delay } from "node:timers/promises";
import type { Received } from "../../../test/peers/index.ts";
import { withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import type { Measurement } from "./types.ts";

const count = 20_000;
/** How long no line may come after the reply until those that are missing count as lost. */
const patienceMs = 3_000;

export const lines: Measurement = {
  id: "lines",
  rows: [
    { id: "lines", title: "20,000 printed lines", unit: "lines/s", goal: { atLeast: 1, of: "lines" } },
    { id: "lines-by-idle", title: "how many of them are there when the cell is said to be done", unit: "lines" },
  ],
  measure: (name, { cwd }) =>
    withPeer(name, { cwd }, async ({ client }) => {
      const started = performance.now();
      const id = await client.send("execute_request", { code: cellsFor(name).printLines(count) });
      let text = "";
      let arrived = 0;
      const all = client.until(({ type, parent, content }) => {
        if (type !== "stream" || parent.msg_id !== id) return false;
        const part = String(content["text"]);
        text += part;
        arrived += part.split("\n").length - 1;
        return arrived >= count;
      });
      all.catch(() => {}); // it is given up on below, long before the client does
      const lastMs = Promise.all([all, client.outputs(id)]).then(() => performance.now() - started);
      lastMs.catch(() => {});
      const silence = async (): Promise<undefined> => {
        await client.reply(id);
        for (let seen = -1; seen !== arrived;) {
          seen = arrived;
          await delay(patienceMs, undefined, { ref: false });
        }
      };
      const ms = await Promise.race([lastMs, silence()]);
      if (ms === undefined) return { lines: `${arrived} arrive`, "lines-by-idle": "–" };
      const byIdle = linesIn(await client.outputs(id));
      const expected = Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");
      return { lines: text === expected ? count / (ms / 1000) : "out of order", "lines-by-idle": byIdle };
    }),
};

function linesIn(messages: readonly Received[]): number {
  const streams = messages.filter(({ type }) => type === "stream");
  return streams.reduce((sum, { content }) => sum + String(content["text"]).split("\n").length - 1, 0);
}
