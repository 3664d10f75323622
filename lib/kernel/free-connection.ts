/** A connection file for a kernel that is about to be started here. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { channels } from "./connection-file.ts";

/** The text of a connection file with ports that are free now. */
export async function freeConnectionFile(key: string = randomUUID()): Promise<string> {
  const servers = channels.map(() => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server, i) => [`${channels[i]}_port`, (server.address() as AddressInfo).port]);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return JSON.stringify({ ip: "127.0.0.1", transport: "tcp", key, ...Object.fromEntries(ports) });
}
