/** What the stages do, beside the losses that test/train/pytorch.test.ts compares. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { selectBackend } from "../../lib/backend/index.ts";
import { rng } from "../../lib/core/index.ts";
import { disposeParams, gpt, lora, namedParams, rewardModel } from "../../lib/models/index.ts";
import type { GptParams, Params } from "../../lib/models/index.ts";
import {
  adapt,
  answeredTexts,
  answerLogProbs,
  corpus,
  demonstrations,
  distil,
  dpo,
  erring,
  fineTune,
  judged,
  judgements,
  kto,
  policyGradient,
  ppo,
  preferences,
  pretrain,
  prompts,
  replay,
  rewardJudge,
  rewardObjective,
  trainer,
  tryAnswers,
} from "../../lib/train/index.ts";
import type { Judge, Objective } from "../../lib/train/index.ts";

const end = 0;
const config = { vocabSize: 6, dModel: 16, layers: 1, heads: 2, context: 8, dMlp: 32 };
const model = gpt(config);
const liking = rewardModel(config);
let start: GptParams;
beforeAll(async () => {
  await selectBackend();
  start = model.init({ rng: rng(1), std: 0.1 });
});

const value = (objective: Objective<GptParams>, batch: unknown, params = start) =>
  tf.tidy(() => objective.loss(params, batch).dataSync()[0]!);
function trained<P extends Params>(objective: Objective<P>, { steps, from }: { steps: number; from: P }) {
  const mo = trainer(from, { objective, learningRate: 0.02, rng: rng(2) });
  return { params: mo.params, losses: [...mo.steps(steps)].map(({ loss }) => loss) };
}
/** log p(answer | prompt), token by token, from the logits alone. */
function logProbOf(prompt: readonly number[], answer: readonly number[], params = start): number {
  const text = [...prompt, ...answer];
  const rows = tf.tidy(
    () =>
      tf.logSoftmax(model.forward(params, tf.tensor2d([text], [1, text.length], "int32"))).arraySync() as number[][][],
  )[0]!;
  return answer.reduce((sum, token, i) => sum + rows[prompt.length + i - 1]![token]!, 0);
}

describe("answers", () => {
  const items = [
    { prompt: [1, 2, 3], answer: [4, 0] },
    { prompt: [5], answer: [2] },
  ];

  test("stand behind their prompts, and only they count", () => {
    const { ids, counts, lengths } = answeredTexts(items, { length: 6 });
    expect(ids.arraySync()).toEqual([
      [1, 2, 3, 4, 0, 0],
      [5, 2, 0, 0, 0, 0],
    ]);
    expect(counts.arraySync()).toEqual([
      [0, 0, 0, 1, 1, 0],
      [0, 1, 0, 0, 0, 0],
    ]);
    expect([...lengths.dataSync()]).toEqual([5, 2]);
  });

  test("have the probability of their tokens, whatever fills up the rest", () => {
    for (const length of [5, 8]) {
      const sums = tf.tidy(() => answerLogProbs(model, start, answeredTexts(items, { length })).dataSync());
      items.forEach(({ prompt, answer }, i) => expect(sums[i]).toBeCloseTo(logProbOf(prompt, answer), 4));
    }
  });
});

describe("pre-training", () => {
  test("guesses every token but the first of each text: labels by hand are none", () => {
    const texts = [
      [1, 2, 3],
      [4, 5, 1, 2],
    ];
    const objective = pretrain(model, corpus(texts), { batchSize: 2 });
    // five guesses, each −log p
    const expected = texts.reduce((sum, [first, ...rest]) => sum - logProbOf([first!], rest), 0) / 5;
    expect(value(objective as Objective<GptParams>, texts)).toBeCloseTo(expected, 4);
  });

  test("of a stream takes windows anywhere, each as likely", () => {
    const stream = Array.from({ length: 20 }, (_, i) => i % 6);
    const objective = pretrain(model, corpus([stream]), { batchSize: 400, from: "stream" });
    const windows = objective.batch({ rng: rng(3), params: start });
    for (const window of windows) {
      expect(window).toHaveLength(9);
      expect(stream.join(" ")).toContain(window.join(" "));
    }
    // twelve places, of which every sixth looks alike
    expect(new Set(windows.map((window) => window.join())).size).toBe(6);
  });

  test("refuses texts that do not fit, and a stream that is too short", () => {
    const long = corpus([Array.from({ length: 10 }, () => 1)]);
    expect(() => pretrain(model, long, { batchSize: 1 })).toThrow(
      "pretrain texts: expected texts of at most 9 tokens, got 10",
    );
    expect(() => pretrain(model, corpus([[1, 2]]), { batchSize: 1, from: "stream" })).toThrow(
      "pretrain texts: expected 9 tokens in all, got 2",
    );
  });
});

