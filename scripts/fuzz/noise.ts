/** Frames that no client should send: noise, right messages with something changed, and rightly signed nonsense. */
import type { Rng } from "../../lib/core/index.ts";
import type { Client } from "../../test/peers/index.ts";

/** All that a client may ask, except to shut down, and what it may not. */
const types = [
  "kernel_info_request",
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "history_request",
  "comm_info_request",
  "connect_request",
  "interrupt_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "input_reply",
  "unknown_request",
  "shutdown_reply",
  "__proto__",
  "constructor_request",
  "",
];
const keys = [
  "code",
  "cursor_pos",
  "silent",
  "store_history",
  "stop_on_error",
  "user_expressions",
  "allow_stdin",
  "detail_level",
  "hist_access_type",
  "n",
  "session",
  "start",
  "stop",
  "pattern",
  "unique",
  "output",
  "raw",
  "comm_id",
  "target_name",
  "data",
  "value",
  "__proto__",
  "toString",
];
const codes = [
  "1 + 1",
  "let x = 1; x",
  "const y: number = 'a'",
  "console.log('a'); throw new Error('b')",
  "Promise.reject(1)",
  "await 0",
  "import fs from 'node:fs'; fs",
  "(((((",
  "`${",
  "/* ",
  "\u0000\ud800\u2028",
  "😀.length",
  "#!/x\n@decorator class",
  "interface A { a: A['a'] }",
  "x".repeat(5000),
  "",
];

/** Whether a message must be answered, and its frames. */
export interface Shot {
  frames: Buffer[];
  /** The id of a request that is well formed and rightly signed: it must be answered. */
  id?: string;
}

export function shot(rng: Rng, client: Client): Shot {
  const kind = rng.int(10);
  if (kind < 3) return { frames: some(rng, 12, () => bytes(rng, 300)) };
  if (kind < 6) return changed(rng, client);
  return signed(rng, client);
}

/** A right message with bytes changed, frames dropped, doubled or swapped. Its signature no longer fits. */
function changed(rng: Rng, client: Client): Shot {
  const { frames } = client.frames(rng.pick(types), content(rng), rng.int(4) === 0 ? { key: "wrong" } : {});
  for (let left = 1 + rng.int(3); left > 0; left--) {
    const at = rng.int(frames.length);
    const frame = frames[at]!;
    const how = rng.int(6);
    if (how === 0) frames.splice(at, 1);
    else if (how === 1) frames.splice(at, 0, frame);
    else if (how === 2) frames[at] = frame.subarray(0, rng.int(frame.length + 1));
    else if (how === 3) frames.splice(at, 0, bytes(rng, 20));
    else if (how === 4) frames[at] = frames[rng.int(frames.length)]!;
    else frames[at] = flipped(rng, frame);
    if (frames.length === 0) frames.push(Buffer.alloc(0));
  }
  return { frames };
}

/** A message with the right signature, and content that may be anything. */
function signed(rng: Rng, client: Client): Shot {
  const type = rng.pick(types);
  const header = rng.int(6) === 0 ? { [rng.pick(["msg_id", "msg_type", "session", "date"])]: value(rng, 2) } : {};
  const buffers = rng.int(8) === 0 ? some(rng, 3, () => bytes(rng, 100)) : [];
  const parent = rng.int(8) === 0 ? record(rng, 2) : {};
  const { frames, id } = client.frames(type, content(rng), { header, buffers, parent });
  return { frames, ...(type.endsWith("_request") && Object.keys(header).length === 0 && { id }) };
}

function content(rng: Rng): object {
  const usual = { code: rng.pick(codes), cursor_pos: rng.int(20) - 5, stop_on_error: false, allow_stdin: false };
  return rng.int(2) === 0 ? usual : { ...usual, ...record(rng, 3), stop_on_error: false };
}

function record(rng: Rng, depth: number): Record<string, unknown> {
  return Object.fromEntries(some(rng, 5, () => [rng.pick(keys), value(rng, depth)]));
}

function value(rng: Rng, depth: number): unknown {
  const kind = rng.int(depth > 0 ? 12 : 10);
  if (kind === 10) return some(rng, 4, () => value(rng, depth - 1));
  if (kind === 11) return record(rng, depth - 1);
  const flat = [null, true, false, 0, -1, 2 ** 53, 1e308, "", rng.pick(codes), rng.pick(keys)];
  return flat[kind];
}

/** From one to `most` of what `make` makes. */
export function some<T>(rng: Rng, most: number, make: () => T): T[] {
  return Array.from({ length: rng.int(most) + 1 }, make);
}

export function bytes(rng: Rng, most: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: rng.int(most) }, () => rng.int(256)));
}

function flipped(rng: Rng, frame: Buffer): Buffer {
  const copy = Buffer.from(frame);
  if (copy.length > 0) copy[rng.int(copy.length)]! ^= 1 << rng.int(8);
  return copy;
}
