/** The generators' losses written a second time in 64-bit numbers, and what theorems say of them. */
import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import {
  clip,
  contrastiveLoss,
  cosineSchedule,
  diffusionLoss,
  forgerLoss,
  gaussianKl,
  guided,
  inspectorLoss,
  linearSchedule,
  noisy,
  normalNoise,
  sampleDiffusion,
  vae,
  vqAutoencoder,
} from "../../lib/models/index.ts";
import { difference, gradientsOf } from "./golden.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);

const numberOf = (x: tf.Tensor) => x.dataSync()[0]!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const softplus = (x: number): number => Math.log1p(Math.exp(x));

describe("diffusion", () => {
  // Song, Meng and Ermon 2021, equation 12: where the guess of the noise is exact, so is the picture
  test.each([1, 2, 7, 40])("a world of one picture is reached exactly in %i passes, whatever the noise", (passes) => {
    const picture = tf.tensor2d([[0.5, -0.25, 1]]);
    for (const schedule of [linearSchedule(40, { last: 0.2 }), cosineSchedule(40)]) {
      const guess = (x: tf.Tensor, time: number) => {
        const left = schedule.alphaBar[time]!;
        return tf.div(tf.sub(x, tf.mul(picture, Math.sqrt(left))), Math.sqrt(1 - left));
      };
      for (const eta of [0, 1]) {
        const drawn = sampleDiffusion(guess, { schedule, rng: rng(3), shape: [4, 3], passes, eta });
        expect(difference(drawn, tf.tile(picture, [4, 1]))).toBeLessThan(2e-4);
      }
    }
  });

  test("pictures of variance 1 keep it at every step of the fog", () => {
    const schedule = cosineSchedule(30);
    const [x0, noise] = [normalNoise([40_000], { rng: rng(1) }), normalNoise([40_000], { rng: rng(2) })];
    for (const time of [0, 10, 20, 29]) {
      const x = noisy(schedule, x0.reshape([1, 40_000]), { noise: noise.reshape([1, 40_000]), times: [time] });
      // five standard errors of a variance: √(2 / n)
      expect(Math.abs(numberOf(tf.moments(x).variance) - 1)).toBeLessThan(5 * Math.sqrt(2 / 40_000));
    }
  });

  test("its loss is the mean square of what was missed, over all examples and numbers", () => {
    const schedule = linearSchedule(10);
    const [x0, noise] = [normalNoise([2, 3], { rng: rng(1) }), normalNoise([2, 3], { rng: rng(2) })];
    const [pictures, fog] = [x0.arraySync() as number[][], noise.arraySync() as number[][]];
    const times = [2, 8];
    const missed = pictures.flatMap((row, i) =>
      row.map((value, j) => {
        const left = schedule.alphaBar[times[i]!]!;
        const seen = Math.sqrt(left) * value + Math.sqrt(1 - left) * fog[i]![j]!;
        return (0.5 * seen - fog[i]![j]!) ** 2;
      }),
    );
    const loss = diffusionLoss((x) => tf.mul(x, 0.5), x0, { schedule, noise, times });
    expect(numberOf(loss)).toBeCloseTo(mean(missed), 5);
  });

  test("guidance of 1 is the caption's own guess, and more of it moves away from what is said without", () => {
    const [told, untold] = [() => tf.tensor1d([2]), () => tf.tensor1d([-1])];
    const at = (scale: number) => numberOf(guided({ told, untold, scale })(tf.zeros([1]), 0));
    for (const scale of [0, 0.5, 1, 2, 10]) expect(at(scale)).toBeCloseTo(-1 + 3 * scale, 5);
  });
});

describe("a VAE", () => {
  test("has a divergence that is never below 0, and 0 only for the normal distribution itself", () => {
    const die = rng(1);
    for (let i = 0; i < 50; i++) {
      const [middle, logVariance] = [2 * die.normal(), die.normal()];
      const kl = numberOf(gaussianKl({ mean: tf.tensor2d([[middle]]), logVariance: tf.tensor2d([[logVariance]]) }));
      expect(kl).toBeGreaterThan(0);
    }
  });

  test("bounds: −loss is at most the log-probability of the picture under its own decoder, found by integration", () => {
    const model = vae({ side: 2, channels: 1, widths: [2], dCode: 1 });
    const params = model.init({ rng: rng(4) });
    const x = tf.tensor4d([0.3, -0.2, 0.5, 0.1], [1, 2, 2, 1]);
    const pixels = [...x.dataSync()];
    // p(x) = ∫ N(z; 0, 1) Π N(x; decode(z), 1) dz, without the constant (2π)^(−2) that the loss leaves out
    const codes = Array.from({ length: 1601 }, (_, i) => -8 + i / 100);
    const pictures = model.decode(params, tf.tensor2d(codes.map((z) => [z]))).arraySync() as number[][][][];
    const density = codes.map((z, i) => {
      const missed = pictures[i]!.flat(2).reduce((sum, value, j) => sum + (pixels[j]! - value) ** 2, 0);
      return Math.exp(-0.5 * z * z - 0.5 * missed) / Math.sqrt(2 * Math.PI);
    });
    const logP = Math.log(density.reduce((sum, each) => sum + each, 0) / 100);
    // the expectation over the cloud, by draws
    const noise = normalNoise([4000, 1], { rng: rng(5) });
    const many = tf.tile(x, [4000, 1, 1, 1]);
    const bound = -numberOf(model.loss(params, { x: many, noise }));
    expect(bound).toBeLessThan(logP + 0.02);
    expect(bound).toBeGreaterThan(logP - 5);
  });
});