test("fine-tuning sends no gradient to what follows a question's token, and learns the answer", () => {
  const items = [{ prompt: [1, 2], answer: [3, end] }];
  const objective = fineTune(model, demonstrations(items), { batchSize: 1 });
  const before = value(objective as Objective<GptParams>, items);
  expect(before).toBeCloseTo(-logProbOf([1, 2], [3, end]) / 2, 4);
  const { params } = trained(objective as Objective<GptParams>, { steps: 40, from: start });
  expect(logProbOf([1, 2], [3, end], params)).toBeGreaterThan(Math.log(0.9));
});

test("adapters learn while the base stays as it is, bit for bit", () => {
  const items = [{ prompt: [1, 2], answer: [3, end] }];
  const adapters = lora(start, { rank: 2, targets: (name) => name.endsWith("weight") });
  const bytes = () => [...namedParams(start).values()].flatMap((each) => [...each.dataSync()]);
  const before = bytes();
  const objective = adapt(fineTune(model, demonstrations(items), { batchSize: 1 }), { adapters, base: start });
  const { params, losses } = trained(objective as Objective<Params>, {
    steps: 150,
    from: adapters.init({ rng: rng(1) }),
  });
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 3);
  expect(bytes()).toEqual(before);
  const adapted = adapters.apply(start, params as never);
  expect(logProbOf([1, 2], [3, end], adapted)).toBeGreaterThan(logProbOf([1, 2], [3, end]) + 2);
});

describe("choices", () => {
  const items = [1, 2, 3, 4].map((prompt) => ({ prompt: [prompt], chosen: [5, end], rejected: [2, end] }));

  test("teach a reward model who was chosen; as a judge it says so", () => {
    const objective = rewardObjective(liking, preferences(items), { batchSize: 4 });
    const { params } = trained(objective as Objective<Params>, { steps: 40, from: liking.init({ rng: rng(1) }) });
    const judge = rewardJudge(liking, params as never);
    for (const { prompt, chosen, rejected } of items)
      expect(judge(prompt, chosen, { rng: rng(1) })).toBeGreaterThan(judge(prompt, rejected, { rng: rng(1) }));
  });

  test("raise the chosen above the rejected by DPO, from even odds", () => {
    const objective = dpo(model, preferences(items), { batchSize: 4, reference: start, beta: 0.5 });
    expect(value(objective as Objective<GptParams>, items)).toBeCloseTo(Math.LN2, 6);
    const { params } = trained(objective as Objective<GptParams>, { steps: 30, from: start });
    const gain = (answer: number[]) => logProbOf([1], answer, params) - logProbOf([1], answer);
    expect(gain([5, end])).toBeGreaterThan(gain([2, end]) + 1);
  });
});

test("👍 and 👎 do the same one by one", () => {
  const items = [1, 2, 3, 4].flatMap((prompt) => [
    { prompt: [prompt], answer: [5, end], good: true },
    { prompt: [prompt], answer: [2, end], good: false },
  ]);
  const objective = kto(model, judgements(items), { batchSize: 8, reference: start, beta: 0.5 });
  const { drift } = objective.batch({ rng: rng(1), params: start });
  expect(drift).toBeCloseTo(0, 6);
  expect(value(objective as Objective<GptParams>, { items, drift: 0 })).toBeCloseTo(0.5, 6);
  const { params } = trained(objective as Objective<GptParams>, { steps: 60, from: start });
  const gain = (answer: number[]) => logProbOf([1], answer, params) - logProbOf([1], answer);
  expect(gain([5, end])).toBeGreaterThan(gain([2, end]) + 1);
  // weights count each kind
  const heavy = kto(model, judgements(items), { batchSize: 8, reference: start, goodWeight: 3, badWeight: 1 });
  expect(value(heavy as Objective<GptParams>, { items, drift: 0 })).toBeCloseTo(1, 6);
});

