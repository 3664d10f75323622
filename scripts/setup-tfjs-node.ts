/** `npm run setup:tfjs-node`: build @tensorflow/tfjs-node where its own installation does not work. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { tfjsNodeFolder } from "../lib/backend/index.ts";
import { withInstallLock } from "./install-lock.cjs";
import { stopSignal } from "./shared/stop-signal.ts";
import { build } from "./tfjs-node/build.ts";
import type { Progress } from "./tfjs-node/build.ts";
import { SetupError } from "./tfjs-node/failure.ts";
import { findTools, recipeFor } from "./tfjs-node/recipe.ts";

const folder = path.resolve(fileURLToPath(tfjsNodeFolder));

new Command("npm run setup:tfjs-node --")
  .description(
    "Build @tensorflow/tfjs-node in .cache/tfjs-node, against the C++ library in TensorFlow's Python package. " +
      "TF_BACKEND=tfjs-node then runs tfjs on it. Takes about a minute, downloads 260 MB and keeps 700 MB; " +
      "needs a C++ compiler, unzip, and pip or uv. npm run clean removes it.",
  )
  .option("--force", "build it again although it is there")
  .action(async ({ force = false }: { force?: boolean }) => {
    const signal = stopSignal();
    try {
      const lock = path.join(path.dirname(folder), "tfjs-node.lock");
      await withInstallLock(lock, () => setUp({ force, signal }));
    } catch (error) {
      if (signal.aborted) {
        console.error("Stopped. Nothing was changed.");
        process.exitCode = 130;
      } else if (error instanceof SetupError) {
        console.error(error.message);
        process.exitCode = 1;
      } else throw error;
    }
  })
  .parse();

async function setUp({ force, signal }: { force: boolean; signal: AbortSignal }): Promise<void> {
  if (existsSync(folder) && !force) {
    console.log(`It is there: ${folder}. Use it with TF_BACKEND=tfjs-node; --force builds it again.`);
    return;
  }
  const started = performance.now();
  const recipe = recipeFor(`${process.platform}-${process.arch}`);
  const tools = findTools(process.env);
  const cli = process.env.npm_execpath ?? "";
  const npm = /npm-cli\.c?js$/.test(cli) ? [process.execPath, cli] : ["npm"];
  // npm's own variables would make it install into the project
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|config_prefix|package_)/.test(name)),
  );
  const check = [process.execPath, path.join(import.meta.dirname, "tfjs-node", "try.ts")];
  await build({ folder, recipe, tools, npm, check, env, signal, progress: showProgress(process.stderr) });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`Built in ${seconds} s: ${folder}. Use it with TF_BACKEND=tfjs-node.`);
}

/** One line for each step, rewritten on a terminal while the step lasts. */
function showProgress(stream: NodeJS.WriteStream): Progress {
  let started = 0;
  let step = "";
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  return {
    start(name) {
      [step, started] = [name, performance.now()];
      stream.write(stream.isTTY ? `  ${step} …` : `  ${step} …\n`);
    },
    say(line) {
      const text = `  ${step} ${seconds()}  ${stripVTControlCharacters(line).trim()}`;
      if (stream.isTTY) stream.write(`\r\u001b[K${text.slice(0, stream.columns - 1)}`);
    },
    end: () => void stream.write(`${stream.isTTY ? "\r\u001b[K" : ""}  ${step} ${seconds()}\n`),
  };
}
