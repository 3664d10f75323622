/**
 * Bytes that reach a file descriptor without passing our console: `fs.writeSync(1, …)`, native code, child processes.
 *
 * At the end of each cell the process writes a marker to both descriptors; when it has come through, so has all that was
 * written before it, and the cell can end with nothing missing.
 */
import { StringDecoder } from "node:string_decoder";

/** What the process writes at the end of cell `cell`. NUL bytes and a secret keep a cell's own text from passing for it. */
export function endMarker(secret: string, cell: number): string {
  return `\0${secret}:${cell}\0`;
}

export interface RawOutput {
  push(bytes: Buffer): void;
  /** Resolves when the marker of `cell` has passed, the stream has ended, or `timeoutMs` is over. */
  drained(cell: number, timeoutMs: number): Promise<void>;
  end(): void;
}

/** Split raw bytes into text for `onText` and end markers. */
export function rawOutput(secret: string, onText: (text: string) => void): RawOutput {
  const decoder = new StringDecoder("utf8");
  const waiting = new Map<number, () => void>();
  const start = `\0${secret}:`;
  let held = "";
  let passed = -1;
  let ended = false;

  function push(text: string): void {
    held += text;
    for (;;) {
      const at = held.indexOf(start);
      const close = at < 0 ? -1 : held.indexOf("\0", at + start.length);
      if (at < 0 || close < 0) break;
      if (at > 0) onText(held.slice(0, at));
      passed = Number(held.slice(at + start.length, close));
      held = held.slice(close + 1);
      for (const [cell, resolve] of waiting) if (cell <= passed) resolve();
    }
    const keep = markerStart();
    if (keep > 0) onText(held.slice(0, keep));
    held = held.slice(keep);
  }

  /** Where a marker begins of which the rest is still to come; the end if there is none. */
  function markerStart(): number {
    let at = held.indexOf("\0");
    while (at >= 0 && !held.startsWith(start, at) && !start.startsWith(held.slice(at, at + start.length)))
      at = held.indexOf("\0", at + 1);
    return at < 0 ? held.length : at;
  }

  return {
    push: (bytes) => push(decoder.write(bytes)),
    drained(cell, timeoutMs) {
      if (ended || passed >= cell) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(cell);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        waiting.set(cell, done);
      });
    },
    end() {
      ended = true;
      if (held) onText(held);
      held = "";
      for (const resolve of waiting.values()) resolve();
    },
  };
}
