/** What this process uses while cells run, taken before a cell can replace it. */
import { performance } from "node:perf_hooks";
import process from "node:process";
import { setImmediate } from "node:timers";

export const cpuUsage = process.cpuUsage.bind(process);
export const resourceUsage = process.resourceUsage.bind(process);
export const now = performance.now.bind(performance);
export const nextTurn = setImmediate;
export const promise = Promise;

/** End the process at once: no listener of a cell can hold it up. */
export const endNow = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
