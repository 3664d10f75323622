/** The end of a run: a table of the steps and the line that a machine reads. */
import { addCounts, countsLine } from "./counts.ts";
import type { StepResult } from "./run.ts";

function line([name, ...numbers]: string[]): string {
  return name!.padEnd(12) + numbers.map((number) => number.padStart(9)).join("");
}

export function summary(results: readonly StepResult[]): string {
  const rows = results.map(({ name, seconds, counts: { passed, failed, skipped } }) => [
    name,
    seconds.toFixed(1),
    ...[passed, failed, skipped].map(String),
  ]);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(1);
  const total = addCounts(results.map(({ counts }) => counts));
  const head = line(["step", "seconds", "passed", "failed", "skipped"]);
  return ["", head, ...rows.map(line), `${seconds} s in all`, "", countsLine(total)].join("\n");
}
