/** `process.stdout` and `process.stderr` of a cell, and through them `console`: text goes to the channel, in order. */
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { sendOutput } from "./channel.ts";
import { ownProcess } from "./own.ts";
import { withoutOwnFrames } from "./stack-text.ts";

/** A longer text goes in pieces of about this many UTF-16 units, so that each fits the channel. */
const pieceLength = 2 ** 24;

/** Replace both streams. Must run before anything touches them: opening the real ones would stop them from blocking. */
export function installStreams(): void {
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const decoder = new StringDecoder("utf8");
    const { nextTick } = ownProcess;
    const stream = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
      fd,
      isTTY: false,
      columns: 100,
      // subtle: not through Writable's own machinery, which never writes again if code is stopped in the middle of it
      write(chunk: unknown, encoding?: unknown, done: unknown = encoding): boolean {
        // false makes a pipe wait, here for ever
        const sent = sendText(name, withoutOwnFrames(textOf(chunk, { encoding, decoder })));
        if (typeof done === "function") nextTick(done as () => void);
        return sent;
      },
    });
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
  }
  // console hides what its streams throw, and an interrupted cell is stopped by what they throw
  (console as unknown as { _ignoreErrors: boolean })._ignoreErrors = false;
}

function textOf(chunk: unknown, { encoding, decoder }: { encoding: unknown; decoder: StringDecoder }): string {
  if (typeof chunk !== "string") return decoder.write(chunk as Buffer);
  if (typeof encoding !== "string" || /^utf-?8$/iu.test(encoding)) return chunk;
  return Buffer.from(chunk, encoding as BufferEncoding).toString();
}

function sendText(name: "stdout" | "stderr", text: string): boolean {
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + pieceLength, text.length);
    // a character of two units stays whole
    if (end < text.length && text.charCodeAt(end - 1) >>> 10 === 0xd800 >>> 10) end--;
    if (!sendOutput({ type: "stream", name, text: text.slice(at, end) })) return false;
    at = end;
  }
  return true;
}
