/** The objectives against their formulas, written a second time: from log-probabilities alone, in 64-bit numbers. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { selectBackend } from "../../lib/backend/index.ts";
import { InputError, rng } from "../../lib/core/index.ts";
import { gpt, namedParams, rewardModel, trainable, variablesOf } from "../../lib/models/index.ts";
import type { GptParams } from "../../lib/models/index.ts";
import {
  answeredTexts,
  clipGradients,
  corpus,
  demonstrations,
  distil,
  dpo,
  fineTune,
  judgements,
  kto,
  policyGradient,
  ppo,
  preferences,
  pretrain,
  prompts,
  replay,
  rewardObjective,
  warmupCosine,
} from "../../lib/train/index.ts";
import type { Judge, Objective, TriedBatch } from "../../lib/train/index.ts";

const config = { vocabSize: 5, dModel: 8, layers: 1, heads: 2, context: 7, dMlp: 16 };
const model = gpt(config);
let mo: GptParams;
let reference: GptParams;
beforeAll(async () => {
  await selectBackend();
  mo = model.init({ rng: rng(1), std: 0.3 });
  reference = model.init({ rng: rng(2), std: 0.3 });
});

const lossOf = (objective: Objective<GptParams>, batch: unknown, params = mo) =>
  tf.tidy(() => objective.loss(params, batch).dataSync()[0]!);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log p of each token of a text but the first, from logits, in 64 bits. */
function surprises(text: readonly number[], params: GptParams): number[] {
  const logits = tf.tidy(
    () => model.forward(params, tf.tensor2d([[...text]], undefined, "int32")).arraySync() as number[][][],
  )[0]!;
  return text.slice(1).map((token, i) => {
    const row = logits[i]!;
    const most = Math.max(...row);
    return row[token]! - most - Math.log(row.reduce((sum, each) => sum + Math.exp(each - most), 0));
  });
}
/** log p(answer | prompt) */
const logProb = ({ prompt, answer }: Item, params: GptParams): number =>
  surprises([...prompt, ...answer], params)
    .slice(prompt.length - 1)
    .reduce((sum, each) => sum + each, 0);

interface Item {
  prompt: readonly number[];
  answer: readonly number[];
}
const pairs = [
  { prompt: [1, 2], chosen: [3, 0], rejected: [4, 4, 0] },
  { prompt: [4], chosen: [2, 2, 0], rejected: [0] },
  { prompt: [3, 1, 1], chosen: [1], rejected: [2, 0] },
];
const items: Item[] = pairs.map(({ prompt, chosen }) => ({ prompt, answer: chosen }));
const gain = (item: Item): number => logProb(item, mo) - logProb(item, reference);
const near = (value: number, expected: number): void => expect(value).toBeCloseTo(expected, 4);

test("pre-training: the mean surprise of all tokens of all texts but the first of each", () => {
  const texts = [[1, 2, 3, 4], [2], [0, 0, 1]];
  const objective = pretrain(model, corpus(texts.filter((text) => text.length > 1)), { batchSize: 2 });
  near(lossOf(objective, [texts[0]!, texts[2]!]), -mean([...surprises(texts[0]!, mo), ...surprises(texts[2]!, mo)]));
});

test("fine-tuning: the mean surprise of the answers' tokens, long and short answers alike", () => {
  const tokens = items.flatMap(({ prompt, answer }) => surprises([...prompt, ...answer], mo).slice(prompt.length - 1));
  near(lossOf(fineTune(model, demonstrations(items), { batchSize: 3 }), items), -mean(tokens));
});

