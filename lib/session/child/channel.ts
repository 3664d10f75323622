/** The process's side of the channel: every output of a cell leaves through here, at once and in order. */
import { writeSync } from "node:fs";
import { brokenExitCode, encodeFrame, framesFd, largestFrameBytes } from "../protocol.ts";
import type { ProcessMessage } from "../protocol.ts";
import type { Output } from "../types.ts";
import { cellNow, hasEnded } from "./cells.ts";
import { mayGoOn, noteLate } from "./interruption.ts";
import { endNow } from "./own.ts";

/** Send what the running code shows. Throws if its cell was interrupted. */
export function sendOutput(output: Output): void {
  if (!mayGoOn()) return;
  const cell = cellNow();
  if (hasEnded(cell)) noteLate(cell);
  send({ type: "output", cell, output });
}

/** Write a message whole. The descriptor blocks, so a fast writer waits for its reader instead of filling memory. */
export function send(message: ProcessMessage): void {
  const frame = encodeFrame(message);
  if (frame.length - 4 > largestFrameBytes)
    throw new RangeError(`display: expected at most ${largestFrameBytes / 2 ** 20} MiB in one output, got more`);
  // without the channel nothing that happens here can be told
  if (!writeWhole(framesFd, frame)) endNow(brokenExitCode);
}

/** True while a message is half written: JavaScript that is stopped now would leave the channel broken. */
export let writing = false;

/**
 * Write all bytes, waiting for a reader that is slow (`EAGAIN`), for `patienceMs` at most. False if the descriptor is
 * closed or nobody reads.
 */
export function writeWhole(fd: number, bytes: Uint8Array, patienceMs = Infinity): boolean {
  let waitedMs = 0;
  writing = true;
  try {
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
  } finally {
    writing = false;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
