/** Finds a free port on the loopback address. */
import net from "node:net";
import { LabError } from "./failure.ts";

const first = 8888;
const tries = 50;

/**
 * The port to serve on. A port that was asked for is that one or a `LabError`; without one, the first free from 8888,
 * `taken` telling whether 8888 itself was not.
 */
export async function freePort(asked?: number): Promise<{ port: number; taken: boolean }> {
  if (asked !== undefined) {
    if (await isFree(asked)) return { port: asked, taken: false };
    throw new LabError(`Port ${asked} is taken: stop what uses it, or choose another with npm start -- --port N.`);
  }
  for (let port = first; port < first + tries; port++) {
    if (await isFree(port)) return { port, taken: port !== first };
  }
  throw new LabError(`Ports ${first} to ${first + tries - 1} are all taken: choose one with npm start -- --port N.`);
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = net.createServer();
  server.once("error", () => resolve(false));
  server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}
