/** Text as the bytes of UTF-8, and back. */
import { check } from "../core/index.ts";

/** The bytes of a text. Throws on half a surrogate pair, which has none. */
export function utf8(text: string, name: string): Uint8Array {
  check(text.isWellFormed(), name, 'text without lone surrogates (or loneSurrogates: "replace")', text);
  return new TextEncoder().encode(text);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The text of bytes; what is no valid UTF-8 becomes U+FFFD, and a byte order mark stays. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Bytes for people: as text where they are whole characters, as ⟨hex⟩ where they are not. */
export function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `⟨${byte.toString(16)}⟩`)).join("");
  }
}
