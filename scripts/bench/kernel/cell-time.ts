/** Runs a cell and says how long it took, as the person in front of the notebook sees it. */
import { stripVTControlCharacters } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { startPeer } from "../../../test/peers/index.ts";
import type { Peer, PeerName, Received, StartOptions } from "../../../test/peers/index.ts";

export interface Ran {
  /** From sending the request until the reply, the status idle and what the cell shows have all arrived. */
  ms: number;
  /** The text of what the cell shows. */
  shown: string;
  /** False if the status idle had not come a second after the rest, and is left out of the time. */
  idle: boolean;
}

const idlePatienceMs = 1_000;

/**
 * Run a cell that shows one value. Subtle: one kernel says idle before it sends the value, another prints the value
 * instead of returning it and loses its idle now and then, so all three are waited for. Throws if the cell fails.
 */
export async function runCell({ client, name }: Peer, code: string): Promise<Ran> {
  const started = performance.now();
  const sinceStart = (): number => performance.now() - started;
  const id = await client.send("execute_request", { code, allow_stdin: false });
  const shows = client.until(({ type, parent, content }) => {
    if (parent.msg_id !== id) return false;
    return (
      type === "error" ||
      (name === "tslab" ? type === "stream" && content["name"] === "stdout" : type === "execute_result")
    );
  });
  shows.catch(() => {}); // a cell that fails may show nothing
  const idle = client.outputs(id).then(sinceStart);
  idle.catch(() => {});
  const reply = await client.reply(id);
  const text = reply.content["status"] === "ok" ? shownText(await shows) : "";
  const answered = sinceStart();
  const idleAt = await Promise.race([idle, delay(idlePatienceMs, undefined, { ref: false })]);
  if (reply.content["status"] !== "ok") throw new Error(`${name}: ${failure(client.published, id)}`);
  return { ms: Math.max(answered, idleAt ?? 0), shown: text, idle: idleAt !== undefined };
}

function shownText({ content }: Received): string {
  const { text, data, evalue } = content as { text?: string; data?: Record<string, string>; evalue?: string };
  return stripVTControlCharacters(data?.["text/plain"] ?? text ?? evalue ?? "").trim();
}

/** What a failed cell shows: an error or, with a kernel that prints its errors, the last of what it printed. */
function failure(published: readonly Received[], id: string): string {
  const last = published.findLast(({ type, parent }) => parent.msg_id === id && ["error", "stream"].includes(type));
  return last ? shownText(last) : "the cell failed and shows nothing";
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
