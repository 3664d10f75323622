/** `npm run kernel`: make the course's kernels known to VS Code and to any Jupyter that is already there. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { freshPack, kernelNames, kernelSpec, probeKernel } from "../lib/kernel/index.ts";
import {
  askJupyter,
  diagnose,
  kernelDir,
  LabError,
  prefixDataDir,
  removeKernelSpec,
  userDataDir,
  writeKernelSpec,
} from "../lib/lab/index.ts";
import type { Finding, Spec } from "../lib/lab/index.ts";
import { packed, runtime } from "./shared/kernel-runtime.ts";

/** How long a kernel may take to start and work out `1 + 1`; usually a second, on its very first start some more. */
const probeTimeoutMs = 30_000;

interface Options {
  prefix?: string;
  force?: true;
}

/** Notebooks of stock tslab name one kernel or the other. */
const kernels = [
  { name: kernelNames.typescript, spec: kernelSpec(runtime) },
  { name: kernelNames.javascript, spec: kernelSpec({ ...runtime, language: "javascript" }) },
];

const program = new Command("npm run kernel --").description("The course's kernels for VS Code and other Jupyters.");
const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option("--user", "for this user: where VS Code and Jupyter look first (default)")
    .option("--prefix <folder>", "for one Python environment or installation prefix");

command("install", "write the kernelspecs, of TypeScript and of JavaScript")
  .option("--force", "replace other kernels of the same names")
  .action(async (options: Options) => {
    await packed(console.log);
    const dataDir = dataDirOf(options);
    each(({ name, spec }) => {
      const dir = writeKernelSpec(spec, { dataDir, name, ...(options.force && { force: true }) });
      console.log(`The kernel is in ${dir}. In VS Code: Select Kernel, Jupyter Kernel, ${spec.display_name}.`);
    });
    console.log("Moving this folder makes it stale: then run this again. npm run kernel -- uninstall removes it.");
  });

command("uninstall", "remove the kernelspecs").action((options: Options) => {
  const dataDir = dataDirOf(options);
  each(({ name }) => {
    const dir = kernelDir(dataDir, name);
    console.log(removeKernelSpec({ dataDir, name }) ? `Removed ${dir}.` : `There is none in ${dir}.`);
  });
});

command("doctor", "start the installed kernels and say what is wrong, in plain words").action(
  async (options: Options) => {
    const dataDir = dataDirOf(options);
    for (const { name, spec } of kernels) {
      const findings = await diagnose(spec, { dataDir, name, probe });
      // with one finding there is no kernel that Jupyter could be asked about
      if (findings.length > 1) findings.push(...sourcesNote(), askJupyter({ dataDir, name }));
      console.log([`${name}, ${spec.language}`, ...findings.map(lineOf)].join("\n"));
      if (findings.some(({ remedy }) => remedy)) process.exitCode = 1;
    }
  },
);

await program.parseAsync().catch(report);

function probe({ argv, env }: Spec) {
  return probeKernel({ argv, ...(env && { env }), expression: "1 + 1", timeoutMs: probeTimeoutMs });
}

function sourcesNote(): Finding[] {
  const what = "It runs from its sources, and starts a little later: npm run kernel -- install packs it.";
  return freshPack() ? [] : [{ what, isNote: true }];
}

function lineOf({ what, remedy, isNote }: Finding): string {
  if (remedy) return `  ✗ ${what}\n    Do: ${remedy}`;
  return `  ${isNote ? "·" : "✓"} ${what}`;
}

/** Do it for each kernel; one that cannot be done stops no other. */
function each(action: (kernel: (typeof kernels)[number]) => void): void {
  for (const kernel of kernels) {
    try {
      action(kernel);
    } catch (error) {
      report(error);
    }
  }
}

function report(error: unknown): void {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function dataDirOf({ prefix }: Options): string {
  if (prefix === undefined) return userDataDir();
  if (!existsSync(prefix)) throw new LabError(`--prefix: expected a folder that is there, got ${prefix}`);
  return prefixDataDir(path.resolve(prefix));
}
