/** `npm run format`: rewrite the project's code, that of its notebooks too, in its one layout. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { program } from "commander";
import writeFileAtomic from "write-file-atomic";
import { parseNotebook, serialiseNotebook } from "../lib/notebook/index.ts";
import { formatCells } from "./format/cells.ts";

const root = path.resolve(import.meta.dirname, "..");

program
  .name("npm run format --")
  .description("Lay out code: all files of the project and the code cells of its notebooks, or the files given.")
  .argument("[file...]", "source files and notebooks; none means all")
  .option("--check", "change nothing, and fail if something would change")
  .parse();

const { check = false } = program.opts<{ check?: boolean }>();
const files = program.args;
const [notebooks, sources] = [true, false].map((wanted) => files.filter((file) => file.endsWith(".ipynb") === wanted));

if (files.length === 0 || sources!.length > 0) {
  const oxfmt = path.join(root, "node_modules", "oxfmt", "bin", "oxfmt");
  const options = [...(check ? ["--check"] : []), ...sources!];
  const { status } = spawnSync(process.execPath, [oxfmt, ...options], { cwd: root, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

const chosen = files.length > 0 ? notebooks! : globSync("notebooks/*.ipynb", { cwd: root }).toSorted();
for (const file of chosen) {
  const place = path.resolve(root, file);
  const before = readFileSync(place, "utf8");
  const notebook = parseNotebook(before, { name: file });
  const laidOut = await formatCells(notebook);
  if (laidOut.cells.every(({ source }, i) => source === notebook.cells[i]!.source)) continue;
  console.log(`${file}: ${check ? "cells are not laid out (npm run format)" : "laid out"}`);
  if (check) process.exitCode = 1;
  else await writeFileAtomic(place, serialiseNotebook(laidOut));
}
