/** `process.stdout` and `process.stderr` of a cell, and through them `console`: text goes to the channel, in order. */
import { Writable } from "node:stream";
import { sendOutput } from "./channel.ts";

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
          sendOutput({ type: "stream", name, text: chunk.toString() });
          done();
        },
      }),
      { fd, isTTY: false, columns: 100 },
    );
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
  }
}
