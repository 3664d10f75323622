/** Writing outputs back into a notebook's file, without ever losing what someone typed meanwhile. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";

/** A fingerprint of a file's bytes. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Replace the file by `text`, all at once, if it still has the bytes of `hash`.
 * `changed`: it has not, and was left alone. `same`: it holds `text` already.
 */
export async function writeIfUnchanged(
  file: string,
  text: string,
  { hash }: { hash: string },
): Promise<"written" | "same" | "changed"> {
  const now = await readFile(file).catch(() => undefined);
  if (now === undefined || hashOf(now) !== hash) return "changed";
  if (now.equals(Buffer.from(text))) return "same";
  await writeFileAtomic(file, text);
  return "written";
}
