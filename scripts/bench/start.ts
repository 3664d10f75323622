/** How long a kernel takes from the start of its process to its first answers, compiled code in its cache. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { PeerName } from "../../test/peers/index.ts";
import { withPeer } from "./cell-time.ts";
import type { Measurement, Setup } from "./types.ts";

/** The time from the start of the process to the reply to a request that was sent at once. */
async function firstReply(
  name: PeerName,
  { type, content }: { type: string; content?: object },
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<number> {
  return withPeer(name, { cwd, env, wait: false, ready: false }, async ({ client, startedAt }) => {
    const reply = await client.reply(await client.send(type, content));
    const ms = performance.now() - startedAt;
    if (reply.content["status"] === "error") throw new Error(`${name}: ${String(reply.content["evalue"])}`);
    return ms;
  });
}

const firstCell = { type: "execute_request", content: { code: "1 + 1" } };

export const start: Measurement = {
  id: "start",
  rows: [
    { id: "kernel-info", title: "start → kernel_info", unit: "ms", goal: { atMost: 0.5, of: "kernel-info" } },
    { id: "first-result", title: "start → first result", unit: "ms", goal: { atMost: 0.75, of: "first-result" } },
  ],
  measure: async (name, { cwd }) => ({
    "kernel-info": await firstReply(name, { type: "kernel_info_request" }, { cwd }),
    "first-result": await firstReply(name, firstCell, { cwd }),
  }),
};

/** The same with empty caches: the first start on a machine. The files themselves may still be in memory. */
export const coldStart: Measurement = {
  id: "cold-start",
  rows: [{ id: "cold-first-result", title: "very first start → first result (empty caches)", unit: "ms" }],
  async measure(name: PeerName, { cwd }: Setup) {
    const empty = mkdtempSync(path.join(os.tmpdir(), "bench-cache-"));
    try {
      const env = { NODE_COMPILE_CACHE: empty, PYTHONPYCACHEPREFIX: empty, DENO_DIR: empty };
      // stock tslab's kernelspec knows no cache, so that each of its starts is a first one
      return { "cold-first-result": await firstReply(name, firstCell, { cwd, env: name === "tslab" ? {} : env }) };
    } finally {
      rmSync(empty, { recursive: true, force: true, maxRetries: 3 });
    }
  },
};
