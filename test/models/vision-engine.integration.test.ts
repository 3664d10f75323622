/** Image models on the fastest engine: the numbers of tfjs' own, no kernel left to that, and they learn, of stamps too. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { adamW, backendReport } from "../../lib/backend/index.ts";
import { rng } from "../../lib/core/index.ts";
import {
  couplingFlow,
  diffusionLoss,
  flowMatchingLoss,
  forger,
  forgerLoss,
  inspector,
  inspectorLoss,
} from "../../lib/models/index.ts";
import { linearSchedule, normalNoise, trainable, vae, variablesOf, vqAutoencoder } from "../../lib/models/index.ts";
import { allStamps, drawStamp } from "../../lib/worlds/index.ts";
import { startEngine } from "../backend/start.ts";
import { engineCases } from "./engine.case.ts";
import { lively, smallClip, smallUNet, smallVit } from "./vision-examples.ts";

beforeAll(startEngine);
afterEach(() => tf.disposeVariables());

const noise = (shape: number[], seed: number) => normalNoise(shape, { rng: rng(seed) });
const schedule = linearSchedule(20, { last: 0.3 });
const sizes = { side: 8, channels: 1, widths: [4, 8] };

engineCases({
  "a U-Net that denoises": {
    start() {
      const [x0, added, condition, times] = [
        noise([3, 8, 8, 1], 1),
        noise([3, 8, 8, 1], 2),
        noise([3, 3], 3),
        [0, 9, 19],
      ];
      return {
        params: lively(smallUNet.init({ rng: rng(1) })),
        loss: (params) =>
          diffusionLoss((x) => smallUNet.forward(params, { x, times: tf.tensor1d(times), condition }), x0, {
            schedule,
            noise: added,
            times,
          }),
      };
    },
  },
  "a U-Net that follows arrows": {
    start() {
      const [data, from, condition] = [noise([2, 8, 8, 1], 1), noise([2, 8, 8, 1], 2), noise([2, 3], 3)];
      return {
        params: lively(smallUNet.init({ rng: rng(1) })),
        loss: (params) =>
          flowMatchingLoss((x, times) => smallUNet.forward(params, { x, times: times.mul(100), condition }), data, {
            noise: from,
            times: [0.2, 0.9],
          }),
      };
    },
  },
  "a VAE": {
    start() {
      const model = vae({ ...sizes, dCode: 3 });
      const input = { x: noise([4, 8, 8, 1], 1), noise: noise([4, 3], 2) };
      return { params: lively(model.init({ rng: rng(1) })), loss: (params) => model.loss(params, input) };
    },
  },
  "a VQ autoencoder": {
    start() {
      const model = vqAutoencoder({ side: 8, channels: 1, patch: 4, codes: 6, dCode: 4, dHidden: 16 });
      return {
        params: lively(model.init({ rng: rng(1) })),
        loss: (params) => model.loss(params, noise([4, 8, 8, 1], 1)),
      };
    },
  },
  "a ViT": {
    start() {
      const input = { x: noise([4, 6, 6, 2], 1), classes: tf.tensor1d([0, 4, 2, 2], "int32") };
      return { params: lively(smallVit.init({ rng: rng(1) })), loss: (params) => smallVit.loss(params, input) };
    },
  },
  "a tiny CLIP": {
    start() {
      const captions = tf.tensor2d(
        [
          [0, 1, 2],
          [3, 4, 5],
          [6, 0, 1],
        ],
        [3, 3],
        "int32",
      );
      const input = { images: noise([3, 4, 4, 1], 1), captions };
      return { params: smallClip.init({ rng: rng(1) }), loss: (params) => smallClip.loss(params, input) };
    },
  },
  "a forger": {
    start() {
      const [maker, judge] = [forger({ ...sizes, dNoise: 4 }), inspector({ ...sizes, dNoise: 4 })];
      const verdict = judge.init({ rng: rng(2) });
      return {
        params: lively(maker.init({ rng: rng(1) })),
        loss: (params) => forgerLoss(judge.forward(verdict, { x: maker.forward(params, { noise: noise([4, 4], 3) }) })),
      };
    },
  },
  "an inspector": {
    start() {
      const judge = inspector({ ...sizes, dNoise: 4 });
      const [real, forged] = [noise([4, 8, 8, 1], 1), noise([4, 8, 8, 1], 2)];
      return {
        params: lively(judge.init({ rng: rng(1) })),
        loss: (params) =>
          inspectorLoss({ real: judge.forward(params, { x: real }), forged: judge.forward(params, { x: forged }) }),
      };
    },
  },
  "a flow of couplings": {
    start() {
      const model = couplingFlow({ dData: 3, steps: 3, dHidden: 8 });
      return { params: lively(model.init({ rng: rng(1) })), loss: (params) => model.loss(params, noise([16, 3], 1)) };
    },
  },
});

test("a VAE learns more of stamps than their mean, every step the same graph and none of it left to tfjs' own backend", () => {
  const model = vae({ side: 8, channels: 1, widths: [8, 16], dCode: 8 });
  const params = trainable(model.init({ rng: rng(1) }));
  const drawn = rng(3)
    .shuffle(allStamps)
    .slice(0, 64)
    .flatMap((stamp) => drawStamp(stamp) as number[]);
  const x = tf.tensor(drawn, [64, 8, 8, 1]);
  const die = rng(2);
  const optimizer = adamW({ learningRate: 5e-3, weightDecay: 0 });
  for (let step = 0; step < 150; step++) {
    if (step === 5) backendReport({ reset: true });
    const code = normalNoise([64, 8], { rng: die });
    optimizer
      .minimize(() => model.loss(params, { x, noise: code }, { klWeight: 0.05 }), true, variablesOf(params))!
      .dataSync();
  }
  const { fallbacks, graphs } = backendReport()!;
  expect(fallbacks).toEqual([]);
  expect(graphs.compiled).toBe(0);
  const missed = tf.mean(tf.square(tf.sub(x, model.forward(params, { x, noise: tf.zeros([64, 8]) })))).dataSync()[0]!;
  const variance = tf.mean(tf.square(tf.sub(x, tf.mean(x, 0)))).dataSync()[0]!;
  expect(missed).toBeLessThan(0.5 * variance);
});
