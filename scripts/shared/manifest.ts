/** data/manifest.json: one row for each file in data/. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const manifest = path.join(root, "data", "manifest.json");

/** What is known of a file besides its bytes. */
export interface Described {
  /** From the root, with forward slashes. */
  path: string;
  what: string;
  licence: string;
  /** The command that makes it again. */
  rebuild: string;
}

/** Make `files` the rows of all that lies under `folder`, and keep the others. Says what each file takes. */
export function recordFiles(folder: string, files: readonly Described[]): void {
  const rows = JSON.parse(readFileSync(manifest, "utf8")) as Described[];
  const others = rows.filter((row) => !row.path.startsWith(folder));
  const mine = files.map(({ path: file, what, licence, rebuild }) => {
    const bytes = readFileSync(path.join(root, file));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { path: file, what, licence, bytes: bytes.length, sha256, rebuild };
  });
  const all = [...others, ...mine].sort((a, b) => (a.path < b.path ? -1 : 1));
  writeFileSync(manifest, `${JSON.stringify(all, null, 2)}\n`);
  for (const row of mine) console.log(row.path, row.bytes);
}
