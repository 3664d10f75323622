/**
 * Messages to frames and back: the delimiter, the signature, the JSON.
 *
 * A message that is not signed with the connection's key, or is malformed in any way, decodes to `undefined` and
 * leaves no trace: an answer or a log line would tell a stranger what the right signature is.
 *
 * Reference: Jupyter messaging 5.5, section "The Wire Protocol".
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** What names a message and its sender. Fields that we do not know are kept, so that replies echo them. */
export interface Header {
  msg_id: string;
  msg_type: string;
  [field: string]: unknown;
}

/** The header of the request that a message answers, or `{}` if it answers none. */
export type ParentHeader = Header | Record<string, never>;

export interface Message {
  /** Routing prefix: client identities on a ROUTER socket, the topic on a publishing one. */
  prefix: Buffer[];
  header: Header;
  parent: ParentHeader;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: Buffer[];
}

/** How a connection signs: an HMAC's hash name and key. An empty key means that nothing is signed. */
export interface Signing {
  key: string;
  hash: string;
}

const delimiter = Buffer.from("<IDS|MSG>");

/** The message in `frames`, or `undefined` if they are malformed or not signed with the key. */
export function decode(frames: readonly Buffer[], signing: Signing): Message | undefined {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0 || frames.length < at + 6) return undefined;
  const signature = frames[at + 1]!;
  const parts = frames.slice(at + 2, at + 6);
  if (!isSignedBy(signature, parts, signing)) return undefined;

  let objects: unknown[];
  try {
    objects = parts.map((part) => JSON.parse(utf8.decode(part)));
  } catch {
    return undefined;
  }
  if (!objects.every(isObject)) return undefined;
  const [header, parent, metadata, content] = objects as [
    Header,
    ParentHeader,
    Message["metadata"],
    Message["content"],
  ];
  if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string") return undefined;
  return { prefix: frames.slice(0, at), header, parent, metadata, content, buffers: frames.slice(at + 6) };
}

/** The signature in `frames`, or `""` if there is none; whether it is right is what `decode` says. */
export function signatureOf(frames: readonly Buffer[]): string {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  return at < 0 ? "" : (frames[at + 1]?.toString("latin1") ?? "");
}

/** The frames of `message`, signed. Throws where its content cannot be JSON (a BigInt, a circle). */
export function encode(message: Message, signing: Signing): Buffer[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map(json);
  return [...message.prefix, delimiter, Buffer.from(sign(parts, signing)), ...parts, ...message.buffers];
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sign(parts: readonly Buffer[], { key, hash }: Signing): string {
  if (key === "") return "";
  const hmac = createHmac(hash, key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function isSignedBy(signature: Buffer, parts: readonly Buffer[], signing: Signing): boolean {
  if (signing.key === "") return true;
  const expected = Buffer.from(sign(parts, signing));
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

/** JSON as bytes. A lone surrogate becomes U+FFFD: Python clients cannot save a notebook that holds one. */
function json(value: unknown): Buffer {
  const text = JSON.stringify(value);
  // subtle: JSON.stringify escapes exactly the lone ones as \ud…, so this is rarely true and costs one scan
  if (!text.includes("\\ud")) return Buffer.from(text);
  return Buffer.from(JSON.stringify(value, (_, item) => (typeof item === "string" ? item.toWellFormed() : item)));
}
