/** A short name for a state of the weights: it changes when any number does, and only then. */
import { createHash } from "node:crypto";

/** The first 12 hexadecimal digits of the SHA-256 of the numbers' bytes. */
export function fingerprint(weights: Float64Array): string {
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}
