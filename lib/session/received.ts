/**
 * What comes from the session process, checked. Apart from `protocol.ts`, because that process starts the faster for not
 * reading a library that it has no use for.
 */
import * as v from "valibot";
import { largestFrameBytes } from "./protocol.ts";
import type { MonitorMessage, ProcessMessage } from "./protocol.ts";

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

const processMessage: v.GenericSchema<unknown, ProcessMessage> = v.variant("type", [
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

const monitorMessage: v.GenericSchema<unknown, MonitorMessage> = v.object({
  secret: v.string(),
  rssBytes: v.number(),
  peakRssBytes: v.number(),
  cpuMs: v.number(),
});

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
