/** A hundred steps of each stage, with PyTorch's weights, batches and optimizer: test/fixtures/train/make.py. */
import { readFileSync } from "node:fs";
import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { selectBackend } from "../../lib/backend/index.ts";
import { decodeSafetensors, encodeSafetensors, rng } from "../../lib/core/index.ts";
import { gpt, loadParams, rewardModel } from "../../lib/models/index.ts";
import type { GptParams, Params, RewardParams } from "../../lib/models/index.ts";
import {
  corpus,
  demonstrations,
  distil,
  dpo,
  fineTune,
  judgements,
  kto,
  preferences,
  pretrain,
  rewardObjective,
  trainer,
  warmupCosine,
} from "../../lib/train/index.ts";
import type { Objective, Tokens } from "../../lib/train/index.ts";

const folder = new URL("../fixtures/train/", import.meta.url);

interface Golden {
  batches: {
    texts: Tokens[][];
    demonstrations: [Tokens, Tokens][][];
    preferences: [Tokens, Tokens, Tokens][][];
    judgements: [Tokens, Tokens, boolean][][];
  };
  losses: Record<"pretrain" | "fineTune" | "reward" | "dpo" | "kto" | "distil", number[]>;
}

const { batches, losses } = JSON.parse(readFileSync(new URL("golden.json", folder), "utf8")) as Golden;
const { tensors } = decodeSafetensors(new Uint8Array(readFileSync(new URL("start.safetensors", folder))));

const config = { vocabSize: 11, dModel: 16, layers: 2, heads: 2, context: 12, dMlp: 64 };
const model = gpt(config);
const liking = rewardModel(config);

/** The tree whose names begin with `prefix`. */
function weights<P extends Params>(prefix: string, like: P): P {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return loadParams(encodeSafetensors(new Map(own.map(([name, each]) => [name.slice(prefix.length), each]))), { like });
}

let params: GptParams;
let teacher: GptParams;
let head: RewardParams["head"];
beforeAll(async () => {
  await selectBackend();
  const like = model.init({ rng: rng(1) });
  params = weights("params.", like);
  teacher = weights("teacher.", like);
  head = weights("head.", liking.init({ rng: rng(1) }).head);
});

/** The losses of a hundred steps from `start`, with the objective's own batches replaced by the golden ones, in turns. */
function hundred<P extends Params, Batch>(start: P, objective: Objective<P, Batch>, given: readonly Batch[]): number[] {
  let step = 0;
  const mo = trainer(start, {
    objective: { ...objective, batch: () => given[step++ % given.length]! } as Objective<P>,
    learningRate: warmupCosine({ peak: 3e-3, floor: 3e-4, warmup: 10, steps: 100 }),
    weightDecay: 0.1,
    beta2: 0.99,
    rng: rng(1),
  });
  const seen = [...mo.steps(100)].map(({ loss }) => loss);
  mo.dispose();
  return seen;
}

/** Ours are float32, PyTorch's float64, and every step builds on the last. */
function expectSame(seen: readonly number[], golden: readonly number[]): void {
  expect(seen).toHaveLength(100);
  seen.forEach((loss, i) =>
    expect(Math.abs(loss - golden[i]!), `step ${i}`).toBeLessThan(2e-4 * Math.max(1, golden[i]!)),
  );
}

const asked = batches.demonstrations.map((batch) => batch.map(([prompt, answer]) => ({ prompt, answer })));
const pairs = batches.preferences.map((batch) =>
  batch.map(([prompt, chosen, rejected]) => ({ prompt, chosen, rejected })),
);
const thumbs = batches.judgements.map((batch) => batch.map(([prompt, answer, good]) => ({ prompt, answer, good })));
const batchSize = 4;

test("pre-training has PyTorch's losses, one text or a stream of them", () => {
  const texts = corpus(batches.texts.flat());
  expectSame(hundred(params, pretrain(model, texts, { batchSize }), batches.texts), losses.pretrain);
});

test("fine-tuning has PyTorch's losses: only answers count", () => {
  const stage = fineTune(model, demonstrations(asked.flat()), { batchSize });
  expectSame(hundred(params, stage, asked), losses.fineTune);
});

test("the reward model has PyTorch's losses", () => {
  const stage = rewardObjective(liking, preferences(pairs.flat()), { batchSize });
  expectSame(hundred({ gpt: params, head }, stage, pairs), losses.reward);
});

test("DPO has PyTorch's losses", () => {
  const stage = dpo(model, preferences(pairs.flat()), { batchSize, reference: params, beta: 0.3 });
  expectSame(hundred(params, stage, pairs), losses.dpo);
});

test("KTO has PyTorch's losses, the drift included", () => {
  const stage = kto(model, judgements(thumbs.flat()), { batchSize, reference: params, beta: 0.3 });
  // the drift is that of the model as it is: the objective draws it, and its items are replaced by the golden ones
  let step = 0;
  const start = trainer(params, {
    objective: {
      ...stage,
      batch(given) {
        const items = thumbs[step++ % thumbs.length]!;
        const inOrder = Object.assign(rng(1), { pick: cycling(items) });
        return stage.batch({ ...given, rng: inOrder });
      },
    } as Objective<GptParams>,
    learningRate: warmupCosine({ peak: 3e-3, floor: 3e-4, warmup: 10, steps: 100 }),
    weightDecay: 0.1,
    beta2: 0.99,
    rng: rng(1),
  });
  expectSame(
    [...start.steps(100)].map(({ loss }) => loss),
    losses.kto,
  );
  start.dispose();
});

test("distillation has PyTorch's losses", () => {
  const stage = distil(model, corpus(batches.texts.flat()), {
    batchSize,
    temperature: 2,
    teacher: (ids: Tensor) => model.forward(teacher, ids),
  });
  expectSame(hundred(params, stage, batches.texts), losses.distil);
});

/** A die whose picks are these items, one after the other. */
function cycling(items: readonly unknown[]): <T>() => T {
  let at = 0;
  return <T>() => items[at++ % items.length] as T;
}
