import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { DecoderConfig } from "../../lib/backend/index.ts";
import { rng } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";
import { bradleyTerryLoss, gpt, layerNorm, rewardModel, trainable } from "../../lib/models/index.ts";
import type { RewardInput, RewardParams } from "../../lib/models/index.ts";
import { contract } from "./contract.case.ts";
import { difference, expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";
import { changedFrom, randomIds } from "./token-ids.ts";

beforeEach(startCpu);

const small: DecoderConfig = { vocabSize: 9, dModel: 8, layers: 1, heads: 2, context: 5 };

const loss = (chosen: number[], rejected: number[]) =>
  bradleyTerryLoss(tf.tensor1d(chosen), tf.tensor1d(rejected)).dataSync()[0]!;

contract<RewardParams, RewardInput>("a reward model", () => {
  const model = rewardModel(small);
  return {
    model,
    input: ({ batch, rng }: { batch: number; rng: Rng }): RewardInput => ({
      ids: randomIds([batch, 5], { vocab: 9, rng }),
      lengths: tf.tensor1d(
        Array.from({ length: batch }, (_, i) => 5 - (i % 2)),
        "int32",
      ),
    }),
    example: ({ ids, lengths }: RewardInput, i: number): RewardInput => ({
      ids: ids.slice([i, 0], [1, 5]),
      lengths: lengths!.slice(i, 1),
    }),
    smallest: () => ({ ids: tf.tensor2d([[8]], [1, 1], "int32") }),
    loss: (params, { ids, lengths }) =>
      tf.tidy(() => {
        const turned = { ids: tf.reverse(ids, 0), lengths: tf.reverse(lengths!, 0) };
        return model.loss(params, { chosen: { ids, lengths: lengths! }, rejected: turned });
      }),
    // a bias moves both rewards of a pair alike
    idle: /key\.bias$|^head\.bias$|^gpt\.norm\.bias$/u,
    refused: [
      ["no positions", () => ({ ids: tf.zeros([1, 0], "int32") }), "gpt ids"],
      [
        "a length for each, or none",
        () => ({ ids: tf.zeros([2, 3], "int32"), lengths: tf.tensor1d([1], "int32") }),
        "[2]",
      ],
      ...[0, 4].map(
        (length) =>
          [
            "a length that is none",
            () => ({ ids: tf.zeros([1, 3], "int32"), lengths: tf.tensor1d([length], "int32") }),
            `rewardModel lengths: expected an integer from 1 to 3, got ${length}`,
          ] as const,
      ),
    ],
  };
});

test("by hand: even odds cost ln 2, three to one ln 4/3; a mean over pairs", () => {
  expect(loss([5], [5])).toBeCloseTo(Math.log(2), 6);
  expect(loss([Math.log(3)], [0])).toBeCloseTo(Math.log(4 / 3), 6);
  expect(loss([0, Math.log(3)], [0, 0])).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 6);
});

test("both orders together are sure: P(a beats b) + P(b beats a) = 1, and large differences do not overflow", () => {
  fc.assert(
    fc.property(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), (a, b) => {
      expect(Math.exp(-loss([a], [b])) + Math.exp(-loss([b], [a]))).toBeCloseTo(1, 5);
    }),
    { numRuns: 30 },
  );
  expect(bradleyTerryLoss(tf.tensor1d([-500]), tf.tensor1d([500])).dataSync()[0]).toBe(1000);
  expect(bradleyTerryLoss(tf.tensor1d([500]), tf.tensor1d([-500])).dataSync()[0]).toBeCloseTo(0, 6);
});

test("the reward is the head's reading of the GPT at the last token", () => {
  const model = rewardModel(small);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([1, 4], { vocab: 9, rng: rng(2) });
  const stream = gpt(small).stream(params.gpt, ids).slice([0, 2], [1, 1]).reshape([1, 8]);
  const normed = layerNorm(params.gpt.norm!, stream) as tf.Tensor2D;
  const expected = tf.add(tf.matMul(normed, params.head.weight as tf.Tensor2D), params.head.bias!);
  const lengths = tf.tensor1d([3], "int32");
  expectNear(model.forward(params, { ids, lengths }), [...expected.dataSync()]);
});

test("what stands after the end does not matter, exactly; without lengths all of it counts", () => {
  const model = rewardModel(small);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([1, 5], { vocab: 9, rng: rng(2) });
  const lengths = tf.tensor1d([3], "int32");
  const reward = model.forward(params, { ids, lengths });
  expect(difference(reward, model.forward(params, { ids: changedFrom(ids, 3, 9), lengths }))).toBe(0);
  expectNear(model.forward(params, { ids: ids.slice([0, 0], [1, 3]) }), reward, { within: 1e-5 });
});

test("it learns a taste from pairs, and keeps it for pairs that it has not seen", () => {
  // liked is what ends with token 0
  const model = rewardModel({ ...small, layers: 1 });
  const params = trainable(model.init({ rng: rng(1) }));
  const chance = rng(2);
  const pairs = (count: number) => {
    const ends = (end: () => number) =>
      tf.tensor2d(
        Array.from({ length: count }, () => [chance.int(9), chance.int(9), end()]),
        undefined,
        "int32",
      );
    return { chosen: { ids: ends(() => 0) }, rejected: { ids: ends(() => 1 + chance.int(8)) } };
  };
  const [lessons, fresh] = [pairs(32), pairs(32)];
  const optimizer = tf.train.adam(0.02);
  for (let step = 0; step < 40; step++) optimizer.minimize(() => model.loss(params, lessons));
  expect(model.loss(params, fresh).dataSync()[0]).toBeLessThan(0.2);
  tf.disposeVariables();
});