/** Five is what people like. */
const judge: Judge = (_, answer) => (answer.includes(5) ? 1 : 0);

describe("trying", () => {
  const asked = prompts([[1], [2], [3]]);
  const options = { batchSize: 24, judge, end, maxTokens: 3 };
  const likes = (params: GptParams) => {
    const answers = tryAnswers(model, params, {
      prompts: Array.from({ length: 100 }, (_, i) => [1 + (i % 3)]),
      rng: rng(9),
      end,
      maxTokens: 3,
    });
    return answers.filter((answer) => answer.includes(5)).length / 100;
  };

  test("answers end with the end or where there is no more room, and come as often as the model says", () => {
    const answers = tryAnswers(model, start, {
      prompts: Array.from({ length: 3000 }, () => [1]),
      rng: rng(5),
      end,
      maxTokens: 2,
    });
    for (const answer of answers) {
      expect(answer.length === 2 || answer.at(-1) === end).toBe(true);
      expect(answer.slice(0, -1)).not.toContain(end);
    }
    const first = answers.filter(([token]) => token === 4).length / 3000;
    const p = Math.exp(logProbOf([1], [4]));
    expect(Math.abs(first - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 3000));
  });

  test("a policy gradient makes liked answers frequent", () => {
    expect(likes(start)).toBeLessThan(0.7);
    const { params } = trained(policyGradient(model, asked, options) as Objective<GptParams>, {
      steps: 40,
      from: start,
    });
    expect(likes(params)).toBeGreaterThan(0.9);
  });

  test("its gradient raises every answer that was better than the others, and lowers every worse one", () => {
    const objective = policyGradient(model, asked, options);
    const { items, rewards, advantages } = objective.batch({ rng: rng(4), params: start });
    expect(advantages.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 9);
    rewards.forEach((reward, i) => expect(Math.sign(advantages[i]!)).toBe(reward === 1 ? 1 : -1));
    // the loss is −mean of advantage · log p
    const expected =
      -items.reduce((sum, { prompt, answer }, i) => sum + advantages[i]! * logProbOf(prompt, answer), 0) / items.length;
    expect(value(objective as Objective<GptParams>, { items, advantages })).toBeCloseTo(expected, 4);
  });

  test("the reference holds it: what is far from it is worth less", () => {
    const other = model.init({ rng: rng(8), std: 0.3 });
    const held = policyGradient(model, asked, { ...options, reference: other, beta: 0.5 });
    const { items, rewards, advantages, logProbs } = held.batch({ rng: rng(4), params: start });
    const worth = items.map(
      ({ prompt, answer }, i) => rewards[i]! - 0.5 * (logProbs[i]! - logProbOf(prompt, answer, other)),
    );
    const mean = worth.reduce((sum, each) => sum + each, 0) / worth.length;
    advantages.forEach((advantage, i) => expect(advantage).toBeCloseTo(worth[i]! - mean, 4));
    disposeParams(other);
  });

  test("PPO makes several steps on the same answers, and stops to gain where the ratio leaves its band", () => {
    const objective = ppo(model, asked, { ...options, stepsPerBatch: 3, clip: 0.2 });
    expect(objective.stepsPerBatch).toBe(3);
    const items = [
      { prompt: [1], answer: [5] },
      { prompt: [2], answer: [4] },
    ];
    const now = items.map(({ prompt, answer }) => logProbOf(prompt, answer));
    // the first has become twice as likely since it was written, the second half as likely
    const logProbs = [now[0]! - Math.LN2, now[1]! + Math.LN2];
    const loss = (advantages: number[]) => value(objective as Objective<GptParams>, { items, advantages, logProbs });
    expect(loss([1, 0])).toBeCloseTo(-1.2 / 2, 5);
    expect(loss([-1, 0])).toBeCloseTo(2 / 2, 5);
    expect(loss([0, 1])).toBeCloseTo(-0.5 / 2, 5);
    expect(loss([0, -1])).toBeCloseTo(0.8 / 2, 5);
    const { params } = trained(objective as Objective<GptParams>, { steps: 45, from: start });
    expect(likes(params)).toBeGreaterThan(0.9);
  });

  test("judges may err: thumbs turn over as often as they say, and choices too", () => {
    const doubtful = erring(() => 1, { accuracy: 0.8 });
    const die = rng(6);
    const up = Array.from({ length: 2000 }, () => doubtful([1], [2], { rng: die })).filter(
      (thumb) => thumb === 1,
    ).length;
    expect(Math.abs(up / 2000 - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / 2000));
    const pairs = Array.from({ length: 2000 }, (_, i) => ({
      prompt: [1],
      answers: (i % 2 === 0 ? [[5], [2]] : [[2], [5]]) as [number[], number[]],
    }));
    const right = (accuracy: number) =>
      judged(pairs, { judge, rng: rng(7), accuracy }).items.filter(({ chosen }) => chosen[0] === 5).length / 2000;
    expect(right(1)).toBe(1);
    expect(Math.abs(right(0.6) - 0.6)).toBeLessThan(4 * Math.sqrt(0.24 / 2000));
    expect(judged(pairs.slice(0, 1), { judge: () => 0, rng: rng(1) }).items[0]!.chosen).toEqual([5]);
  });
});

