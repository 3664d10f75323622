/**
 * ZeroMQ, loaded when it is first needed: a kernel's session starts meanwhile, and where its native part is missing
 * or broken, a sentence says so instead of a stack.
 */
import { spawnSync } from "node:child_process";
import type * as zeromq from "zeromq";

export async function loadZeromq(): Promise<typeof zeromq> {
  try {
    return await import("zeromq");
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw notLoaded(why!, error);
  }
}

/** As `loadZeromq`, and safe where the native part is damaged so that it crashes whoever loads it; slower. */
export async function tryZeromq(): Promise<typeof zeromq> {
  const { signal } = spawnSync(process.execPath, ["-e", 'import("zeromq")'], {
    cwd: import.meta.dirname,
    stdio: "ignore",
    windowsHide: true,
  });
  if (signal) throw notLoaded(`its native part is damaged (${signal})`);
  return loadZeromq();
}

function notLoaded(why: string, cause?: unknown): Error {
  const what = "zeromq, the library that carries Jupyter's messages, cannot be loaded";
  const message = `${what} on ${process.platform} ${process.arch}: npm ci installs it again. It says: ${why}`;
  return new Error(message, { cause });
}
