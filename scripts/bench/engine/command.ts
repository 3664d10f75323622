/** `npm run bench -- engine`: lib/backend measured against PyTorch, tfjs-node and C in one run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { findTfjsNode } from "../../../lib/backend/index.ts";
import { count, namedFile, oneOf } from "../../shared/arguments.ts";
import { statusLine } from "../../shared/status-line.ts";
import { stopSignal } from "../../shared/stop-signal.ts";
import { median } from "../statistics.ts";
import { contests, contestTitles, runnerNames } from "./contest.ts";
import type { ContestName, RunnerName } from "./contest.ts";
import { measureDecoding } from "./decode.ts";
import { goalTable } from "./goals.ts";
import type { Results } from "./goals.ts";
import { runContest } from "./rounds.ts";
import type { Outcomes } from "./rounds.ts";
import { findTorch } from "./torch.ts";

const parts = [...(Object.keys(contestTitles) as ContestName[]), "decode"] as const;

interface Options {
  only?: (typeof parts)[number][];
  rounds: number;
  steps: number;
  threads: number;
  installTorch?: boolean;
  soak?: boolean;
  json?: string;
}

export const engineCommand = new Command("engine")
  .description(
    "Trains the same models on lib/backend, in PyTorch and on tfjs-node, decodes with the same GPT in PyTorch and in C, all by " +
      "turns, and says which goals are met. PyTorch is compared with if it is there, or may be installed; " +
      "tfjs-node if npm run setup:tfjs-node has built it. Takes six minutes; close what else runs.",
  )
  .option("--only <part>", `only this, of ${parts.join(", ")}; may be given again`, oneOf(parts))
  .option("--rounds <n>", "how often each program is started", count, 3)
  .option("--steps <n>", "training steps of each start; the first five are left out", count, 40)
  .option("--threads <n>", "of each program that trains", count, Math.min(2, os.availableParallelism()))
  .option("--install-torch", "install PyTorch without asking (up to 5.5 GB, in the user's cache folder)")
  .option(
    "--soak",
    "instead: 10,000 steps, then 10,000 graphs of different shapes, and what memory they take (two minutes)",
  )
  .option("--json <file>", "also write all that was measured to this file, as JSON")
  .action(async (options: Options) => {
    process.exitCode = await (options.soak ? soak() : measure(options));
  });

function soak(): number {
  const program = path.join(import.meta.dirname, "soak.ts");
  const { status } = spawnSync(process.execPath, [...process.execArgv, program, "10000", "10000"], {
    stdio: "inherit",
  });
  return status ?? 1;
}

async function measure({ only, rounds, steps, threads, installTorch = false, json }: Options): Promise<number> {
  const { show, say, clear } = statusLine(process.stderr);
  const signal = stopSignal();
  const torch = await findTorch({ install: installTorch, say, signal });
  if ("reason" in torch) say(`Without PyTorch: ${torch.reason}.`);
  const hasTfjsNode = findTfjsNode() !== undefined;
  if (!hasTfjsNode) say("Without tfjs-node: npm run setup:tfjs-node builds it.");
  const folder = mkdtempSync(path.join(os.tmpdir(), "bench-engine-"));
  const results: Results = { training: {} };
  try {
    const python = "python" in torch ? torch.python : undefined;
    for (const contest of contests({ python, hasTfjsNode, folder, steps, threads })) {
      if (only && !only.includes(contest.name)) continue;
      const outcomes = await runContest(contest, { rounds, signal, progress: show });
      results.training[contest.name] = outcomes;
      clear();
      for (const line of details(contest.name, outcomes)) console.log(line);
    }
    if (!only || only.includes("decode")) {
      show("decode");
      results.decoding = await measureDecoding({ rounds: 200, torch, folder, signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clear();
    rmSync(folder, { recursive: true, force: true });
  }
  const machine = `${os.availableParallelism()} cores, ${os.cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
  for (const line of goalTable(results)) console.log(line);
  console.log(`${machine}, ${threads} threads each; load ${os.loadavg()[0]!.toFixed(1)}.`);
  if (json !== undefined)
    writeFileSync(namedFile(json), `${JSON.stringify({ machine, threads, ...results }, null, 1)}\n`);
  return signal.aborted ? 130 : 0;
}

/** What the table has no place for: whether all computed the same, and what else the machine did. */
function details(contest: ContestName, outcomes: Outcomes): string[] {
  return [
    `${contestTitles[contest]}:`,
    ...(Object.keys(outcomes) as RunnerName[]).map((name) => {
      const outcome = outcomes[name]!;
      if (typeof outcome === "string") return `  ${runnerNames[name]}: failed: ${outcome}`;
      const { steps, losses, others, fallbacks } = outcome;
      const said = [
        `${median(steps).toFixed(1)} ms a step`,
        `loss ${losses[0]!.toFixed(4)} → ${losses.at(-1)!.toFixed(4)}`,
        `others took ${(100 * others).toFixed(0)} % of the processors`,
        fallbacks.length > 0 ? `left to cpu: ${fallbacks.join(", ")}` : "",
      ];
      return `  ${runnerNames[name]}: ${said.filter(Boolean).join("; ")}`;
    }),
  ];
}
