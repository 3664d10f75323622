/**
 * What this process uses while cells run, taken before a cell can replace it.
 * Subtle: not from `node:process`, whose import opens the real `process.stdout` and stops it from blocking.
 */
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers";

export const ownProcess = globalThis.process;
export const cpuUsage = ownProcess.cpuUsage.bind(ownProcess);
export const resourceUsage = ownProcess.resourceUsage.bind(ownProcess);
export const now = performance.now.bind(performance);
export const nextTurn = setImmediate;
export const promise = Promise;

/** End the process at once: no listener of a cell can hold it up. */
export const endNow = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
