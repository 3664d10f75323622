/** One notebook from its file to its report: read, execute, check, compare, and write if asked to. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "../core/index.ts";
import { hasTag, outputBytes, parseNotebook, serialiseNotebook, toleranceOf } from "../notebook/index.ts";
import type { Notebook, NotebookOutput } from "../notebook/index.ts";
import { checkBudget, checkCell, checkSize } from "./checks/index.ts";
import { claimsOf } from "./claims.ts";
import type { FoundClaim } from "./claims.ts";
import { compareOutputs, renderDifferences } from "./compare/index.ts";
import { executeNotebook } from "./execute.ts";
import type { CellRun, Execution, StartSession } from "./execute.ts";
import type { FailureKind } from "./exit-codes.ts";
import type { Problem } from "./problem.ts";
import { relativeTracebacks } from "./tracebacks.ts";
import { hashOf, writeIfUnchanged } from "./write.ts";

export interface RunNotebookOptions {
  /** The project's folder; names in the report are relative to it. */
  root: string;
  startSession: StartSession;
  write?: boolean | undefined;
  /** Replaces these parts of the notebook's metadata in what is written: what a save from a front end would say there. */
  metadata?: Record<string, unknown> | undefined;
  /** Moves every seed; outputs are then not compared, since they must differ, but claims must hold. */
  seedShift?: number | undefined;
  timeoutMs?: number | undefined;
  env?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
  onCell?: ((index: number, total: number) => void) | undefined;
  /** Colour the diffs. */
  colour?: boolean | undefined;
}

export interface NotebookReport {
  /** Path from the root, with forward slashes. */
  notebook: string;
  file: string;
  problems: Problem[];
  warnings: string[];
  seconds: number;
  cpuSeconds: number;
  slowestCell: { cell: number; id: string; seconds: number } | undefined;
  peakRssBytes: number;
  outputBytes: number;
  cellsRun: number;
  /** Ids of cells whose outputs are not compared. */
  volatileCells: string[];
  claims: FoundClaim[];
  written: boolean;
  /** With the outputs of this run; absent if the file could not be read. */
  executed: Notebook | undefined;
}

/** Kinds after which the outputs are not those of a notebook that works, so --write keeps the file as it is. */
const unwritable: readonly FailureKind[] = [
  "died",
  "timeout",
  "type-error",
  "error",
  "did-not-raise",
  "claim",
  "stderr",
];

export async function runNotebook(file: string, options: RunNotebookOptions): Promise<NotebookReport> {
  const notebookName = path.relative(options.root, file).replaceAll(path.sep, "/");
  const report = emptyReport(notebookName, file);
  const bytes = await readFile(file).catch((error: Error) => error);
  if (bytes instanceof Error) return { ...report, problems: [{ kind: "unreadable", message: bytes.message }] };
  let notebook: Notebook;
  try {
    notebook = parseNotebook(bytes, { name: notebookName });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...report, problems: [{ kind: "unreadable", message: error.message }] };
  }

  const { onCell, startSession, seedShift, timeoutMs, env, signal } = options;
  const execution = await executeNotebook(notebook, {
    startSession,
    cwd: path.dirname(file),
    seedShift,
    timeoutMs,
    env,
    signal,
    onCell: onCell && ((index) => onCell(index, notebook.cells.length)),
  });
  const { runs } = execution;
  for (const run of runs) run.outputs = relativeTracebacks(run.outputs, options.root);
  const cpuSeconds = sum(runs.map(({ result }) => result.cpuMs)) / 1000;
  const executed = withOutputs(notebook, { runs, metadata: options.metadata });
  const text = serialiseNotebook(executed);
  const budget = checkBudget(notebook, cpuSeconds);

  report.problems.push(...startProblem(execution), ...runs.flatMap(checkCell), ...claimProblems(runs));
  if (signal?.aborted && !execution.complete && report.problems.length === 0)
    report.problems.push({ kind: "died", message: "was interrupted before its end" });
  report.problems.push(...budget.problems, ...checkSize(Math.max(bytes.length, Buffer.byteLength(text))));
  report.warnings.push(...budget.warnings, ...restNotRun(notebook, execution));
  Object.assign(report, measures(runs), { cpuSeconds, claims: claimsOf(runs), executed });
  report.volatileCells = runs.filter(({ cell }) => hasTag(cell, "volatile-output")).map(({ cell }) => cell.id);

  const sound = execution.complete && !report.problems.some(({ kind }) => unwritable.includes(kind));
  if (options.write && sound && !seedShift) {
    const outcome = await writeIfUnchanged(file, text, { hash: hashOf(bytes) });
    report.written = outcome === "written";
    if (outcome === "changed")
      report.problems.push({ kind: "changed-meanwhile", message: "was edited while it ran, so nothing was written" });
  } else if (!seedShift) {
    report.problems.push(...(await differences(notebook, execution, options.colour ?? false)));
  }
  return report;
}