describe("DPO", () => {
  test.each([0, 0.1, 1, 5])("is −log σ of β times what was gained on the rejected answer, β = %d", (beta) => {
    const expected = mean(
      pairs.map(({ prompt, chosen, rejected }) => {
        const ahead = gain({ prompt, answer: chosen }) - gain({ prompt, answer: rejected });
        return Math.log1p(Math.exp(-beta * ahead));
      }),
    );
    near(lossOf(dpo(model, preferences(pairs), { batchSize: 3, reference, beta }), pairs), expected);
  });

  test("of the reference itself is ln 2, whatever the pairs", () => {
    const objective = dpo(model, preferences(pairs), { batchSize: 3, reference: mo, beta: 3 });
    near(lossOf(objective, pairs), Math.LN2);
  });

  test("of a pair and of the same pair turned round differ by what is ahead: −log σ(x) + log σ(−x) = −x", () => {
    const turned = pairs.map(({ prompt, chosen, rejected }) => ({ prompt, chosen: rejected, rejected: chosen }));
    const objective = dpo(model, preferences([...pairs, ...turned]), { batchSize: 3, reference, beta: 1 });
    const ahead = pairs.map(
      ({ prompt, chosen, rejected }) => gain({ prompt, answer: chosen }) - gain({ prompt, answer: rejected }),
    );
    near(lossOf(objective, pairs) - lossOf(objective, turned), -mean(ahead));
  });
});

describe("KTO", () => {
  const judged = items.map((item, i) => ({ ...item, good: i !== 1 }));

  test.each([0, 0.4])("weighs each answer by its thumb and against the drift, here %d", (drift) => {
    const objective = kto(model, judgements(judged), {
      batchSize: 3,
      reference,
      beta: 0.7,
      goodWeight: 2,
      badWeight: 3,
    });
    const expected = mean(
      judged.map((item) => {
        const worth = 0.7 * (gain(item) - drift);
        return item.good ? 2 * (1 - sigmoid(worth)) : 3 * (1 - sigmoid(-worth));
      }),
    );
    near(lossOf(objective, { items: judged, drift }), expected);
  });

  test("its drift is the mean gain of questions with their neighbours' answers, and never below 0", () => {
    for (const [params, others] of [
      [mo, reference],
      [reference, mo],
    ] as const) {
      const objective = kto(model, judgements(judged), { batchSize: 4, reference: others });
      const batch = objective.batch({ rng: rng(3), params });
      const mixed = batch.items.map(({ prompt }, i) => ({ prompt, answer: batch.items[(i + 1) % 4]!.answer }));
      const gained = mean(mixed.map((item) => logProb(item, params) - logProb(item, others)));
      near(batch.drift, Math.max(0, gained));
    }
  });
});

test("a reward model pays ln 2 for a pair of equals, and what is ahead for a pair turned round", () => {
  const liking = rewardModel(config);
  const params = liking.init({ rng: rng(4) });
  const objective = rewardObjective(liking, preferences(pairs), { batchSize: 1 });
  const loss = (chosen: readonly number[], rejected: readonly number[]) =>
    tf.tidy(() => objective.loss(params, [{ prompt: [1], chosen, rejected }]).dataSync()[0]!);
  near(loss([2, 3], [2, 3]), Math.LN2);
  const reward = (answer: number[]) =>
    tf.tidy(() => {
      const { ids, lengths } = answeredTexts([{ prompt: [1], answer }], { length: 3 });
      return liking.forward(params, { ids, lengths }).dataSync()[0]!;
    });
  near(loss([2, 3], [4]), Math.log1p(Math.exp(reward([4]) - reward([2, 3]))));
});

describe("distillation", () => {
  const texts = [
    [1, 2, 3],
    [4, 0, 2],
  ];
  const rows = (params: GptParams, temperature: number) =>
    tf
      .tidy(
        () =>
          tf
            .softmax(tf.div(model.forward(params, tf.tensor2d(texts, undefined, "int32")), temperature))
            .arraySync() as number[][][],
      )
      .flat();

  test.each([0.5, 1, 4])("is T² times the mean divergence from the teacher at temperature T = %d", (temperature) => {
    const objective = distil(model, corpus(texts), {
      batchSize: 2,
      teacher: (ids) => model.forward(reference, ids),
      temperature,
    });
    const given = rows(mo, temperature);
    const divergences = rows(reference, temperature).map((row, i) =>
      row.reduce((sum, p, token) => sum + p * Math.log(p / given[i]![token]!), 0),
    );
    expect(divergences.every((each) => each > 0)).toBe(true);
    near(lossOf(objective, texts), temperature ** 2 * mean(divergences));
  });
});

