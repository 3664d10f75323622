/** Connection files: on free ports, or on sockets in the file system. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { tmpdir } from "node:os";
import { freeConnectionFile } from "../client.ts";

export async function connectionFileFor({ key, transport }: { key?: string; transport?: "ipc" }): Promise<string> {
  const text = await freeConnectionFile(key);
  if (transport === undefined) return text;
  // a socket's path is cut at about 100 bytes, so it cannot lie in the project
  const ip = path.join(tmpdir(), `ipc-${randomUUID().slice(0, 8)}`);
  return JSON.stringify({ ...(JSON.parse(text) as object), transport, ip });
}
