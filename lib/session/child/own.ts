/**
 * What this process uses while cells run, taken before a cell can replace it.
 * Subtle: not from `node:process`, whose import opens the real `process.stdout` and stops it from blocking.
 */
import { performance } from "node:perf_hooks";
import * as timers from "node:timers";

export const ownProcess = globalThis.process;
export const cpuUsage = ownProcess.cpuUsage.bind(ownProcess);
export const resourceUsage = ownProcess.resourceUsage.bind(ownProcess);
export const now = performance.now.bind(performance);
export const nextTurn = timers.setImmediate;
export const later = timers.setTimeout;
export const promise = Promise;

const { setPrototypeOf } = Object;

/** `record` without a prototype: what a cell puts into `Object.prototype` is not found in it, nor is it a promise then. */
export function bare<T extends object>(record: T): T {
  return setPrototypeOf(record, null) as T;
}

const on = ownProcess.on.bind(ownProcess);
const eventNames = ownProcess.eventNames.bind(ownProcess);
const removeAllListeners = ownProcess.removeAllListeners.bind(ownProcess);
/** Node hears of signals' listeners through these two. */
const nodesOwn = new Set<string | symbol>(["newListener", "removeListener"]);

/** Listen to `event` of the process, also after a cell has removed all its listeners. */
export function listen(event: string, listener: (thrown: unknown) => void): void {
  on(event, listener);
  on("removeListener", (_event: unknown, removed: unknown) => void (removed === listener && on(event, listener)));
}

Object.assign(ownProcess, {
  removeAllListeners(...events: [event?: string]): NodeJS.Process {
    const removed = events.length > 0 ? events : eventNames().filter((event) => !nodesOwn.has(event));
    for (const event of removed) removeAllListeners(event);
    return ownProcess;
  },
});

const reallyExit = (ownProcess as unknown as { reallyExit(code: number): never }).reallyExit.bind(ownProcess);
let letGo = (): void => {};

/** End the process at once: no listener of a cell can hold it up. */
export function endNow(code: number): never {
  letGo();
  return reallyExit(code);
}

/**
 * Do `last` whenever the process exits. Subtle: not an "exit" listener, which a cell can call with
 * `process.emit("exit")`, or remove.
 */
export function atEnd(last: () => void): void {
  letGo = last;
  Object.assign(ownProcess, { reallyExit: endNow });
}
