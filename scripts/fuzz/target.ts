/** The kernel under fire, started as Jupyter starts it, and the questions that show whether it is whole. */
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { startPeer } from "../../test/peers/index.ts";
import type { Client, Peer, Received } from "../../test/peers/index.ts";
import { connect } from "../../test/kernel/client.ts";

/** What the fuzzing found, with what is needed to see it again. */
export class Finding extends Error {
  override name = "Finding";
}

export interface Target {
  peer: Peer;
  client: Client;
  /** Throw a `Finding` unless heartbeat, control, checker and session all answer, and rightly. */
  checkWhole(): Promise<void>;
  /** Take a new client: one remembers all that it was ever sent. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than the five seconds after which a session that does not stop is killed. */
export const patienceMs = 15_000;

const shutdownMs = 3000;

export async function startTarget(cwd: string): Promise<Target> {
  const peer = await startPeer("ours", { cwd, timeoutMs: patienceMs });
  let { client } = peer;
  let ended: number | string | undefined;
  void peer.exited.then((code) => (ended = code));

  const target: Target = {
    peer,
    get client() {
      return client;
    },
    async checkWhole() {
      if (ended !== undefined) throw new Finding(`the kernel ended with ${ended}: ${peer.said()}`);
      if (peer.said() !== "") throw new Finding(`the kernel wrote to its own output: ${peer.said()}`);
      const beat = await Promise.race([client.heartbeat(), sleep(5000)]);
      if (beat !== "beat") throw new Finding("the heartbeat has stopped");
      await client.request("kernel_info_request", {}, { channel: "control" });
      const number = Math.floor(performance.now());
      const { outputs } = await run(client, `const n${number}: number = ${number}; n${number} + 1`);
      if (resultOf(outputs) !== String(number + 1))
        throw new Finding(`${number} + 1 is ${JSON.stringify(outputs.map(({ content }) => content))}`);
    },
    async renew() {
      client.close();
      client = await connect(peer.connection, { timeoutMs: patienceMs });
    },
    async close() {
      await client.send("shutdown_request", { restart: false }, { channel: "control" });
      await Promise.race([peer.exited, sleep(shutdownMs, undefined, { ref: false })]);
      client.close();
      if (ended === undefined) killGroup(peer.pid);
      await peer.exited;
    },
  };
  return target;
}

export function run(client: Client, code: string): ReturnType<Client["request"]> {
  return client.request("execute_request", { code, stop_on_error: false });
}

export function printed(outputs: readonly Received[], name = "stdout"): string {
  const streams = outputs.filter(({ type, content }) => type === "stream" && content.name === name);
  return streams.map(({ content }) => String(content.text)).join("");
}

export function resultOf(outputs: readonly Received[]): string | undefined {
  const result = outputs.find(({ type }) => type === "execute_result");
  const text = (result?.content.data as Record<string, unknown> | undefined)?.["text/plain"];
  return text === undefined ? undefined : stripVTControlCharacters(String(text));
}

function killGroup(pid: number): void {
  process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
}
