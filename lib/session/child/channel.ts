/** The process's side of the channel: every output of a cell leaves through here, at once and in order. */
import { readSync, writeSync } from "node:fs";
import { brokenExitCode, controlFd, encodeFrame, framesFd, largestFrameBytes, secretLength } from "../protocol.ts";
import type { ProcessMessage } from "../protocol.ts";
import type { Output } from "../types.ts";
import { cellNow, hasEnded } from "./cells.ts";
import { mayGoOn, noteLate } from "./interruption.ts";
import { endNow } from "./own.ts";

/** Send what the running code shows. Throws if its cell was interrupted; false if it was, and caught that too often. */
export function sendOutput(output: Output): boolean {
  if (!mayGoOn()) return false;
  const cell = cellNow();
  if (hasEnded(cell)) noteLate(cell);
  send({ type: "output", cell, output });
  return true;
}

/** Write a message whole. The descriptor blocks, so a fast writer waits for its reader instead of filling memory. */
export function send(message: ProcessMessage): void {
  const frame = encodeFrame(message);
  if (frame.length - 4 > largestFrameBytes)
    throw new RangeError(`display: expected at most ${largestFrameBytes / 2 ** 20} MiB in one output, got more`);
  // without the channel nothing that happens here can be told
  if (!writeWhole(framesFd, frame)) endNow(brokenExitCode);
}

/** What the parent has written before anything else. Waits for it; must run before the control thread reads. */
export function readSecret(): string {
  const bytes = Buffer.alloc(secretLength);
  for (let at = 0; at < secretLength;) {
    const count = readSync(controlFd, bytes, at, secretLength - at, null);
    // the parent is gone
    if (count === 0) endNow(brokenExitCode);
    at += count;
  }
  return bytes.toString("latin1");
}

let unstoppable = 0;

/** True while `wholly` works: JavaScript that is stopped now would leave a message half written, or a cell half ended. */
export function mustNotStop(): boolean {
  return unstoppable > 0;
}

/** Do `work`, which no interrupt stops in the middle. */
export function wholly<T>(work: () => T): T {
  unstoppable++;
  try {
    return work();
  } finally {
    unstoppable--;
  }
}

/**
 * Write all bytes, waiting for a reader that is slow (`EAGAIN`), for `patienceMs` at most. False if the descriptor is
 * closed or nobody reads.
 */
export function writeWhole(fd: number, bytes: Uint8Array, patienceMs = Infinity): boolean {
  return wholly(() => {
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
  });
}

const pause = new Int32Array(new SharedArrayBuffer(4));
