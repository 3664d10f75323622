/** `npm run bench -- kernel`: our kernel measured against ipykernel, Deno and stock tslab in one run. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { Command, Option } from "commander";
import { installPeers, installTensorFlow, peerNames, tensorFlowDir } from "../../../test/peers/index.ts";
import type { PeerName } from "../../../test/peers/index.ts";
import { withPeer } from "./cell-time.ts";
import { names, overview, select } from "./measurements.ts";
import { memoryMethod } from "./process-memory.ts";
import { runAll } from "./run.ts";
import type { Results } from "./run.ts";
import { table } from "./table.ts";
import { count, namedFile, oneOf } from "../../shared/arguments.ts";
import { packed } from "../../shared/kernel-runtime.ts";
import { statusLine } from "../../shared/status-line.ts";
import { stopSignal } from "../../shared/stop-signal.ts";

interface Options {
  only?: string[];
  peer?: PeerName[];
  repeat: number;
  quick?: true;
  json?: string;
}

export const kernelCommand = new Command("kernel")
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
  .action(measure);

async function measure(options: Options): Promise<void> {
  const chosen = select(options.only ?? []);
  const cells = options.quick ? 50 : 200;
  const repeat = options.quick ? 1 : options.repeat;
  const results: Results = {};
  const loadBefore = os.loadavg()[0]!;
  const status = statusLine(process.stderr);
  const { say } = status;
  const progress = status.show;
  const signal = stopSignal();
  signal.addEventListener("abort", () => {
    show();
    process.exit(130); // ends every kernel on its way out
  });

  const install = { say, progress: status.isTerminal ? progress : () => {}, signal };
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
    status.clear();
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
    const all = { machine, loadBefore, loadAfter, repeat, cells, memoryMethod, results };
    writeFileSync(namedFile(options.json), `${JSON.stringify(all, null, 1)}\n`);
  }
}
