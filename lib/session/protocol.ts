/**
 * The one channel between a session and its process: JSON messages, checked on arrival (`received.ts`).
 *
 * The process writes frames (four bytes of length, then JSON) to file descriptor 3, synchronously, so that nothing is
 * lost when it ends at once and a loop's output arrives while the loop runs. It reads one JSON message a line from
 * descriptor 4, on a thread of its own, so that an interrupt is heard while JavaScript is busy. Before the first line
 * stands the secret by which its words are told from a cell's.
 */
import type { CellError, Output } from "./types.ts";

export const framesFd = 3;
export const controlFd = 4;

/** Characters of the secret, each a byte. */
export const secretLength = 32;

/** How the process ends when a cell has broken what the session itself needs to go on. */
export const brokenExitCode = 70;

/** A frame larger than this is a broken channel, not an output. */
export const largestFrameBytes = 256 * 2 ** 20;

/** To the process. `interrupt` ends cell number `cell`; 0 means what earlier cells left running while none runs. */
export type ControlMessage =
  | { type: "run"; cell: number; name: string; javascript: string }
  | { type: "interrupt"; cell: number }
  | InputAnswer;

/** The answer to question `request`: null if it was dismissed, `refused` with the reason if nobody can be asked. */
export type InputAnswer = { type: "input"; request: number } & ({ value: string | null } | { refused: string });

/** From the process. `done` ends cell number `cell`; output of a cell may still come after it. `input` waits for an answer. */
export type ProcessMessage =
  | { type: "ready" }
  | { type: "output"; cell: number; output: Output }
  | { type: "input"; cell: number; request: number; prompt: string; password: boolean }
  | {
      type: "done";
      cell: number;
      status: "ok" | "error" | "interrupted";
      error?: CellError | undefined;
      wallMs: number;
      cpuMs: number;
      peakRssBytes: number;
    };

/** What the process's second thread reports on the control channel; `secret` tells it from what a cell writes there. */
export interface MonitorMessage {
  secret: string;
  rssBytes: number;
  peakRssBytes: number;
  /** Since the last cell began. */
  cpuMs: number;
}

// a cell shares this realm and may replace it
const { stringify } = JSON;

/** One message as a line. Subtle: JSON leaves U+2028 and U+2029 as they are, and Node's readline ends a line at them. */
export function controlLine(message: ControlMessage): string {
  const json = stringify(message).replace(
    /[\u2028\u2029]/g,
    (separator) => `\\u${separator.charCodeAt(0).toString(16)}`,
  );
  return `${json}\n`;
}

/** One message as a frame. */
export function encodeFrame(message: ProcessMessage): Buffer {
  const json = Buffer.from(stringify(message));
  const frame = Buffer.allocUnsafe(4 + json.length);
  frame.writeUInt32LE(json.length, 0);
  json.copy(frame, 4);
  return frame;
}
