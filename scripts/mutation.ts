/** `npm run mutation`: what of the library could be wrong without a test that says so. See --help. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Argument, Command } from "commander";
import { runChild } from "./verify/child.ts";
import { withInstallLock } from "./install-lock.cjs";
import { folderPage, scoreOf, survivorsOf } from "./mutation/report.ts";
import type { Report } from "./mutation/report.ts";
import { stopSignal } from "./shared/stop-signal.ts";

const root = path.dirname(import.meta.dirname);
const home = path.join(root, "test", "mutation");
const installed = path.join(root, ".cache", "mutation");
const scores = path.join(home, "SCORES.md");

/** Folders of `lib` that are measured. */
const folders = ["tokenizers", "generate", "image"] as const;

const command = new Command("npm run mutation --")
  .description(
    "Change the library in one place after another and see whether a unit test fails (Stryker). " +
      "Ten to forty minutes a folder; the first time it downloads 60 MB into .cache.",
  )
  .addArgument(new Argument("[folders...]", "folders of lib; all three if none is named").choices([...folders]))
  .option("--file <name>", "one file of the folder: min-heap.ts")
  .option("--survivors", "show every change that no test noticed")
  .option("--write", "store the scores in test/mutation/SCORES.md")
  .action(async (named: string[], options: { file?: string; survivors?: true; write?: true }) => {
    const signal = stopSignal();
    await withInstallLock(path.join(root, ".cache", "mutation.lock"), () => install(signal));
    for (const folder of named.length > 0 ? named : folders) {
      if (signal.aborted) break;
      const report = await mutate(folder, { file: options.file ?? "**/*.ts", signal });
      if (report === undefined) break;
      const { score, noticed, mutants } = scoreOf(report.files);
      console.log(`${folder}: ${noticed} of ${mutants} changes noticed, ${score.toFixed(1)} %`);
      if (options.survivors) for (const line of survivorsOf(report)) console.log(line);
      if (options.write && options.file === undefined)
        writeFileSync(scores, folderPage(existsSync(scores) ? readFileSync(scores, "utf8") : "", { folder, report }));
    }
    if (signal.aborted) process.exitCode = 130;
  });
await command.parseAsync();

/** Stryker from the lock beside its settings, unless it is there: not a dependency of the project, 177 packages. */
async function install(signal: AbortSignal): Promise<void> {
  const [wanted, found] = [home, installed].map((folder) => path.join(folder, "package-lock.json"));
  const stamp = path.join(installed, "node_modules", ".package-lock.json");
  if (existsSync(stamp) && existsSync(found!) && readFileSync(found!, "utf8") === readFileSync(wanted!, "utf8")) return;
  console.log("Installing Stryker into .cache/mutation (once).");
  mkdirSync(installed, { recursive: true });
  for (const name of ["package.json", "package-lock.json"])
    copyFileSync(path.join(home, name), path.join(installed, name));
  const cli = process.env["npm_execpath"] ?? "";
  const npm = /npm-cli\.c?js$/u.test(cli) ? [process.execPath, cli] : ["npm"];
  // its vitest is the project's: Node finds it above .cache
  const { exitCode, output } = await runChild([...npm, "ci", "--legacy-peer-deps", "--ignore-scripts"], {
    cwd: installed,
    signal,
  });
  if (exitCode !== 0) throw new Error(`npm ci: expected it to install Stryker, got\n${output.trimEnd()}`);
}

/** What Stryker found in a folder, or undefined if it was stopped. */
async function mutate(
  folder: string,
  { file, signal }: { file: string; signal: AbortSignal },
): Promise<Report | undefined> {
  const stryker = path.join(installed, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  const settings = path.join("test", "mutation", "stryker.config.json");
  const { exitCode, output } = await runChild(
    [process.execPath, stryker, "run", settings, "--mutate", `lib/${folder}/${file}`],
    {
      cwd: root,
      signal,
      env: { ...process.env, MUTATED: folder },
      onLine: (line) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${line.slice(0, 100)}`);
        else if (line.startsWith("Mutation testing")) console.error(line);
      },
    },
  );
  if (signal.aborted) return undefined;
  if (exitCode !== 0) throw new Error(`stryker: expected a report, got\n${output.trimEnd()}`);
  return JSON.parse(readFileSync(path.join(root, ".cache", "mutation", "report.json"), "utf8")) as Report;
}