test("replay is the one loss at share 0, the other at share 1, and a straight line between them", () => {
  const [now, old] = [
    fineTune(model, demonstrations(items), { batchSize: 1 }),
    pretrain(model, corpus([[1, 2]]), { batchSize: 1 }),
  ];
  const at = (share: number) => lossOf(replay(now, { old, share }), { now: items, before: [[1, 2]] });
  near(at(0), lossOf(now, items));
  near(at(1), lossOf(old, [[1, 2]]));
  near(at(0.25), 0.75 * at(0) + 0.25 * at(1));
});

const byLength: Judge = (_, answer) => answer.length;

describe("practice", () => {
  const asked = prompts([[1, 2], [3]]);
  const options = { batchSize: 8, judge: byLength, end: 0, maxTokens: 3 };
  const drawn = (more: object, seed = 5): TriedBatch =>
    policyGradient(model, asked, { ...options, ...more }).batch({ rng: rng(seed), params: mo });

  test("advantages are what each answer was worth above the mean, and sum to nothing", () => {
    const { rewards, advantages } = drawn({});
    advantages.forEach((advantage, i) => expect(advantage).toBeCloseTo(rewards[i]! - mean(rewards), 9));
    expect(mean(advantages)).toBeCloseTo(0, 9);
    expect(new Set(rewards).size).toBeGreaterThan(1);
  });

  test("a judge that likes all alike teaches nothing: every advantage is 0, and so is the loss", () => {
    const batch = drawn({ judge: () => 7 });
    expect(batch.advantages.every((each) => each === 0)).toBe(true);
    expect(Math.abs(lossOf(policyGradient(model, asked, options), batch))).toBe(0);
  });

  test("the reference takes β for each nat that an answer is above it", () => {
    const [free, held] = [drawn({}), drawn({ reference, beta: 0.5 })];
    expect(held.items).toEqual(free.items);
    const paid = held.items.map((item, i) => free.rewards[i]! - 0.5 * gain(item));
    held.advantages.forEach((advantage, i) => near(advantage, paid[i]! - mean(paid)));
  });

  test("the loss is −mean of advantage · log π", () => {
    const batch = drawn({});
    const expected = -mean(batch.items.map((item, i) => batch.advantages[i]! * logProb(item, mo)));
    near(lossOf(policyGradient(model, asked, options), batch), expected);
    batch.items.forEach((item, i) => near(batch.logProbs[i]!, logProb(item, mo)));
  });

  test.each([0.05, 0.3])("PPO counts a ratio beyond 1 ± ε only where that costs, ε = %d", (clip) => {
    const batch = drawn({});
    const objective = ppo(model, asked, { ...options, clip });
    const expected = -mean(
      batch.items.map((item, i) => {
        const ratio = Math.exp(logProb(item, reference) - batch.logProbs[i]!);
        const advantage = batch.advantages[i]!;
        return Math.min(ratio * advantage, Math.max(1 - clip, Math.min(1 + clip, ratio)) * advantage);
      }),
    );
    near(lossOf(objective, batch, reference), expected);
  });

  test("PPO's first step has the slope of the policy gradient: where the ratio is 1", () => {
    const batch = drawn({});
    const [first, second] = [ppo(model, asked, options), policyGradient(model, asked, options)].map((objective) => {
      const params = trainable(mo);
      const { grads } = tf.variableGrads(() => objective.loss(params, batch), variablesOf(params));
      return variablesOf(params).map(({ name }) => [...grads[name]!.dataSync()]);
    });
    first!.forEach((values, i) => values.forEach((each, j) => expect(each).toBeCloseTo(second![i]![j]!, 5)));
  });
});

test("clipped gradients keep their direction, have at most the length, and tell the length before", () => {
  const gradients = { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4], [12]]) };
  for (const longest of [0.1, 1, 12.99, 13.01, 100, Infinity]) {
    const { gradients: clipped, norm } = clipGradients(gradients, { longest });
    expect(norm.dataSync()[0]).toBeCloseTo(13, 5);
    const flat = [...clipped["a"]!.dataSync(), ...clipped["b"]!.dataSync()];
    expect(Math.hypot(...flat)).toBeLessThanOrEqual(Math.min(13, longest) + 1e-4);
    expect(Math.hypot(...flat)).toBeCloseTo(Math.min(13, longest), 3);
    const factor = Math.min(1, longest / 13);
    [3, 0, 4, 12].forEach((each, i) => expect(flat[i]).toBeCloseTo(each * factor, 4));
  }
});

