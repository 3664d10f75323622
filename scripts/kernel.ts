/** `npm run kernel`: make the course's kernel known to VS Code and to any Jupyter that is already there. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { kernelNames, kernelSpec } from "../lib/kernel/index.ts";
import {
  diagnose,
  kernelDir,
  LabError,
  prefixDataDir,
  removeKernelSpec,
  userDataDir,
  writeKernelSpec,
} from "../lib/lab/index.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

interface Options {
  prefix?: string;
  force?: true;
}

const runtime = {
  node: process.execPath,
  compileCache: path.join(root, "node_modules", ".cache", "node-compile"),
};
const spec = kernelSpec(runtime);
/** Notebooks of stock tslab name one kernel or the other. */
const kernels = [
  { name: kernelNames.typescript, spec },
  { name: kernelNames.javascript, spec: kernelSpec({ ...runtime, language: "javascript" }) },
];

const program = new Command("npm run kernel --").description("The course's kernel for VS Code and other Jupyters.");
const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option("--user", "for this user: where VS Code and Jupyter look first (default)")
    .option("--prefix <folder>", "for one Python environment or installation prefix");

command("install", "write the kernelspecs, of TypeScript and of JavaScript")
  .option("--force", "replace other kernels of the same names")
  .action((options: Options) => {
    for (const { name, spec: each } of kernels) {
      const dir = writeKernelSpec(each, { dataDir: dataDirOf(options), name, ...(options.force && { force: true }) });
      console.log(`The kernel is in ${dir}. In VS Code: Select Kernel, Jupyter Kernel, ${each.display_name}.`);
    }
    console.log("Moving this folder makes it stale: then run this again. npm run kernel -- uninstall removes it.");
  });

command("uninstall", "remove the kernelspecs").action((options: Options) => {
  const dataDir = dataDirOf(options);
  for (const { name } of kernels) {
    const dir = kernelDir(dataDir, name);
    console.log(removeKernelSpec({ dataDir, name }) ? `Removed ${dir}.` : `There is none in ${dir}.`);
  }
});

command("doctor", "say what is wrong, in plain words").action((options: Options) => {
  const findings = diagnose(spec, { dataDir: dataDirOf(options) });
  for (const { what, remedy } of findings) console.log(remedy ? `✗ ${what}\n  Do: ${remedy}` : `✓ ${what}`);
  process.exitCode = findings.some(({ remedy }) => remedy) ? 1 : 0;
});

try {
  program.parse();
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function dataDirOf({ prefix }: Options): string {
  return prefix === undefined ? userDataDir() : prefixDataDir(path.resolve(prefix));
}
