/** What data/ must tell about itself. */
import { createHash } from "node:crypto";

export interface DataRow {
  /** From the root, with forward slashes. */
  path: string;
  what: string;
  licence: string;
  bytes: number;
  sha256: string;
  /** The command that makes it again, or why there is none. */
  rebuild: string;
}

export const mostBytes = 40e6;

/** Sentences about rows without a file, files without a row, and rows that are not true. */
export function dataProblems(rows: readonly DataRow[], files: ReadonlyMap<string, Uint8Array>): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.path)) problems.push(`${row.path}: has two rows`);
    seen.add(row.path);
    for (const field of ["what", "licence", "rebuild"] as const)
      if (typeof row[field] !== "string" || row[field].trim() === "") problems.push(`${row.path}: has no ${field}`);
    const bytes = files.get(row.path);
    if (bytes === undefined) problems.push(`${row.path}: has a row, but is not there`);
    else {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      if (row.bytes !== bytes.length) problems.push(`${row.path}: is ${bytes.length} bytes, its row says ${row.bytes}`);
      if (row.sha256 !== sha256) problems.push(`${row.path}: has sha256 ${sha256}, its row says ${row.sha256}`);
    }
  }
  const missing = [...files.keys()].filter((file) => !seen.has(file));
  return [...problems, ...missing.map((file) => `${file}: has no row in data/manifest.json`)];
}
