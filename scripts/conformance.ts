/** `npm run conformance`: tfjs-core's own test suite against a backend. See --help. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { Command, Option } from "commander";
import { differences } from "../test/backend/conformance/differences.ts";
import { page } from "../test/backend/conformance/page.ts";
import { runSuite } from "../test/backend/conformance/run.ts";
import type { Outcome } from "../test/backend/conformance/run.ts";
import { suiteFiles } from "../test/backend/conformance/suite.ts";

const file = path.resolve(import.meta.dirname, "../test/backend/CONFORMANCE.md");

const options = new Command("npm run conformance --")
  .description("tfjs-core's own test suite, run against our backend and tfjs' cpu backend.")
  .addOption(new Option("--backend <name>", "which backend").choices(["onnx", "cpu"]).default("onnx"))
  .option("--only <text>", "files of the suite whose path contains this: ops/abs, optimizers/")
  .option("--write", "run both backends on all files and write test/backend/CONFORMANCE.md")
  .parse()
  .opts<{ backend: "onnx" | "cpu"; only?: string; write?: true }>();

if (options.write) {
  const cpu = await run("cpu", suiteFiles());
  const onnx = await run("onnx", suiteFiles());
  writeFileSync(file, page({ cpu, onnx, differences }));
  console.log(path.relative(process.cwd(), file));
} else {
  const { only = "" } = options;
  const files = suiteFiles().filter((each) => each.includes(only));
  if (files.length === 0) throw new Error(`--only: expected part of a file's path in the suite, got ${only}`);
  await run(options.backend, files);
}

async function run(backend: "onnx" | "cpu", files: readonly string[]): Promise<Outcome[]> {
  const outcomes = await runSuite({ backend, files });
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  for (const { spec, failure } of failed) console.log(`${spec}\n    ${failure!.replaceAll("\n", "\n    ")}`);
  console.log(`${backend}: ${outcomes.length - failed.length} of ${outcomes.length} specs pass`);
  const left = outcomes.filter(({ fallbacks }) => Object.keys(fallbacks).length > 0).length;
  if (backend === "onnx") console.log(`in ${left} of them a kernel was left to the cpu backend`);
  if (failed.length > 0) process.exitCode = 1;
  return outcomes;
}
