/**
 * The one channel between a session and its process: JSON messages, checked on arrival.
 *
 * The process writes frames (four bytes of length, then JSON) to file descriptor 3, synchronously, so that nothing is
 * lost when it ends at once and a loop's output arrives while the loop runs. It reads one JSON message a line from
 * descriptor 4, on a thread of its own, so that an interrupt is heard while JavaScript is busy.
 */
import * as v from "valibot";
import type { Output } from "./types.ts";

export const framesFd = 3;
export const controlFd = 4;

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

const bundle = { data: v.record(v.string(), v.unknown()), metadata: v.record(v.string(), v.unknown()) };
const error = { name: v.string(), message: v.string(), traceback: v.array(v.string()) };

const output = v.variant("type", [
  v.object({ type: v.literal("stream"), name: v.picklist(["stdout", "stderr"]), text: v.string() }),
  v.object({ type: v.literal("display"), ...bundle, displayId: v.optional(v.string()) }),
  v.object({ type: v.literal("update"), ...bundle, displayId: v.string() }),
  v.object({ type: v.literal("clear"), wait: v.boolean() }),
  v.object({ type: v.literal("result"), ...bundle }),
  v.object({ type: v.literal("error"), ...error }),
]);

const cellStatus = v.picklist(["ok", "error", "interrupted"]);
const cell = v.pipe(v.number(), v.integer());

const processMessage = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("output"), cell, output }),
  v.object({ type: v.literal("input"), cell, request: v.number(), prompt: v.string(), password: v.boolean() }),
  v.object({
    type: v.literal("done"),
    cell,
    status: cellStatus,
    error: v.optional(v.object(error)),
    wallMs: v.number(),
    cpuMs: v.number(),
    peakRssBytes: v.number(),
  }),
]);

/** From the process. `done` ends cell number `cell`; output of a cell may still come after it. `input` waits for an answer. */
export type ProcessMessage = v.InferOutput<typeof processMessage>;

/** What the process's second thread reports on the control channel; `secret` tells it from what a cell writes there. */
const monitorMessage = v.object({
  secret: v.string(),
  rssBytes: v.number(),
  peakRssBytes: v.number(),
  /** Since the last cell began. */
  cpuMs: v.number(),
});
export type MonitorMessage = v.InferOutput<typeof monitorMessage>;

// the schema and the type that the rest of the code uses say the same
const _sameOutput: (from: v.InferOutput<typeof output>) => Output = (from) => from;
void _sameOutput;

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

/**
 * Takes bytes as they come and calls `onMessage` for each whole, valid frame. A cell can write anything to the
 * descriptor, so a frame that is too long or says something else is reported and ends the stream.
 */
export function frameReader(
  onMessage: (message: ProcessMessage) => void,
  onBroken: (reason: string) => void,
): (bytes: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let broken = false;
  return (bytes) => {
    if (broken) return;
    chunks.push(bytes);
    size += bytes.length;
    while (size >= 4) {
      if (chunks[0]!.length < 4) chunks = [Buffer.concat(chunks)];
      const length = chunks[0]!.readUInt32LE(0);
      if (length > largestFrameBytes) return stop(`a message of ${length} bytes`);
      if (size < 4 + length) return;
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      chunks = [all.subarray(4 + length)];
      size -= 4 + length;
      const parsed = parseMessage(all.toString("utf8", 4, 4 + length));
      if (!parsed) return stop("a message that no session process sends");
      onMessage(parsed);
    }
  };

  function stop(reason: string): void {
    broken = true;
    chunks = [];
    onBroken(reason);
  }
}

function parseMessage(json: string): ProcessMessage | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (isPrinted(value)) return value;
    const result = v.safeParse(processMessage, value);
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Nearly all messages are printed lines, and the schema takes many times as long to say so. */
function isPrinted(value: unknown): value is ProcessMessage & { type: "output" } {
  const { type, cell: number, output: shown } = value as Partial<ProcessMessage & { type: "output" }>;
  return (
    type === "output" &&
    Number.isInteger(number) &&
    shown?.type === "stream" &&
    typeof shown.text === "string" &&
    (shown.name === "stdout" || shown.name === "stderr")
  );
}

/** Read a line of the control channel's other direction; undefined if the process's second thread did not write it. */
export function parseMonitor(line: string, secret: string): MonitorMessage | undefined {
  try {
    const result = v.safeParse(monitorMessage, JSON.parse(line));
    return result.success && result.output.secret === secret ? result.output : undefined;
  } catch {
    return undefined;
  }
}
