/** `process.stdout` and `process.stderr` of a cell, and through them `console`: text goes to the channel, in order. */
import { Writable } from "node:stream";
import { sendOutput } from "./channel.ts";
import { withoutOwnFrames } from "./stack-text.ts";

/** A longer text goes in pieces of this many UTF-16 units, so that each fits the channel. */
const pieceLength = 2 ** 24;

/** Replace both streams. Must run before anything touches them: opening the real ones would stop them from blocking. */
export function installStreams(): void {
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const stream = Object.assign(
      new Writable({
        decodeStrings: false,
        write(chunk: string | Buffer, _encoding, done) {
          const text = withoutOwnFrames(chunk.toString());
          for (let at = 0; at < text.length; at += pieceLength)
            sendOutput({ type: "stream", name, text: text.slice(at, at + pieceLength) });
          done();
        },
      }),
      { fd, isTTY: false, columns: 100 },
    );
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
  }
}
