/** `npm run fuzz`: fire at a running kernel, from outside and from within, and see that it stands. See --help. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { rng } from "../lib/core/index.ts";
import { fuzzFrames } from "./fuzz/frames.ts";
import { fuzzInterrupts } from "./fuzz/interrupts.ts";
import { fuzzKills } from "./fuzz/kills.ts";
import { startTarget } from "./fuzz/target.ts";
import type { Target } from "./fuzz/target.ts";
import { whole } from "./shared/arguments.ts";
import { packed } from "./shared/kernel-runtime.ts";

const kinds = ["frames", "interrupts", "kills"] as const;
type Kind = (typeof kinds)[number];

const minutes = (text: string): number => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError("expected a number above 0");
  return Number(text);
};

interface Options {
  minutes: number;
  frames: number;
  seed: number;
  only?: Kind;
}

const options = new Command("npm run fuzz --")
  .description(
    "Random frames on every socket; random interrupts of random cells; the session killed at random moments. " +
      "The kernel must answer everything that is well formed, lose no line, and compute rightly afterwards.",
  )
  .option("--minutes <n>", "for the interrupts, and for the kills", minutes, 10)
  .option("--frames <n>", "how many messages of random frames", whole, 100_000)
  .option("--seed <n>", "of all chance; when things happen is up to the machine", whole, 1)
  .addOption(new Option("--only <kind>", "one of the three").choices(kinds))
  .parse()
  .opts<Options>();

/** Each attack has a kernel and a die of its own, so that one can be repeated without the others. */
const attacks: Record<Kind, (target: Target, onProgress: (done: number) => void) => Promise<object>> = {
  frames: (target, onProgress) => fuzzFrames(target, { rng: die("frames"), count: options.frames, onProgress }),
  interrupts: (target, onProgress) => fuzzInterrupts(target, { rng: die("interrupts"), untilMs: until(), onProgress }),
  kills: (target, onProgress) => fuzzKills(target, { rng: die("kills"), untilMs: until(), onProgress }),
};

await packed(console.log);
let found = 0;
for (const kind of options.only ? [options.only] : kinds) {
  const folder = mkdtempSync(path.join(tmpdir(), "fuzz-"));
  const target = await startTarget(folder);
  try {
    const report = await attacks[kind](target, (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${kind}: ${done} `);
    });
    console.log(`✓ ${kind}: ${JSON.stringify(report)}`);
  } catch (error) {
    found++;
    console.log(`✗ ${kind}, seed ${options.seed}: ${error instanceof Error ? error.message : String(error)}`);
    if (target.peer.said() !== "") console.log(target.peer.said());
  } finally {
    await target.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
process.exitCode = found > 0 ? 1 : 0;

function die(name: Kind): ReturnType<typeof rng> {
  return rng(options.seed).split(name);
}

function until(): number {
  return performance.now() + options.minutes * 60_000;
}
