/** `npm test`: everything that needs Node and the npm registry only. See --help. */
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { statusLine } from "./shared/status-line.ts";
import { stopSignal } from "./shared/stop-signal.ts";
import { addCounts } from "./verify/counts.ts";
import { runSteps } from "./verify/run.ts";
import { scratchFolder, stepsFor } from "./verify/steps.ts";
import { summary } from "./verify/summary.ts";

const root = path.resolve(import.meta.dirname, "..");
const steps = stepsFor(root, scratchFolder());

const command = new Command("npm test --")
  .description("Types, lint, format, unit and integration tests, then every notebook. A failing step stops no other.")
  .option("--only <steps>", "some of the steps, with commas between them", parseSteps)
  .addHelpText("after", `\nSteps:\n${steps.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join("\n")}`)
  .parse();

const { only } = command.opts<{ only?: string[] }>();
const chosen = steps.filter(({ name }) => only?.includes(name) ?? true);
const { isTerminal, say, show } = statusLine(process.stdout);
const signal = stopSignal();

const results = await runSteps(chosen, {
  root,
  signal,
  line: say,
  status: isTerminal ? show : undefined,
});
console.log(summary(results));
process.exitCode = signal.aborted ? 130 : addCounts(results.map(({ counts }) => counts)).failed > 0 ? 1 : 0;

function parseSteps(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  const known = steps.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`expected some of ${known.join(",")}, got "${unknown}"`);
  return names;
}
