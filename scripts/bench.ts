/** `npm run bench`: our kernel measured against ipykernel, Deno and stock tslab in one run. See --help. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { installPeers, installTensorFlow, peerNames, tensorFlowDir } from "../test/peers/index.ts";
import type { PeerName } from "../test/peers/index.ts";
import { withPeer } from "./bench/cell-time.ts";
import { names, overview, select } from "./bench/measurements.ts";
import { memoryMethod } from "./bench/process-memory.ts";
import { runAll } from "./bench/run.ts";
import type { Results } from "./bench/run.ts";
import { table } from "./bench/table.ts";
import { packed } from "./kernel-runtime.ts";

const count = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("expected a whole number from 1");
  return Number(text);
};
const oneOf = (known: readonly string[]) => (text: string, before: readonly string[] | undefined) => {
  if (!known.includes(text)) throw new InvalidArgumentError(`expected one of ${known.join(", ")}`);
  return [...(before ?? []), text];
};

interface Options {
  only?: string[];
  peer?: PeerName[];
  repeat: number;
  quick?: true;
  json?: string;
}

const options = new Command("npm run bench --")
  .description(
    "Measures the course's kernel, ipykernel, Deno and stock tslab, and says which goals are met. " +
      "The first run installs them into .cache/peers (about 500 MB). Takes about ten minutes; close what else runs. " +
      "Ctrl-C shows what was measured so far.",
  )
  .option("--only <name>", "only this row or group of rows, of those below; may be given again", oneOf(names()))
  .option("--peer <name>", `only this kernel, of ${peerNames.join(", ")}; may be given again`, oneOf(peerNames))
  .option("--repeat <n>", "how often everything is measured", count, 5)
  .addOption(new Option("--quick", "once, with a quarter of the cells: a look, not a result").conflicts("repeat"))
  .option("--json <file>", "also write every value that was measured to this file, as JSON")
  .addHelpText("after", `\nGroups and their rows:\n${overview().join("\n")}\n`)
  .parse()
  .opts<Options>();

const chosen = select(options.only ?? []);
const cells = options.quick ? 50 : 200;
const repeat = options.quick ? 1 : options.repeat;
const results: Results = {};
const loadBefore = os.loadavg()[0]!;

const tty = process.stderr.isTTY;
const clear = (): void => void (tty && process.stderr.write("\r\u001B[K"));
const progress = (line: string): void => void process.stderr.write(tty ? `\r\u001B[K${line}` : `${line}\n`);
const say = (line: string): void => {
  clear();
  console.error(line);
};
const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    abort.abort();
    show();
    process.exit(128 + os.constants.signals[signal]); // ends every kernel on its way out
  });
}

const install = { say, progress: tty ? progress : () => {}, signal: abort.signal };
const { installed } = await installPeers(install, options.peer ?? peerNames);
let noTensorFlow: string | undefined;
const cwd = tensorFlowDir;
try {
  await installTensorFlow(install);
} catch (error) {
  noTensorFlow = error instanceof Error ? error.message : String(error);
  say(`no tf: ${noTensorFlow}`);
  mkdirSync(cwd, { recursive: true });
}

await packed(say);
for (const name of installed) {
  progress(`filling the caches of ${name}`);
  await withPeer(name, { cwd }, async () => {});
}
await runAll(chosen, installed, { results, setup: { cwd, cells, noTensorFlow }, repeat, progress, say });
show();

/** Print the table, of as much as was measured, and write the file of `--json`. */
function show(): void {
  clear();
  const measured = chosen.flatMap(({ rows }) => rows).filter(({ id }) => results[id]);
  if (measured.length === 0) return;
  const peers = peerNames.filter((name) => measured.some(({ id }) => results[id]![name]));
  for (const line of table(measured, peers, results)) console.log(line);
  const machine = `${os.availableParallelism()} cores, ${os.cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
  const loadAfter = os.loadavg()[0]!;
  console.log(`
Each number is the median of ${repeat === 1 ? "1 repetition" : `up to ${repeat} repetitions`}, ± half the distance between the quartiles. One repetition of a row
that says median is itself a median, of up to ${cells} cells or requests.
÷ ipykernel: our value divided by ipykernel's in this run. goal: what ours must reach, as such a multiple (×) or in the
row's unit. met: "?" where the value that it is compared with was not measured. Memory: ${memoryMethod}.
${machine}; load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after (the benchmark itself makes 1 to 2).`);
  if (!options.json) return;
  const file = path.resolve(process.env["INIT_CWD"] ?? process.cwd(), options.json);
  const all = { machine, loadBefore, loadAfter, repeat, cells, memoryMethod, results };
  writeFileSync(file, `${JSON.stringify(all, null, 1)}\n`);
}
