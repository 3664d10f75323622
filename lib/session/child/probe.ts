/**
 * Answers the control thread in the middle of whatever the main thread does: V8 serves its inspector between two turns
 * of a loop, inside a regular expression, in `Atomics.wait`. So JavaScript is stopped only while a cell's own code
 * runs, and never the code that ends a cell or writes to the channel.
 */
import { getCallSites } from "node:util";
import { cellOf } from "./cells.ts";
import { mustNotStop } from "./channel.ts";
import { stopJavaScript } from "./evaluate.ts";
import { isStopped, markStopped } from "./interruption.ts";
import { defineFixed } from "./modules.ts";
import { probeName } from "./question.ts";
import type { Question, Verdict } from "./question.ts";

const ours = import.meta.url.slice(0, import.meta.url.lastIndexOf("/"));
const mostFrames = 200;

/**
 * JavaScript is stopped where it stands, without its `finally`. In the middle of Node's own code that may leave
 * something half done, so it is spared so long that a call into Node mostly comes back.
 */
const nodeMs = 100;
/** A module that is stopped while it loads stays half loaded, and most load within this time. */
const loadMs = 2000;
const loader = /^node:internal\/(?:modules|bootstrap)\//;

function isCells(script: string): boolean {
  return !script.startsWith("node:") && !script.startsWith(ours);
}

export function installProbe(runningCell: () => number | undefined): void {
  defineFixed(probeName, function probe({ cell, stop, passedMs }: Question): Verdict {
    const running = runningCell();
    // the first two are this function and the expression that called it; a cell's own script has no name
    const [, , ...below] = getCallSites(mostFrames).map(({ scriptName }) => scriptName);
    if (below.length === 0) return "free";
    const at = cellOf.getStore() ?? running;
    // what an interrupted cell has left running is meant even while another cell runs
    if (!isStopped(at)) {
      if (running !== undefined && running !== cell) return "free";
      if (at !== undefined) markStopped(at);
      if (cell !== 0) markStopped(cell);
    }
    if (mustNotStop()) return "between";
    if (passedMs < loadMs && below.some((script) => loader.test(script))) return "between";
    if (passedMs < nodeMs && !isCells(below[0]!)) return "between";
    if (running === undefined && !below.some(isCells)) return "between";
    if (stop) stopJavaScript();
    return "busy";
  });
}
