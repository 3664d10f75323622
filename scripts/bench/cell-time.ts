/** Runs a cell and says how long it took, as the person in front of the notebook sees it. */
import { stripVTControlCharacters } from "node:util";
import { startPeer } from "../../test/peers/index.ts";
import type { Peer, PeerName, StartOptions } from "../../test/peers/index.ts";

export interface Ran {
  /** From sending the request until the reply, the status idle and what the cell shows have all arrived. */
  ms: number;
  /** The text of what the cell shows. */
  shown: string;
}

/**
 * Run a cell that shows one value. Subtle: one kernel says idle before it sends the value, another prints the value
 * instead of returning it, so the wait is for all three. Throws if the cell fails.
 */
export async function runCell({ client, name }: Peer, code: string): Promise<Ran> {
  const started = performance.now();
  const id = await client.send("execute_request", { code, allow_stdin: false });
  const shows = client.until(
    ({ type, parent }) => parent.msg_id === id && ["execute_result", "stream", "error"].includes(type),
  );
  const [reply, shown] = await Promise.all([client.reply(id), shows, client.outputs(id)]);
  const ms = performance.now() - started;
  const { text, data, evalue } = shown.content as { text?: string; data?: Record<string, string>; evalue?: string };
  if (reply.content["status"] !== "ok") throw new Error(`${name}: ${evalue ?? text ?? "the cell failed"}`);
  return { ms, shown: stripVTControlCharacters(data?.["text/plain"] ?? text ?? "").trim() };
}

/** Start a kernel, run one cell so that everything behind it is up, use it, and shut it down whatever happens. */
export async function withPeer<T>(
  name: PeerName,
  options: StartOptions & { ready?: boolean },
  use: (peer: Peer) => Promise<T>,
): Promise<T> {
  const { ready = true, ...rest } = options;
  const peer = await startPeer(name, rest);
  try {
    if (ready) await runCell(peer, "40 + 2");
    return await use(peer);
  } finally {
    await peer.close();
  }
}
