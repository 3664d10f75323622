/** Runs the steps one after another, all of them whatever fails, and shows how each goes. */
import { readFileSync, rmSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { runChild } from "./child.ts";
import { countsLine, settle } from "./counts.ts";
import type { Counts } from "./counts.ts";
import type { Step } from "./steps.ts";

export interface StepResult {
  name: string;
  counts: Counts;
  seconds: number;
}

export interface RunStepsOptions {
  root: string;
  signal: AbortSignal;
  /** Writes a line that stays. */
  line: (text: string) => void;
  /** Rewrites the line that tells what runs now; absent where output is not a terminal. */
  status?: ((text: string) => void) | undefined;
}

export async function runSteps(steps: readonly Step[], options: RunStepsOptions): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    if (options.signal.aborted) break;
    results.push(await runStep(step, options));
  }
  return results;
}

async function runStep(step: Step, { root, signal, line, status }: RunStepsOptions): Promise<StepResult> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let last = "";
  const tick = (): void => status?.(`  ${step.name} ${seconds().toFixed(1)} s  ${stripVTControlCharacters(last)}`);
  const timer = setInterval(tick, 200);
  if (status) tick();
  else line(`  ${step.name} …`);
  // a report of an earlier run must not speak for this one
  if (step.report) rmSync(step.report.file, { force: true });
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", ...step.args];
  const { exitCode, output } = await runChild(command, { cwd: root, signal, onLine: (text) => (last = text) });
  clearInterval(timer);
  const { counts, why } = settle(exitCode, step.report && readReport(step.report));
  const mark = signal.aborted ? "■" : counts.failed > 0 ? "✗" : "✓";
  if (counts.failed > 0 && !signal.aborted)
    line(`${status ? output.trimEnd() : stripVTControlCharacters(output.trimEnd())}\n`);
  const text = signal.aborted ? "stopped" : (why ?? countsLine(counts));
  line(`${mark} ${step.name} ${seconds().toFixed(1)} s: ${text}`);
  return { name: step.name, counts, seconds: seconds() };
}

/** What the step counted; nothing at all if it did not get as far as a report. */
function readReport({ file, count }: NonNullable<Step["report"]>): Counts {
  try {
    return count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
