/** A recipe carried out: with what is left of an earlier run, and in a way that can be stopped at any time. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import writeFileAtomic from "write-file-atomic";
import { rng } from "../../lib/core/index.ts";
import { disposeParams, mapParams } from "../../lib/models/index.ts";
import type { GptParams } from "../../lib/models/index.ts";
import { trainer } from "../../lib/train/index.ts";
import type { Recipe } from "./recipe.ts";

export interface RunOptions {
  /** Where half-done trainings are kept. */
  folder: string;
  /** Begin anew, whatever was kept. */
  fresh: boolean;
  signal: AbortSignal;
  /** After how many steps it is shown how far it is. */
  showEvery: number;
  /** Shows how far it is; replaced by the next. */
  show: (text: string) => void;
  /** A line that stays. */
  say: (text: string) => void;
}

/** So many steps lie between two states on the disk. */
const keepEvery = 200;

/** The trained numbers, or undefined if it was stopped; what was done is kept then. */
export async function run(recipe: Recipe, options: RunOptions): Promise<GptParams | undefined> {
  const { folder, fresh, signal, show, say, showEvery } = options;
  const { name, model, seed, steps, training, std } = recipe;
  const kept = path.join(folder, `${name}.safetensors`);
  mkdirSync(folder, { recursive: true });
  const chance = rng(seed);
  const start = model.init({ rng: chance.split("init"), ...(std !== undefined && { std }) });
  const mo = trainer(start, { ...training, rng: chance.split("lessons") });
  disposeParams(start);
  try {
    if (!fresh && existsSync(kept)) {
      mo.load(new Uint8Array(readFileSync(kept)));
      say(`${name}: goes on after step ${mo.step} of ${steps} (--fresh begins anew)`);
    }
    const [began, first] = [performance.now(), mo.step];
    for (const { step, loss } of mo.steps(steps - mo.step)) {
      const done = step + 1;
      if (done % keepEvery === 0 && done < steps) await writeFileAtomic(kept, Buffer.from(mo.save()));
      if (done % showEvery === 0) {
        const left = ((performance.now() - began) / (done - first)) * (steps - done);
        show(`${name}: step ${done} of ${steps}, loss ${loss.toFixed(3)}, ${Math.ceil(left / 1000)} s left`);
      }
      // so that Ctrl-C is heard
      await breathe();
      if (!signal.aborted) continue;
      await writeFileAtomic(kept, Buffer.from(mo.save()));
      say(`${name}: stopped after step ${done}; the same command goes on from there.`);
      return undefined;
    }
    rmSync(kept, { force: true });
    return mapParams(mo.params, (leaf) => leaf.clone());
  } finally {
    mo.dispose();
  }
}
