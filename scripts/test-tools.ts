/** `npm run test:tools`: the kernel under the tools that run, convert, test and grade notebooks. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { kernelSpec } from "../lib/kernel/index.ts";
import {
  ensureEnvironment,
  installPackage,
  LabError,
  notebookTools,
  prefixDataDir,
  toolPaths,
  writeKernelSpec,
} from "../lib/lab/index.ts";
import { runtime } from "./shared/kernel-runtime.ts";
import { withInstallLock } from "./install-lock.cjs";
import { runTier, skipTier } from "./verify/tier.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

new Command("npm run test:tools --")
  .description("Run notebooks with nbclient, nbconvert, papermill, nbmake, nbval, nbgrader and jupyter-console.")
  .action(async () => {
    process.chdir(root);
    const lacking = await prepare();
    // a test mostly waits for a tool, which mostly waits for its kernel
    process.exitCode = lacking
      ? await skipTier("tools", { reason: lacking })
      : await runTier("tools", { maxWorkers: 2 });
  })
  .parse();

/** Set up the tools, the kernel among them and papermill's plug-in; why that is not possible, or undefined. */
async function prepare(): Promise<string | undefined> {
  const paths = toolPaths(root);
  const options = { say: console.log, contents: notebookTools };
  try {
    await withInstallLock(path.join(root, ".cache", "tools.lock"), async () => {
      await ensureEnvironment(paths, options);
      await installPackage(path.join(root, "lib", "lab", "papermill"), paths, options);
    });
  } catch (error) {
    if (error instanceof LabError)
      return error.message.split("\n").at(0)!.replaceAll("npm start", "npm run test:tools");
    throw error;
  }
  writeKernelSpec(kernelSpec(runtime), { dataDir: prefixDataDir(paths.venv), force: true });
  return undefined;
}