describe("a VQ autoencoder", () => {
  const model = vqAutoencoder({ side: 4, channels: 1, patch: 2, codes: 4, dCode: 2, dHidden: 6 });

  test("pays for commitment in proportion, and for nothing else by it", () => {
    const params = model.init({ rng: rng(1) });
    const x = normalNoise([2, 4, 4, 1], { rng: rng(2) });
    const [none, half, one] = [0, 0.5, 1].map((commitment) => numberOf(model.loss(params, x, { commitment })));
    expect(half! - none!).toBeCloseTo(one! - half!, 5);
    expect(one!).toBeGreaterThan(none!);
  });

  test("moves only the codes that were chosen", () => {
    const params = model.init({ rng: rng(1) });
    const x = normalNoise([1, 4, 4, 1], { rng: rng(2) });
    const used = new Set(model.encode(params, x).dataSync());
    const slopes = gradientsOf(params, (each) => model.loss(each, x))
      .get("codebook")!
      .arraySync() as number[][];
    slopes.forEach((row, code) => expect(row.some((value) => value !== 0)).toBe(used.has(code)));
  });

  test("writes no more kinds of codes than there are, and reads any", () => {
    const params = model.init({ rng: rng(3) });
    const ids = model.encode(params, normalNoise([20, 4, 4, 1], { rng: rng(4) })).dataSync();
    for (const id of ids) expect(id >= 0 && id < 4).toBe(true);
    expect(model.decode(params, tf.tensor2d([[0, 1, 2, 3]], [1, 4], "int32")).shape).toEqual([1, 4, 4, 1]);
  });
});

/** How strongly one picture pulls at the forger. */
const slope = (logit: number) => Math.abs(numberOf(tf.grad((x) => forgerLoss(x))(tf.tensor1d([logit]))));

describe("forger and inspector", () => {
  const [real, forged] = [
    [2, -1, 0.5],
    [0.1, -3, 1],
  ];

  test("lose what the formulas say", () => {
    const expected = mean(real!.map((x) => softplus(-x))) + mean(forged!.map(softplus));
    expect(numberOf(inspectorLoss({ real: tf.tensor1d(real!), forged: tf.tensor1d(forged!) }))).toBeCloseTo(
      expected,
      5,
    );
    expect(numberOf(forgerLoss(tf.tensor1d(forged!)))).toBeCloseTo(mean(forged!.map((x) => softplus(-x))), 5);
  });

  // Goodfellow et al. 2014, section 3: the forger's own loss does not fade where the inspector is sure
  test("the forger learns most where it was seen through", () => {
    expect(slope(-10)).toBeCloseTo(1, 3);
    expect(slope(0)).toBeCloseTo(0.5, 5);
    expect(slope(10)).toBeLessThan(1e-3);
  });
});

/** −log of the share that softmax gives to one of a row. */
const surprise = (row: readonly number[], own: number): number =>
  Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - row[own]!;

describe("a CLIP", () => {
  test("loses the mean surprise at the diagonal, by rows and by columns", () => {
    const scores = normalNoise([4, 4], { rng: rng(6) });
    const rows = scores.arraySync() as number[][];
    const columns = rows.map((_, j) => rows.map((row) => row[j]!));
    const expected = (mean(rows.map(surprise)) + mean(columns.map(surprise))) / 2;
    expect(numberOf(contrastiveLoss(scores))).toBeCloseTo(expected, 5);
  });

  test.each<[name: string, call: () => unknown, message: string]>([
    [
      "no shared numbers",
      () =>
        clip({
          image: { side: 4, channels: 1, patch: 2, dModel: 8, layers: 1, heads: 2 },
          text: { vocabSize: 7, context: 5, dModel: 8, layers: 1, heads: 2 },
          dShared: 0,
        }),
      "clip dShared: expected an integer of at least 1, got 0",
    ],
    [
      "scores that are no square",
      () => contrastiveLoss(tf.zeros([3])),
      'contrastiveLoss scores: expected [n, n], at least 2, got "[3]"',
    ],
    [
      "no codes",
      () => vqAutoencoder({ side: 4, channels: 1, patch: 2, codes: 0, dCode: 2 }),
      "vq codes: expected an integer of at least 1, got 0",
    ],
    [
      "a schedule of no steps",
      () => cosineSchedule(0),
      "cosineSchedule steps: expected an integer of at least 1, got 0",
    ],
    [
      "guidance of NaN",
      () => guided({ told: (x) => x, untold: (x) => x, scale: NaN }),
      "guided scale: expected a finite number of at least 0, got NaN",
    ],
  ])("and its neighbours refuse %s", (_, call, message) => {
    expect(call).toThrow(new InputError(message));
  });
});
