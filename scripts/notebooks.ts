/** `npm run notebooks`: execute notebooks, compare them, report; nothing is cached. See --help. */
import path from "node:path";
import { Command } from "commander";
import { check, InputError } from "../lib/core/index.ts";
import { artefacts, exitCodeHelp, exitCodes, findNotebooks, problemText, runNotebooks } from "../lib/runner/index.ts";
import { startSession } from "../lib/session/index.ts";
import { whole } from "./shared/arguments.ts";

const root = path.resolve(import.meta.dirname, "..");
const command = new Command("npm run notebooks --")
  .argument("[notebook...]", "numbers (1, 01) or paths; default: all in notebooks/")
  .option("--write", "write outputs back into the files that ran without error")
  .option("--html", "render each notebook as a page, in .cache/html beside it")
  .option("--out <folder>", "where --html writes instead")
  .option("--claims", "print which claims were found, where, with which numbers")
  .option("--report", "print time, memory and size of each notebook, as JSON too in .cache/notebooks.json")
  .option(
    "--jobs <n>",
    "at once; each gets its share of the cores: OMP_NUM_THREADS, UV_THREADPOOL_SIZE, COURSE_THREADS",
    whole,
    1,
  )
  .option("--seed-shift <n>", "move every seed: claims must hold, outputs are not compared", whole, 0)
  .option("--timeout <seconds>", "for each cell", whole, 120)
  .addHelpText("after", `\n${exitCodeHelp()}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCodes.usage))
  .parse();
const options = command.opts();
const cwd = process.env["INIT_CWD"] ?? process.cwd();
const tty = process.stdout.isTTY;
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
// loaded here alone: it needs a binary that executing notebooks does without
const metadata = options["write"] ? (await import("../lib/kernel/index.ts")).notebookMetadata() : undefined;
try {
  checkTogether(options);
  const report = await runNotebooks(findNotebooks(command.args, { root, cwd }), {
    ...options,
    root,
    startSession,
    metadata,
    timeoutMs: options["timeout"] * 1000,
    signal: interrupt.signal,
    tty,
    colour: tty,
    line: console.log,
  });
  for (const text of await artefacts(report, { ...options, root, cwd })) console.log(text);
  console.log(problemText(report));
  process.exitCode = report.exitCode;
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = exitCodes.usage;
}

/** An option that would do nothing is a mistake to be told, not to be passed over. */
function checkTogether({ write, seedShift, out, html }: Record<string, unknown>): void {
  check(!write || seedShift === 0, "--write", "no --seed-shift beside it", seedShift);
  if (out !== undefined && !html) throw new InputError(`--out: expected --html beside it, got ${String(out)} alone`);
}
