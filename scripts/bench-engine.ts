/** `npm run bench:engine`: training steps of lib/backend measured against PyTorch in one run. See --help. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { contests } from "./bench-engine/contest.ts";
import type { Contest } from "./bench-engine/contest.ts";
import { runContest } from "./bench-engine/rounds.ts";
import type { Outcome } from "./bench-engine/rounds.ts";
import { findTorch } from "./bench-engine/torch.ts";
import { median } from "./bench/statistics.ts";

const ids = contests({ python: undefined, folder: "", steps: 1, threads: 1 }).map(({ id }) => id);

const count = (text: string): number => {
  if (!/^[1-9]\d*$/u.test(text)) throw new InvalidArgumentError("expected a whole number from 1");
  return Number(text);
};
const oneOf = (text: string, before: readonly string[] | undefined): string[] => {
  if (!ids.includes(text)) throw new InvalidArgumentError(`expected one of ${ids.join(", ")}`);
  return [...(before ?? []), text];
};

interface Options {
  only?: string[];
  rounds: number;
  steps: number;
  threads: number;
  installTorch?: true;
  soak?: true;
  json?: string;
}

const options = new Command("npm run bench:engine --")
  .description(
    "Trains the same models on lib/backend and in PyTorch, by turns, and says which goals are met. " +
      "PyTorch is compared with if it is there, or may be installed. Close what else runs. Ctrl-C shows what was measured so far.",
  )
  .option("--only <contest>", `only this one, of ${ids.join(", ")}; may be given again`, oneOf)
  .option("--rounds <n>", "how often each program is started", count, 3)
  .option("--steps <n>", "training steps of each start; the first five are left out", count, 40)
  .option("--threads <n>", "of each program", count, Math.min(2, os.availableParallelism()))
  .option("--install-torch", "install PyTorch without asking (up to 5.5 GB, in the user's cache folder)")
  .option(
    "--soak",
    "instead: 10,000 steps, then 10,000 graphs of different shapes, and what memory they take (two minutes)",
  )
  .option("--json <file>", "also write all that was measured to this file, as JSON")
  .parse()
  .opts<Options>();

if (options.soak) {
  const program = path.join(import.meta.dirname, "bench-engine", "soak.ts");
  const { status } = spawnSync(process.execPath, [...process.execArgv, program, "10000", "10000"], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}

const tty = process.stderr.isTTY;
const clear = (): void => void (tty && process.stderr.write("\r\u001B[K"));
const progress = (line: string): void => void process.stderr.write(tty ? `\r\u001B[K${line}` : `${line}\n`);
const say = (line: string): void => {
  clear();
  console.error(line);
};
const abort = new AbortController();
process.once("SIGINT", () => abort.abort());

const torch = await findTorch({ install: options.installTorch ?? false, say, signal: abort.signal });
if ("reason" in torch) say(`Without PyTorch: ${torch.reason}.`);
const folder = mkdtempSync(path.join(os.tmpdir(), "bench-engine-"));
const all: Record<string, Record<string, Outcome | string>> = {};
try {
  const setup = {
    python: "python" in torch ? torch.python : undefined,
    folder,
    steps: options.steps,
    threads: options.threads,
  };
  for (const contest of contests(setup)) {
    if (options.only && !options.only.includes(contest.id)) continue;
    const outcomes = await runContest(contest, { rounds: options.rounds, signal: abort.signal, progress });
    clear();
    all[contest.id] = Object.fromEntries(outcomes);
    show(contest, outcomes);
  }
} catch (error) {
  if (!abort.signal.aborted) throw error;
  process.exitCode = 130;
} finally {
  clear();
  rmSync(folder, { recursive: true, force: true });
}
const machine = `${os.availableParallelism()} cores, ${os.cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
console.log(`${machine}, ${options.threads} threads each; load ${os.loadavg()[0]!.toFixed(1)}.`);
if (options.json !== undefined) {
  const file = path.resolve(process.env["INIT_CWD"] ?? process.cwd(), options.json);
  writeFileSync(file, `${JSON.stringify({ machine, threads: options.threads, contests: all }, null, 1)}\n`);
}

/** One line for each who took part, with the ratio of ours to the second. */
function show({ title, goal }: Contest, outcomes: Map<string, Outcome | string>): void {
  console.log(`${title}: ms a step`);
  const [ours, second] = [...outcomes.values()];
  for (const [name, outcome] of outcomes) {
    if (typeof outcome === "string") {
      console.log(`  ${name}: failed: ${outcome}`);
      continue;
    }
    const { steps, firstMs, recording, losses, peakMb, others, fallbacks } = outcome;
    const parts = [
      `${least(steps)} min, ${median(steps).toFixed(1)} median, first ${median(firstMs).toFixed(0)}`,
      recording.length > 0 ? `of it recording ${least(recording)}, ${median(recording).toFixed(1)}` : "",
      `loss ${losses[0]!.toFixed(4)} → ${losses.at(-1)!.toFixed(4)}`,
      `peak ${peakMb.toFixed(0)} MB`,
      `others took ${(100 * others).toFixed(0)} %`,
      fallbacks.length > 0 ? `left to cpu: ${fallbacks.join(", ")}` : "",
    ];
    console.log(`  ${name.padEnd(24)} ${parts.filter(Boolean).join("; ")}`);
  }
  if (typeof ours !== "object" || typeof second !== "object") return;
  const [min, middle] = [
    Math.min(...ours.steps) / Math.min(...second.steps),
    median(ours.steps) / median(second.steps),
  ];
  const judged = goal === undefined ? "" : `; goal ≤ ${goal}: ${middle <= goal ? "yes" : "NO"}`;
  console.log(`  ours ÷ ${[...outcomes.keys()][1]}: ${min.toFixed(2)} min, ${middle.toFixed(2)} median${judged}`);
}

function least(values: readonly number[]): string {
  return Math.min(...values).toFixed(1);
}
