/** Several notebooks: each in its own session, at most `jobs` at a time, with one report and one exit code. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { checkInteger } from "../core/index.ts";
import { exitCode, exitCodes } from "./exit-codes.ts";
import { withProgress } from "./progress.ts";
import { runNotebook } from "./run-notebook.ts";
import type { NotebookReport, RunNotebookOptions } from "./run-notebook.ts";
import { threadShare } from "./share.ts";

export interface RunOptions extends Omit<RunNotebookOptions, "onCell" | "env"> {
  /** Notebooks at once, at least 1. */
  jobs?: number;
  /** Redraw a live list; else plain lines. */
  tty?: boolean;
  /** Takes the lines of progress. Default: none are written. */
  line?: (text: string) => void;
}

export interface RunReport {
  notebooks: NotebookReport[];
  exitCode: number;
}

export async function runNotebooks(files: readonly string[], options: RunOptions): Promise<RunReport> {
  const { jobs = 1, tty = false, line = () => undefined, ...each } = options;
  checkInteger(jobs, "jobs", { min: 1, max: 256 });
  checkInteger(each.seedShift ?? 0, "seed shift", { max: 0xffff_ffff });
  const env = threadShare({ jobs: Math.min(jobs, files.length), cores: availableParallelism() });
  const names = files.map((file) => path.relative(each.root, file));
  const finished = await withProgress(names, (index, onCell) => runNotebook(files[index]!, { ...each, env, onCell }), {
    jobs,
    tty,
    line,
  });
  return { notebooks: finished, exitCode: codeFor(finished, each.signal) };
}

function codeFor(notebooks: readonly NotebookReport[], signal: AbortSignal | undefined): number {
  if (signal?.aborted) return exitCodes.interrupted;
  return exitCode(notebooks.flatMap(({ problems }) => problems.map(({ kind }) => kind)));
}
