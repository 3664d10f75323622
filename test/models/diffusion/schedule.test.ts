import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { cosineSchedule, diffusionLoss, linearSchedule, noisy, normalNoise } from "../../../lib/models/index.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

// Ho, Jain and Abbeel 2020, section 4: T = 1000, β from 10⁻⁴ to 0.02, and almost nothing of the picture is left
test("the paper's schedule: a thousand steps, of which the last leaves 4 · 10⁻⁵", () => {
  const { steps, beta, alphaBar } = linearSchedule(1000);
  expect([steps, beta[0], beta[999]]).toEqual([1000, 1e-4, 0.02]);
  expect(alphaBar[999]).toBeCloseTo(4.036e-5, 7);
});

const f = (t: number) => Math.cos(((t / 1000 + 0.008) / 1.008) * (Math.PI / 2)) ** 2;

// Nichol and Dhariwal 2021, equation 17: with s = 0.008 half of the way leaves about half
test("the cosine leaves half of the picture for half of the way, and less at each step", () => {
  const { alphaBar, beta } = cosineSchedule(1000);
  expect(alphaBar[499]).toBeCloseTo(f(500) / f(0), 10);
  alphaBar.forEach((left, t) => t > 0 && expect(left).toBeLessThan(alphaBar[t - 1]!));
  for (const each of beta) {
    expect(each).toBeGreaterThan(0);
    expect(each).toBeLessThanOrEqual(0.999);
  }
  expect(alphaBar[499]!).toBeGreaterThan(linearSchedule(1000).alphaBar[499]!);
});

test("dissolving step by step is dissolving at once: mean and variance of the closed form", () => {
  const schedule = linearSchedule(50, { last: 0.2 });
  let [scale, variance] = [1, 0];
  schedule.beta.forEach((beta, t) => {
    scale *= Math.sqrt(1 - beta);
    variance = (1 - beta) * variance + beta;
    expect(scale ** 2).toBeCloseTo(schedule.alphaBar[t]!, 12);
    expect(variance).toBeCloseTo(1 - schedule.alphaBar[t]!, 12);
  });
});

test("by hand: half of the picture and half of the noise, each example at its own step", () => {
  const schedule = { steps: 2, beta: Float64Array.of(0.36, 1), alphaBar: Float64Array.of(0.64, 0) };
  const [x0, noise] = [
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([
      [10, 10],
      [5, 6],
    ]),
  ];
  expect([...noisy(schedule, x0, { noise, times: [0, 1] }).dataSync()]).toEqual([
    ...Float32Array.of(0.8 + 6, 1.6 + 6, 5, 6),
  ]);
});

test("whoever guesses the noise has no loss, whoever says 0 has its mean square", () => {
  const schedule = linearSchedule(10);
  const x0 = normalNoise([3, 4], { rng: rng(1) });
  const noise = normalNoise([3, 4], { rng: rng(2) });
  const loss = (guess: (x: tf.Tensor) => tf.Tensor) =>
    diffusionLoss(guess, x0, { schedule, noise, times: [0, 5, 9] }).dataSync()[0]!;
  expect(loss(() => noise)).toBe(0);
  expect(loss((x) => tf.zerosLike(x))).toBeCloseTo(tf.mean(tf.square(noise)).dataSync()[0]!, 6);
});

test("steps and shapes that cannot be are named", () => {
  const schedule = linearSchedule(10);
  const x0 = tf.zeros([2, 3]);
  expect(() => noisy(schedule, x0, { noise: tf.zeros([2, 2]), times: [0, 0] })).toThrow("noisy noise: expected [2, 3]");
  expect(() => noisy(schedule, x0, { noise: x0, times: [0] })).toThrow("noisy times: expected 2 steps");
  expect(() => noisy(schedule, x0, { noise: x0, times: [0, 10] })).toThrow(
    "noisy times: expected an integer from 0 to 9",
  );
  expect(() => linearSchedule(0)).toThrow("linearSchedule steps");
  expect(() => linearSchedule(10, { last: 2 })).toThrow("linearSchedule last");
});