test("the first step of a schedule without warm-up is at its peak; half way it is half way; the end is the floor", () => {
  const schedule = warmupCosine({ peak: 2, warmup: 0, steps: 100, floor: 1 });
  expect([0, 50, 100, 1e9].map(schedule)).toEqual([2, 1.5, 1, 1]);
  expect(warmupCosine({ peak: 1, warmup: 0, steps: 1 })(0)).toBe(1);
});

test.each<[name: string, call: () => unknown, message: string]>([
  [
    "no batch",
    () => fineTune(model, demonstrations(items), { batchSize: 0 }),
    "fineTune batchSize: expected an integer of at least 1, got 0",
  ],
  [
    "β below 0",
    () => dpo(model, preferences(pairs), { batchSize: 1, reference: mo, beta: -1 }),
    "dpo beta: expected a finite number of at least 0, got -1",
  ],
  [
    "one answer to compare",
    () => policyGradient(model, prompts([[1]]), { batchSize: 1, judge: () => 0, end: 0, maxTokens: 1 }),
    "policyGradient batchSize: expected an integer of at least 2, got 1",
  ],
  [
    "answers without a token",
    () => ppo(model, prompts([[1]]), { batchSize: 2, judge: () => 0, end: 0, maxTokens: 0 }),
    "policyGradient maxTokens: expected an integer of at least 1, got 0",
  ],
  [
    "a band wider than all",
    () => ppo(model, prompts([[1]]), { batchSize: 2, judge: () => 0, end: 0, maxTokens: 1, clip: 2 }),
    "ppo clip: expected a finite number from 0 to 1, got 2",
  ],
  [
    "a judge that says NaN",
    () =>
      policyGradient(model, prompts([[1]]), { batchSize: 2, judge: () => NaN, end: 0, maxTokens: 1 }).batch({
        rng: rng(1),
        params: mo,
      }),
    "policyGradient judge: expected a finite number of any size, got NaN",
  ],
  [
    "a share above one",
    () =>
      replay(fineTune(model, demonstrations(items), { batchSize: 1 }), {
        old: fineTune(model, demonstrations(items), { batchSize: 1 }),
        share: 1.5,
      }),
    "replay share: expected a finite number from 0 to 1, got 1.5",
  ],
  [
    "a temperature of 0",
    () => distil(model, corpus([[1, 2]]), { batchSize: 1, teacher: (ids) => ids, temperature: 0 }),
    "distil temperature: expected a finite number of at least 0.001, got 0",
  ],
  [
    "gradients of no length",
    () => clipGradients({ a: tf.scalar(1) }, { longest: 0 }),
    "clipGradients longest: expected a number above 0, got 0",
  ],
  [
    "one thumb at a time",
    () => kto(model, judgements([{ ...items[0]!, good: true }]), { batchSize: 1, reference: mo }),
    "kto batchSize: expected an integer of at least 2, got 1",
  ],
  [
    "a floor above the peak",
    () => warmupCosine({ peak: 1, floor: 2, warmup: 0, steps: 1 }),
    "warmupCosine floor: expected a finite number from 0 to 1, got 2",
  ],
  [
    "a warm-up without an end",
    () => warmupCosine({ peak: 1, warmup: 5, steps: 5 }),
    "warmupCosine warmup: expected fewer than 5 steps, got 5",
  ],
])("%s is refused", (_, call, message) => {
  expect(call).toThrow(new InputError(message));
});

test("none of this has changed a number of the models", () => {
  const again = model.init({ rng: rng(1), std: 0.3 });
  for (const [name, leaf] of namedParams(mo))
    expect([...leaf.dataSync()], name).toEqual([...namedParams(again).get(name)!.dataSync()]);
});
