/** `npm run bench -- training`: a whole training, lib/train beside PyTorch, on the same text by the same recipe. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { count } from "../../shared/arguments.ts";
import { statusLine } from "../../shared/status-line.ts";
import { stopSignal } from "../../shared/stop-signal.ts";
import { shakespeareSplit } from "../../train/shakespeare.ts";
import { align } from "../align.ts";
import { findTorch } from "../engine/torch.ts";

interface Outcome {
  seconds: number;
  /** Nats per letter. */
  heldOut: number;
}

export const trainingCommand = new Command("training")
  .description(
    "Trains a GPT on nine plays by nanoGPT's recipe, here and in PyTorch by turns: 2,000 steps, one to two minutes each. " +
      "Close what else runs.",
  )
  .option("--rounds <n>", "how often each is trained", count, 1)
  .option("--steps <n>", "of each training; fewer are a look at the time", count, 2000)
  .option("--install-torch", "install PyTorch without asking (up to 5.5 GB, in the user's cache folder)")
  .action(
    async ({ rounds, steps, installTorch = false }: { rounds: number; steps: number; installTorch?: boolean }) => {
      const { show, say, clear } = statusLine(process.stderr);
      const torch = await findTorch({ install: installTorch, say, signal: stopSignal() });
      if ("reason" in torch) say(`Without PyTorch: ${torch.reason}.`);
      const folder = mkdtempSync(path.join(os.tmpdir(), "bench-training-"));
      const seen: Record<"ours" | "PyTorch", Outcome[]> = { ours: [], PyTorch: [] };
      try {
        const { vocabulary, ...ids } = shakespeareSplit();
        const text = path.join(folder, "ids.json");
        writeFileSync(text, JSON.stringify({ vocabSize: vocabulary.length, ...ids }));
        for (let round = 1; round <= rounds; round++) {
          show(`round ${round} of ${rounds}, ours`);
          const program = path.join(import.meta.dirname, "ours.ts");
          seen.ours.push(run(process.execPath, [...process.execArgv, program, String(steps)]));
          if ("reason" in torch) continue;
          show(`round ${round} of ${rounds}, PyTorch`);
          seen.PyTorch.push(run(torch.python, [path.join(import.meta.dirname, "peer.py"), text, String(steps)]));
        }
      } finally {
        clear();
        rmSync(folder, { recursive: true, force: true });
      }
      for (const line of table(seen)) console.log(line);
      console.log(
        `${os.availableParallelism()} cores, ${os.cpus()[0]!.model.trim()}, Node ${process.version}; ${steps} steps.`,
      );
    },
  );

function run(program: string, args: readonly string[]): Outcome {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8" }).trim().split("\n").at(-1)!) as Outcome;
}

/** Goals: a held-out loss within 0.02 nats of PyTorch's, in at most its time. */
function table({ ours, PyTorch }: Record<"ours" | "PyTorch", Outcome[]>): string[] {
  const best = (outcomes: Outcome[], of: keyof Outcome): number => Math.min(...outcomes.map((each) => each[of]));
  const rows = (["seconds", "heldOut"] as const).map((of) => {
    const title = of === "seconds" ? "time, s" : "held-out loss, nats per letter";
    const mine = best(ours, of);
    if (PyTorch.length === 0) return [title, mine.toFixed(3), "", ""];
    const theirs = best(PyTorch, of);
    const isMet = of === "seconds" ? mine <= theirs : mine - theirs <= 0.02;
    return [title, mine.toFixed(3), theirs.toFixed(3), isMet ? "yes" : "NO"];
  });
  return align([["best", "ours", "PyTorch", "goal met"], ...rows]);
}