function emptyReport(notebook: string, file: string): NotebookReport {
  return {
    notebook,
    file,
    problems: [],
    warnings: [],
    seconds: 0,
    cpuSeconds: 0,
    slowestCell: undefined,
    peakRssBytes: 0,
    outputBytes: 0,
    cellsRun: 0,
    volatileCells: [],
    claims: [],
    written: false,
    executed: undefined,
  };
}

/** A copy with new outputs where a cell was run, none where a cell is blank, the metadata given, and all else as it was. */
function withOutputs(
  notebook: Notebook,
  { runs, metadata }: { runs: readonly CellRun[]; metadata: Record<string, unknown> | undefined },
): Notebook {
  const byIndex = new Map(runs.map((run) => [run.index, run]));
  const cells = notebook.cells.map((cell, index) => {
    if (cell.cell_type !== "code") return cell;
    const run = byIndex.get(index);
    if (run) return { ...cell, outputs: run.outputs, execution_count: run.executionCount };
    return cell.source.trim() === "" ? { ...cell, outputs: [], execution_count: null } : cell;
  });
  return { ...notebook, metadata: { ...notebook.metadata, ...metadata }, cells };
}

async function differences(notebook: Notebook, { runs }: Execution, colour: boolean): Promise<Problem[]> {
  const byIndex = new Map(runs.map((run) => [run.index, run]));
  const problems: Problem[] = [];
  for (const [index, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || hasTag(cell, "volatile-output")) continue;
    const run = byIndex.get(index);
    // what a failed cell shows is reported as its failure, and a cell that was not run shows nothing
    if (run ? !endedAsMeant(run) : cell.source.trim() !== "") continue;
    const found = await compareOutputs(cell.outputs, run?.outputs ?? [], toleranceOf(cell));
    if (found.length > 0)
      problems.push({
        kind: "differs",
        cell: index + 1,
        cellId: cell.id,
        message: "output differs from the committed one",
        detail: renderDifferences(found, { colour }),
      });
  }
  return problems;
}

function endedAsMeant({ cell, result }: CellRun): boolean {
  return result.status === "ok" || (result.status === "error" && hasTag(cell, "raises-exception") && !result.refused);
}

function claimProblems(runs: readonly CellRun[]): Problem[] {
  const failed = runs.filter(({ result }) => result.error?.name === "ClaimError").map(({ cell }) => cell.id);
  return claimsOf(runs)
    .filter(({ holds, cellId }) => !holds && !failed.includes(cellId))
    .map(({ id, expected, measured, cell, cellId }) => ({
      kind: "claim",
      cell,
      cellId,
      message: `claim ${id} does not hold: expected ${expected}, measured ${measured}`,
    }));
}

function startProblem({ startError }: Execution): Problem[] {
  return startError === undefined ? [] : [{ kind: "died", message: `the session did not start: ${startError}` }];
}

function restNotRun({ cells }: Notebook, { runs, complete }: Execution): string[] {
  if (complete) return [];
  const last = runs.at(-1)?.index ?? -1;
  const rest = cells.slice(last + 1).filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "").length;
  return rest === 0 ? [] : [`${rest} cell${rest === 1 ? " was" : "s were"} not run after that`];
}

function measures(
  runs: readonly CellRun[],
): Pick<NotebookReport, "seconds" | "slowestCell" | "peakRssBytes" | "outputBytes" | "cellsRun"> {
  const slowest = runs.reduce<CellRun | undefined>(
    (best, run) => (best === undefined || run.result.wallMs > best.result.wallMs ? run : best),
    undefined,
  );
  return {
    seconds: sum(runs.map(({ result }) => result.wallMs)) / 1000,
    slowestCell: slowest && {
      cell: slowest.index + 1,
      id: slowest.cell.id,
      seconds: slowest.result.wallMs / 1000,
    },
    peakRssBytes: Math.max(0, ...runs.map(({ result }) => result.peakRssBytes)),
    outputBytes: sum(runs.flatMap(({ outputs }) => outputs.map((output: NotebookOutput) => outputBytes(output)))),
    cellsRun: runs.length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
