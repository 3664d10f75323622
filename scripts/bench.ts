/** `npm run bench`: the kernel, the engine and the library measured against others of their kind. See --help. */
import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { engineCommand } from "./bench/engine/command.ts";
import { kernelCommand } from "./bench/kernel/command.ts";
import { libraryCommand } from "./bench/library/command.ts";
import { trainingCommand } from "./bench/training/command.ts";

await new Command("npm run bench --")
  .description(
    "Measures the kernel, the engine, the library and a whole training, each beside its peers in the same run, and says which goals are met.",
  )
  .action(() => {
    for (const part of [kernelCommand, engineCommand, libraryCommand, trainingCommand]) {
      const { status } = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, part.name()], {
        stdio: "inherit",
      });
      if (status !== 0) process.exit(status ?? 1);
    }
  })
  .addCommand(kernelCommand)
  .addCommand(engineCommand)
  .addCommand(libraryCommand)
  .addCommand(trainingCommand)
  .parseAsync();
