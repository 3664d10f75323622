/** How long a kernel takes from the start of its process to its first answers, compiled code in its cache. */
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { peersDir } from "../../../test/peers/index.ts";
import type { PeerName } from "../../../test/peers/index.ts";
import { withPeer } from "./cell-time.ts";
import { cpuOfTree, known } from "./process-cpu.ts";
import type { Measurement, Setup, Value } from "./types.ts";

/** From the start of the process to the reply to a request that was sent at once: time, and processor time. */
async function firstReply(
  name: PeerName,
  { type, content }: { type: string; content?: object },
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<{ ms: number; cpu: Value }> {
  return withPeer(name, { cwd, env, wait: false, ready: false }, async ({ client, startedAt, pid }) => {
    const reply = await client.reply(await client.send(type, content));
    const ms = performance.now() - startedAt;
    const cpu = known(cpuOfTree(pid));
    if (reply.content["status"] === "error") throw new Error(`${name}: ${String(reply.content["evalue"])}`);
    return { ms, cpu };
  });
}

const firstCell = { type: "execute_request", content: { code: "1 + 1" } };

export const start: Measurement = {
  id: "start",
  rows: [
    { id: "kernel-info", title: "start → kernel_info", unit: "ms", goal: { atMost: 0.5, of: "kernel-info" } },
    { id: "first-result", title: "start → first result", unit: "ms", goal: { atMost: 0.75, of: "first-result" } },
    { id: "first-result-cpu", title: "start → first result, processor time of all its processes", unit: "ms" },
  ],
  async measure(name, { cwd }) {
    const info = await firstReply(name, { type: "kernel_info_request" }, { cwd });
    const result = await firstReply(name, firstCell, { cwd });
    return { "kernel-info": info.ms, "first-result": result.ms, "first-result-cpu": result.cpu };
  },
};

/** The same with empty caches: the first start on a machine. The files themselves may still be in memory. */
export const coldStart: Measurement = {
  id: "cold-start",
  rows: [{ id: "cold-first-result", title: "very first start → first result (empty caches)", unit: "ms" }],
  async measure(name: PeerName, { cwd }: Setup) {
    const empty = mkdtempSync(path.join(peersDir, "empty-"));
    try {
      const env = { NODE_COMPILE_CACHE: empty, PYTHONPYCACHEPREFIX: empty, DENO_DIR: empty };
      // stock tslab's kernelspec knows no cache, so that each of its starts is a first one
      const { ms } = await firstReply(name, firstCell, { cwd, env: name === "tslab" ? {} : env });
      return { "cold-first-result": ms };
    } finally {
      rmSync(empty, { recursive: true, force: true, maxRetries: 3 });
    }
  },
};
