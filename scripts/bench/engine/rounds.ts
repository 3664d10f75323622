/** Runs the runners of a contest in turn, one process at a time, and keeps every step of every round. */
import { spawn } from "node:child_process";
import os from "node:os";
import { text } from "node:stream/consumers";
import { rotate } from "../statistics.ts";
import { runnerNames } from "./contest.ts";
import type { Contest, Runner, RunnerName } from "./contest.ts";
import type { Trained } from "./train.ts";

export interface Outcome {
  /** Steps of all rounds, without the first five of each. */
  steps: number[];
  firstMs: number[];
  recording: number[];
  losses: number[];
  peakMb: number;
  fallbacks: string[];
  /** The share of the processors' time that others took, of the worst round. */
  others: number;
}

const warmUp = 5;

export interface RoundOptions {
  rounds: number;
  signal: AbortSignal;
  progress: (line: string) => void;
}

/** Who failed has a sentence instead. */
export type Outcomes = Partial<Record<RunnerName, Outcome | string>>;

export async function runContest(contest: Contest, { rounds, signal, progress }: RoundOptions): Promise<Outcomes> {
  const outcomes: Outcomes = {};
  const busy = contest.busy ? spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }) : undefined;
  try {
    for (let round = 0; round < rounds; round++) {
      // the first round starts with ours, which writes the weights that the others read
      for (const runner of rotate(contest.runners, round)) {
        signal.throwIfAborted();
        progress(`${contest.name}, round ${round + 1} of ${rounds}, ${runnerNames[runner.name]}`);
        const before = outcomes[runner.name];
        if (typeof before === "string") continue;
        outcomes[runner.name] = await runOnce(runner, { before, signal });
      }
    }
  } finally {
    busy?.kill("SIGKILL");
  }
  return outcomes;
}

async function runOnce(
  { command }: Runner,
  { before, signal }: { before: Outcome | undefined; signal: AbortSignal },
): Promise<Outcome | string> {
  const start = processorTimes();
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  const usage = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", () => resolve(null));
  });
  const [out, problems, code] = await Promise.all([text(child.stdout), text(child.stderr), usage]);
  if (code !== 0) return problems.trim().split("\n").at(-1) ?? `ended with ${code}`;
  const trained = JSON.parse(out) as Trained;
  const others = shareOfOthers(start, processorTimes(), trained.cpuMs);
  return {
    steps: [...(before?.steps ?? []), ...trained.steps.slice(warmUp)],
    firstMs: [...(before?.firstMs ?? []), trained.steps[0]!],
    recording: [...(before?.recording ?? []), ...(trained.recording ?? []).slice(warmUp)],
    losses: trained.losses,
    peakMb: Math.max(before?.peakMb ?? 0, trained.peakMb),
    fallbacks: trained.fallbacks ?? [],
    others: Math.max(before?.others ?? 0, others),
  };
}

interface Times {
  busyMs: number;
  allMs: number;
}

function processorTimes(): Times {
  const times = os.cpus().map((cpu) => cpu.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const allMs = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busyMs: allMs - idleMs, allMs };
}

function shareOfOthers(start: Times, end: Times, ownMs: number): number {
  const allMs = end.allMs - start.allMs;
  return allMs > 0 ? Math.max(0, (end.busyMs - start.busyMs - ownMs) / allMs) : 0;
}
