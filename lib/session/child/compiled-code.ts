/**
 * Keeps what Node made of each file (JavaScript without types, V8's code) in its compile cache, where there is one:
 * the next start takes half as long. Node writes it when a process exits; this one is ended from outside.
 */
import { flushCompileCache } from "node:module";
import { later } from "./own.ts";

/** Writing waits until no cell has ended for this long. */
const idleMs = 500;

let waiting: NodeJS.Timeout | undefined;

/** Write what is new, soon. */
export function keepCompiledCode(): void {
  if (waiting) waiting.refresh();
  else waiting = later(flushCompileCache, idleMs).unref();
}
