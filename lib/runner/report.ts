/** What a run has to say, as text for a person and as JSON for a program. */
import type { RunReport } from "./run.ts";
import type { NotebookReport } from "./run-notebook.ts";
import { whereIs } from "./problem.ts";
import { table } from "./table.ts";

/** Every problem and warning, the notebook and the cell first; then one line of counts. */
export function problemText({ notebooks }: RunReport): string {
  const parts = notebooks.flatMap((report) => [
    ...report.problems.map((problem) => {
      const place = [report.notebook, whereIs(problem)].filter(Boolean).join(", ");
      const detail = problem.detail === undefined ? "" : `\n${indent(problem.detail)}`;
      return `✗ ${place}: ${problem.kind}: ${problem.message}${detail}`;
    }),
    ...report.warnings.map((warning) => `! ${report.notebook}: ${warning}`),
  ]);
  const failed = notebooks.filter(({ problems }) => problems.length > 0).length;
  const passed = notebooks.length - failed;
  return [...parts, `notebooks: ${passed} passed, ${failed} failed`].join("\n");
}

/** The table of --report, and what was run but not compared. */
export function reportText({ notebooks }: RunReport): string {
  const rows = notebooks.map((one) => [
    one.notebook,
    one.seconds.toFixed(1),
    one.cpuSeconds.toFixed(1),
    one.slowestCell
      ? `cell ${one.slowestCell.cell} (${one.slowestCell.id}), ${one.slowestCell.seconds.toFixed(1)} s`
      : "–",
    (one.peakRssBytes / 1e6).toFixed(0),
    (one.outputBytes / 1e3).toFixed(0),
    one.problems.length === 0 ? "ok" : [...new Set(one.problems.map(({ kind }) => kind))].join(", "),
  ]);
  const head = ["notebook", "seconds", "CPU s", "slowest cell", "peak MB", "output kB", "result"];
  const volatile = notebooks
    .filter(({ volatileCells }) => volatileCells.length > 0)
    .map(({ notebook, volatileCells }) => `${notebook}: run but not compared: ${volatileCells.join(", ")}`);
  return [table([head, ...rows], { right: [1, 2, 4, 5] }), ...volatile].join("\n");
}

/** The same as data; times in seconds, sizes in bytes. */
export function reportJson({ notebooks, exitCode }: RunReport): string {
  const plain = notebooks.map((report: NotebookReport) => ({ ...report, file: undefined, executed: undefined }));
  return JSON.stringify({ version: 1, exitCode, notebooks: plain }, undefined, 2);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
