import type * as zeromq from "zeromq";

/**
 * ZeroMQ, loaded when it is first needed: a kernel's session starts meanwhile, and where its native part is missing
 * or broken, a sentence says so instead of a stack.
 */
export async function loadZeromq(): Promise<typeof zeromq> {
  try {
    return await import("zeromq");
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    const what = "zeromq, the library that carries Jupyter's messages, cannot be loaded";
    throw new Error(`${what} on ${process.platform} ${process.arch}: npm ci installs it again. It says: ${why}`, {
      cause: error,
    });
  }
}
