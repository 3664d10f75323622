/** A kernel on real sockets with a client, both closed when the test ends, over a session whose cells are scripts. */
import { afterEach } from "vitest";
import { startKernel } from "../../lib/kernel/index.ts";
import type { Kernel, KernelOptions } from "../../lib/kernel/index.ts";
import { connect, freeConnection } from "./client.ts";
import type { Client } from "./client.ts";
import { scriptedSession, starter } from "./scripted-session.ts";
import type { Script, ScriptedSession } from "./scripted-session.ts";

export interface Started {
  kernel: Kernel;
  client: Client;
  session: ScriptedSession;
  options: ReturnType<typeof starter>["options"];
  connection: KernelOptions["connection"];
}

export const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

export async function start(scripts: Record<string, Script> = {}, key?: string): Promise<Started> {
  const session = scriptedSession(scripts);
  const { startSession, options } = starter(session);
  const connection = await freeConnection(key);
  const kernel = await startKernel({ connection, startSession, cwd: "/notebooks" });
  open.push(kernel);
  const client = await connectTo(connection);
  return { kernel, client, session, options, connection };
}

export async function connectTo(connection: KernelOptions["connection"]): Promise<Client> {
  const client = await connect(connection);
  open.push(client);
  return client;
}

export const run = (client: Client, code: string, more: object = {}) =>
  client.request("execute_request", { code, ...more });

/** Resolves as a cell that runs until it is interrupted. */
export const untilInterrupted: Script = async ({ interrupted }) => {
  await interrupted;
  return { status: "interrupted" };
};
