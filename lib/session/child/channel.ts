/** The process's side of the channel: every output of a cell leaves through here, at once and in order. */
import { AsyncLocalStorage } from "node:async_hooks";
import { writeSync } from "node:fs";
import { brokenExitCode, encodeFrame, framesFd, largestFrameBytes } from "../protocol.ts";
import type { ProcessMessage } from "../protocol.ts";
import type { Output } from "../types.ts";
import { endNow } from "./own.ts";

/** Which cell the running code belongs to: a timer's callback still belongs to the cell that set it. */
export const cellOf = new AsyncLocalStorage<number>();

let current = 0;

/** Note that `cell` runs now; code without a cell of its own is counted to it. */
export function setCurrentCell(cell: number): void {
  current = cell;
}

/** The cell that the running code belongs to. */
export function cellNow(): number {
  return cellOf.getStore() ?? current;
}

export function sendOutput(output: Output): void {
  send({ type: "output", cell: cellNow(), output });
}

/** Write a message whole. The descriptor blocks, so a fast writer waits for its reader instead of filling memory. */
export function send(message: ProcessMessage): void {
  const frame = encodeFrame(message);
  if (frame.length - 4 > largestFrameBytes)
    throw new RangeError(`display: expected at most ${largestFrameBytes / 2 ** 20} MiB in one output, got more`);
  // without the channel nothing that happens here can be told
  if (!writeWhole(framesFd, frame)) endNow(brokenExitCode);
}

/**
 * Write all bytes, waiting for a reader that is slow (`EAGAIN`), for `patienceMs` at most. False if the descriptor is
 * closed or nobody reads.
 */
export function writeWhole(fd: number, bytes: Uint8Array, patienceMs = Infinity): boolean {
  let waitedMs = 0;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || waitedMs >= patienceMs) return false;
      Atomics.wait(pause, 0, 0, 1);
      waitedMs++;
    }
  }
  return true;
}

const pause = new Int32Array(new SharedArrayBuffer(4));