test("a student that is its own teacher has nothing to learn; another one comes nearer", () => {
  const texts = [
    [1, 2, 3, 4],
    [2, 3],
  ];
  const of = (teacher: GptParams) =>
    distil(model, corpus(texts), { batchSize: 2, teacher: (ids) => model.forward(teacher, ids), temperature: 2 });
  expect(value(of(start) as Objective<GptParams>, texts)).toBeCloseTo(0, 6);
  const teacher = model.init({ rng: rng(8), std: 0.4 });
  const { losses } = trained(of(teacher) as Objective<GptParams>, { steps: 80, from: start });
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 4);
  disposeParams(teacher);
});

test("replay weighs the old against the new", () => {
  const [now, old] = [
    fineTune(model, demonstrations([{ prompt: [1], answer: [2] }]), { batchSize: 1 }),
    fineTune(model, demonstrations([{ prompt: [3], answer: [4] }]), { batchSize: 1 }),
  ];
  const both = replay(now, { old, share: 0.25 });
  const batch = both.batch({ rng: rng(1), params: start });
  expect(value(both as Objective<GptParams>, batch)).toBeCloseTo(
    -0.75 * logProbOf([1], [2]) - 0.25 * logProbOf([3], [4]),
    4,
  );
  expect(() => replay(now, { old, share: 2 })).toThrow("replay share");
});

test.each<[string, () => unknown]>([
  ["pretrain batchSize", () => pretrain(model, corpus([[1, 2]]), { batchSize: 0 })],
  ["fineTune batchSize", () => fineTune(model, demonstrations([{ prompt: [1], answer: [2] }]), { batchSize: 0.5 })],
  [
    "kto batchSize",
    () => kto(model, judgements([{ prompt: [1], answer: [2], good: true }]), { batchSize: 1, reference: start }),
  ],
  ["distil temperature", () => distil(model, corpus([[1, 2]]), { batchSize: 1, teacher: (x) => x, temperature: 0 })],
  [
    "policyGradient batchSize",
    () => policyGradient(model, prompts([[1]]), { batchSize: 1, judge: () => 0, end, maxTokens: 1 }),
  ],
  ["ppo clip", () => ppo(model, prompts([[1]]), { batchSize: 2, judge: () => 0, end, maxTokens: 1, clip: 2 })],
  ["judged accuracy", () => judged([], { judge: () => 0, rng: rng(1), accuracy: 2 })],
  ["erring accuracy", () => erring(() => 1, { accuracy: -1 })],
  ["tryAnswers maxTokens", () => tryAnswers(model, start, { prompts: [[1]], rng: rng(1), end, maxTokens: 0 })],
  [
    "policyGradient judge",
    () =>
      policyGradient(model, prompts([[1]]), { batchSize: 2, judge: () => Number.NaN, end, maxTokens: 1 }).batch({
        rng: rng(1),
        params: start,
      }),
  ],
])("%s is checked", (name, make) => {
  expect(make).toThrow(`${name}: expected`);
});
