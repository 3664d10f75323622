/** `npm run bench -- library`: lib/tokenizers and lib/image beside Hugging Face's tokenizers, tiktoken and Pillow. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { count } from "../../shared/arguments.ts";
import { statusLine } from "../../shared/status-line.ts";
import { stopSignal } from "../../shared/stop-signal.ts";
import { align } from "../align.ts";
import { findPythonPeer } from "../python-peer.ts";
import { corpusFile } from "./corpus.ts";

const peers = {
  name: "bench-peers",
  title: "tokenizers 0.23.3, tiktoken 0.14.0 and Pillow 13.0.0",
  packages: ["tokenizers==0.23.3", "tiktoken==0.14.0", "pillow==13.0.0"],
  size: "60 MB",
  option: "--install-peers",
};

export const libraryCommand = new Command("library")
  .description(
    "Trains and runs the same tokenizer here, in Hugging Face's tokenizers and in tiktoken on 10 MB of text in many " +
      "languages, and changes the same picture here and in Pillow, by turns. One minute.",
  )
  .option("--rounds <n>", "how often each program is started", count, 3)
  .option("--install-peers", "install the peers without asking (60 MB, in the user's cache folder)")
  .action(async ({ rounds, installPeers = false }: { rounds: number; installPeers?: boolean }) => {
    const { show, say, clear } = statusLine(process.stderr);
    const found = await findPythonPeer(peers, { install: installPeers, say, signal: stopSignal() });
    if ("reason" in found) say(`Without peers: ${found.reason}.`);
    const python = "python" in found ? found.python : undefined;
    const folder = mkdtempSync(path.join(os.tmpdir(), "bench-library-"));
    try {
      const runs = await measure({ rounds, folder, python, show, say });
      clear();
      for (const line of table(runs)) console.log(line);
      console.log(
        `${os.availableParallelism()} cores, ${os.cpus()[0]!.model.trim()}, Node ${process.version}; the best of ${rounds} rounds.`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

interface Measuring {
  rounds: number;
  folder: string;
  python: string | undefined;
  show: (line: string) => void;
  say: (line: string) => void;
}

const less = (a: number, b: number): boolean => a < b;
const more = (a: number, b: number): boolean => a > b;

/** Title → who → the best figure, in the unit of the title. */
type Figures = Map<string, Map<string, number>>;

async function measure({ rounds, folder, python, show, say }: Measuring): Promise<Figures> {
  const corpus = await corpusFile(say);
  const [saved, vocabulary] = [path.join(folder, "ours.json"), path.join(folder, "huggingface.json")];
  const picture = path.resolve(import.meta.dirname, "../../../data/images/coffee.png");
  const megabytes = statSync(corpus).size / 1e6;
  const figures: Figures = new Map();
  const add = (title: string, who: string, value: number, isBetter: (a: number, b: number) => boolean): void => {
    const row = figures.get(title) ?? figures.set(title, new Map()).get(title)!;
    const before = row.get(who);
    if (before === undefined || isBetter(value, before)) row.set(who, value);
  };
  const peer = (task: string, env: Record<string, string>, ...args: string[]) =>
    run(python!, [path.join(import.meta.dirname, "peer.py"), task, ...args], env);
  const ids = new Set<string>();
  for (let round = 1; round <= rounds; round++) {
    show(`round ${round} of ${rounds}, ours`);
    add("train to 4,096 ids, s", "ours", ours("train", corpus, saved)["seconds"] as number, less);
    const encoded = ours("encode", corpus, saved);
    ids.add(encoded["ids"] as string);
    add("encode, MB/s", "ours", megabytes / (encoded["seconds"] as number), more);
    add("encode once more, MB/s", "ours", megabytes / (encoded["warmSeconds"] as number), more);
    for (const [name, ms] of Object.entries(ours("images", picture)["ms"] as Record<string, number>))
      add(`${name}, ms`, "ours", ms, less);
    if (python === undefined) continue;
    show(`round ${round} of ${rounds}, peers`);
    const one = peer("huggingface", { RAYON_NUM_THREADS: "1", TOKENIZERS_PARALLELISM: "false" }, corpus, vocabulary);
    const all = peer("huggingface", {}, corpus, vocabulary);
    for (const each of [one, all]) ids.add(each["ids"] as string);
    add("train to 4,096 ids, s", "Hugging Face, one thread", one["train"] as number, less);
    add("train to 4,096 ids, s", "Hugging Face", all["train"] as number, less);
    add("encode, MB/s", "Hugging Face", megabytes / (all["encode"] as number), more);
    const tiktoken = peer("tiktoken", {}, corpus, vocabulary);
    ids.add(tiktoken["ids"] as string);
    add("encode, MB/s", "tiktoken", megabytes / (tiktoken["encode"] as number), more);
    for (const [name, ms] of Object.entries(peer("images", {}, picture)["ms"] as Record<string, number>))
      add(`${name}, ms`, "Pillow", ms, less);
  }
  if (ids.size !== 1) throw new Error(`bench: expected the same ids from all, got ${ids.size} different rows of them`);
  return figures;
}

const ours = (...args: string[]) =>
  run(process.execPath, [...process.execArgv, path.join(import.meta.dirname, "ours.ts"), ...args]);

function run(program: string, args: readonly string[], env: Record<string, string> = {}): Record<string, unknown> {
  const output = execFileSync(program, args, { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 2 ** 26 });
  return JSON.parse(output.trim().split("\n").at(-1)!) as Record<string, unknown>;
}

/** Goals: as fast as tiktoken at the first text, and as Hugging Face at training. */
const goals: Record<string, string> = { "encode, MB/s": "tiktoken", "train to 4,096 ids, s": "Hugging Face" };

function table(figures: Figures): string[] {
  const rows = [...figures].flatMap(([title, row]) => {
    const mine = row.get("ours")!;
    const others = [...row].filter(([who]) => who !== "ours");
    if (others.length === 0) return [[title, mine.toPrecision(3), "", "", "", ""]];
    return others.map(([who, value]) => {
      const met = goals[title] !== who ? "" : (title.endsWith("MB/s") ? mine >= value : mine <= value) ? "yes" : "NO";
      return [title, mine.toPrecision(3), value.toPrecision(3), who, (mine / value).toFixed(2), met];
    });
  });
  return align([["best", "ours", "peer's", "peer", "ours ÷ peer's", "goal met"], ...rows]);
}
