/** What a run leaves behind besides outputs: pages to read and the report as data. */
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { claimsText, parseInventory } from "./claims-table.ts";
import { renderPage } from "./html/index.ts";
import { reportJson, reportText } from "./report.ts";
import type { RunReport } from "./run.ts";

export interface ArtefactOptions {
  root: string;
  /** Folder that `out` starts from. */
  cwd: string;
  html?: boolean;
  out?: string;
  claims?: boolean;
  report?: boolean;
}

/** Do what is asked for, and say it. */
export async function artefacts(run: RunReport, options: ArtefactOptions): Promise<string[]> {
  const { root, cwd, html, out, claims, report } = options;
  const folder = out === undefined ? undefined : path.resolve(cwd, out);
  const lines = html ? (await writePages(run, { folder })).map((file) => `page: ${file}`) : [];
  if (claims) lines.push(await claimsReport(run, { root }));
  if (report) lines.push(await writeReport(run, { root }));
  return lines;
}

/** A page for each notebook that could be read. Returns the files. Default folder: `.cache/html` beside the notebook. */
export async function writePages(
  { notebooks }: RunReport,
  { folder }: { folder?: string | undefined } = {},
): Promise<string[]> {
  const files: string[] = [];
  for (const { executed, file } of notebooks) {
    if (!executed) continue;
    const name = path.basename(file);
    const target = path.join(folder ?? path.join(path.dirname(file), ".cache/html"), name.replace(/ipynb$/, "html"));
    await save(target, await renderPage(executed, { name }));
    files.push(target);
  }
  return files;
}

/** The table as text, and the same as JSON in `.cache/notebooks.json`. */
export async function writeReport(report: RunReport, { root }: { root: string }): Promise<string> {
  const file = path.join(root, ".cache/notebooks.json");
  await save(file, `${reportJson(report)}\n`);
  return `${reportText(report)}\nthe same as JSON: ${path.relative(root, file)}`;
}

/** The claims of the run against data/claims.json. */
export async function claimsReport(report: RunReport, { root }: { root: string }): Promise<string> {
  return claimsText(report, parseInventory(await readFile(path.join(root, "data/claims.json"), "utf8")));
}

async function save(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFileAtomic(file, text);
}
