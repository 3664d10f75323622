/** What can be wrong with a cell that was run, apart from its outputs not being the committed ones. */
import { hasTag, outputBytes } from "../../notebook/index.ts";
import type { NotebookOutput } from "../../notebook/index.ts";
import type { CellRun } from "../execute.ts";
import type { FailureKind } from "../exit-codes.ts";
import type { Problem } from "../problem.ts";
import { figureWithoutAlt } from "./alt-text.ts";

export const maxOutputBytes = 500_000;

/** The problems of one cell, in the order in which they arose. */
export function checkCell(run: CellRun): Problem[] {
  const here = { cell: run.index + 1, cellId: run.cell.id };
  return [...checkEnd(run), ...checkStderr(run), ...checkOutputs(run), ...checkLate(run)].map((problem) => ({
    ...here,
    ...problem,
  }));
}

/** How the cell ended: one problem at most. */
function checkEnd({ cell, result, executionCount, outputs }: CellRun): Problem[] {
  const tagged = hasTag(cell, "raises-exception");
  const { status, error, refused } = result;
  if (status === "ok") {
    return tagged ? [{ kind: "did-not-raise", message: "tagged raises-exception, but it did not throw" }] : [];
  }
  const because = result.reason === undefined ? "" : `: ${result.reason}`;
  if (status === "timeout") return [{ kind: "timeout", message: `ran out of time${because}` }];
  if (status === "died") return [{ kind: "died", message: `the session died${because}`, detail: stderrOf(outputs) }];
  if (status === "interrupted") return [{ kind: "died", message: `was interrupted${because}` }];
  if (tagged && !refused) return [];
  const kind: FailureKind = refused ? "type-error" : error?.name === "ClaimError" ? "claim" : "error";
  const traceback = error?.traceback.join("\n");
  return [
    {
      kind,
      line: lineIn(`${traceback ?? ""}\n${error?.message ?? ""}`, executionCount),
      message: error ? `${error.name}: ${error.message}` : `failed${because}`,
      detail: traceback,
    },
  ];
}

/** The first line of this cell that a traceback names. */
function lineIn(text: string, executionCount: number): number | undefined {
  const line = new RegExp(`In\\[${executionCount}\\]:(\\d+)`).exec(text)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** What a process writes as it dies is the detail of its death, not a second problem. */
function checkStderr({ cell, outputs, result }: CellRun): Problem[] {
  const text = stderrOf(outputs);
  if (text === undefined || result.status === "died" || hasTag(cell, "allow-stderr")) return [];
  return [{ kind: "stderr", message: "wrote to stderr", detail: text }];
}

function stderrOf(outputs: readonly NotebookOutput[]): string | undefined {
  const text = outputs
    .map((output) => (output.output_type === "stream" && output.name === "stderr" ? output.text : ""))
    .join("");
  return text === "" ? undefined : clip(text);
}

function checkOutputs({ outputs }: CellRun): Problem[] {
  return outputs.flatMap((output, i): Problem[] => {
    const found: Problem[] = [];
    const figure = figureWithoutAlt(output);
    if (figure !== undefined) found.push({ kind: "no-alt", message: `output ${i + 1} (${figure}) has no alt text` });
    const bytes = outputBytes(output);
    if (bytes > maxOutputBytes)
      found.push({
        kind: "output-too-large",
        message: `output ${i + 1} takes ${kilobytes(bytes)} kB, ${kilobytes(maxOutputBytes)} kB are allowed`,
      });
    return found;
  });
}

/** What comes after the end depends on chance, so it can be neither kept nor compared: await it in the cell. */
function checkLate({ cell, late }: CellRun): Problem[] {
  return late.flatMap((output): Problem[] => {
    if (output.type === "error")
      return [
        {
          kind: "error",
          message: `after the cell had ended: ${output.name}: ${output.message}`,
          detail: output.traceback.join("\n"),
        },
      ];
    if (output.type === "stream" && output.name === "stderr") {
      if (hasTag(cell, "allow-stderr")) return [];
      return [{ kind: "stderr", message: "wrote to stderr after the cell had ended", detail: clip(output.text) }];
    }
    const detail = output.type === "stream" ? clip(output.text) : undefined;
    return [{ kind: "differs", message: "showed something after the cell had ended; await it in the cell", detail }];
  });
}

function clip(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}
