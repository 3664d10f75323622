/** `npm run train`: the models of data/checkpoints, trained anew from their recipes. See --help. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { Argument, Command } from "commander";
import writeFileAtomic from "write-file-atomic";
import { selectBackend } from "../lib/backend/index.ts";
import { checkpoint, disposeParams, namedParams, saveGpt } from "../lib/models/index.ts";
import type { CheckpointName, GptParams } from "../lib/models/index.ts";
import { recordFiles } from "./shared/manifest.ts";
import { statusLine } from "./shared/status-line.ts";
import { stopSignal } from "./shared/stop-signal.ts";
import { moBase } from "./train/mo-base.ts";
import type { Recipe } from "./train/recipe.ts";
import { run } from "./train/run.ts";
import { shakespeare } from "./train/shakespeare.ts";
import { tangPoems } from "./train/tang-poems.ts";
import { villageLetters } from "./train/village-letters.ts";

const recipes: Record<CheckpointName, () => Recipe> = {
  "village-letters": villageLetters,
  "mo-base": moBase,
  shakespeare,
  "tang-poems": tangPoems,
};
const names = Object.keys(recipes) as CheckpointName[];
const root = path.dirname(import.meta.dirname);

await new Command("npm run train --")
  .description(
    "Train models of data/checkpoints anew, from their seeds: one to three minutes each. Ctrl-C keeps what was done, and the same " +
      "command goes on from there. Other processors add in another order, so their numbers differ a little.",
  )
  .addArgument(new Argument("[names...]", "which ones; all if none is named").choices(names))
  .option("--check", "write nothing: compare what comes out with what is committed")
  .option("--fresh", "begin anew, whatever an earlier run has left")
  .action(async (named: CheckpointName[], { check = false, fresh = false }: { check?: boolean; fresh?: boolean }) => {
    const signal = stopSignal();
    const { show, say, clear, isTerminal } = statusLine(process.stderr);
    await selectBackend();
    for (const name of named.length > 0 ? named : names) {
      const recipe = recipes[name]();
      const folder = path.join(root, ".cache", "train");
      // without a terminal every line stays, so that there are few
      const showEvery = isTerminal ? 10 : recipe.steps / 10;
      const params = await run(recipe, { folder, fresh, signal, show, say, showEvery });
      if (params === undefined) break;
      clear();
      const loss = recipe.evaluate(params);
      say(`${name}: ${loss.toFixed(3)} ${recipe.unit}`);
      if (check) compare(recipe, { name, params, loss, say });
      else await write(recipe, { name, params, loss });
      disposeParams(params);
    }
    if (signal.aborted) process.exitCode = 130;
  })
  .parseAsync();

interface Outcome {
  name: CheckpointName;
  params: GptParams;
  loss: number;
}

async function write(recipe: Recipe, outcome: Outcome): Promise<void> {
  const { model, vocabulary, what, seed, steps, unit, halfPrecision = false } = recipe;
  const { name, params, loss } = outcome;
  const metadata = {
    ...recipe.metadata,
    what: `${what}; ${steps} steps, seed ${seed}; ${loss.toFixed(3)} ${unit}`,
    vocabulary: JSON.stringify(vocabulary),
  };
  const file = `data/checkpoints/${name}.safetensors`;
  mkdirSync(path.join(root, "data", "checkpoints"), { recursive: true });
  await writeFileAtomic(path.join(root, file), Buffer.from(saveGpt({ model, params, metadata }, { halfPrecision })));
  recordFiles(file, [
    {
      path: file,
      what: `${what}: ${model.parameterCount} numbers`,
      licence: "MIT",
      rebuild: `npm run train -- ${name}`,
    },
  ]);
}

/** Two trainings on different processors part slowly: what they are judged by must agree, their numbers only nearly. */
function compare(recipe: Recipe, { name, params, loss, say }: Outcome & { say: (text: string) => void }): void {
  const committed = checkpoint(name);
  const before = recipe.evaluate(committed.params);
  const theirs = namedParams(committed.params);
  let most = 0;
  for (const [key, leaf] of namedParams(params)) {
    const other = theirs.get(key)!.dataSync();
    leaf.dataSync().forEach((value, i) => (most = Math.max(most, Math.abs(value - other[i]!))));
  }
  say(
    `${name}: committed ${before.toFixed(3)}, trained now ${loss.toFixed(3)}; numbers differ by at most ${most.toExponential(1)}`,
  );
  const isSame = Math.abs(before - loss) <= 0.01 * Math.max(1, before);
  say(isSame ? `${name}: reproduced` : `${name}: NOT reproduced (more than one part in a hundred apart)`);
  if (!isSame) process.exitCode = 1;
  disposeParams(committed.params);
}
