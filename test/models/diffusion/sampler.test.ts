import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { cosineSchedule, guided, linearSchedule, sampleDiffusion } from "../../../lib/models/index.ts";
import { difference } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const [mu, sigma] = [0.6, 0.3];
const schedule = linearSchedule(100, { last: 0.1 });

/**
 * The best guess of the noise for data that are normal with mean μ and deviation σ: x_t is normal with mean √ᾱ μ and variance
 * v = ᾱ σ² + 1 − ᾱ, so E[ε | x_t] = √(1 − ᾱ) (x_t − √ᾱ μ) / v.
 */
function bestGuess(x: tf.Tensor, time: number): tf.Tensor {
  const left = schedule.alphaBar[time]!;
  return tf.mul(tf.sub(x, Math.sqrt(left) * mu), Math.sqrt(1 - left) / (left * sigma ** 2 + 1 - left));
}

const moments = (x: tf.Tensor) => {
  const { mean, variance } = tf.moments(x);
  return [mean.dataSync()[0]!, Math.sqrt(variance.dataSync()[0]!)];
};

test.each([0, 0.5, 1])("with the best guess of the noise, what is drawn has the data's distribution: η %d", (eta) => {
  const n = 20_000;
  const [mean, deviation] = moments(
    sampleDiffusion(bestGuess, { schedule, rng: rng(1), shape: [n], eta, clip: false }),
  );
  // five standard errors, and what a hundred steps leave of the continuous way
  expect(Math.abs(mean! - mu)).toBeLessThan((5 * sigma) / Math.sqrt(n) + 0.005);
  expect(Math.abs(deviation! - sigma)).toBeLessThan((5 * sigma) / Math.sqrt(2 * n) + 0.015);
});

const drawn = (passes: number, seed: number) =>
  sampleDiffusion(bestGuess, { schedule, rng: rng(seed), shape: [500], eta: 0, passes, clip: false });

test("without new noise the first noise decides everything, and fewer passes come near to many", () => {
  expect(difference(drawn(100, 1), drawn(100, 1))).toBe(0);
  expect(difference(drawn(100, 1), drawn(100, 2))).toBeGreaterThan(0.1);
  const [far, near] = [5, 25].map((passes) => difference(drawn(passes, 1), drawn(100, 1)));
  // the error falls with the length of a step
  expect(near!).toBeLessThan(far! / 3);
});

test("the model is asked from the noisiest step down, as often as was said, the last time at the first step", () => {
  const asked: number[] = [];
  const guess = (x: tf.Tensor, time: number) => {
    asked.push(time);
    return tf.zerosLike(x);
  };
  sampleDiffusion(guess, { schedule: cosineSchedule(10), rng: rng(1), shape: [1], passes: 4 });
  expect(asked).toEqual([9, 7, 4, 2]);
  asked.length = 0;
  sampleDiffusion(guess, { schedule: cosineSchedule(10), rng: rng(1), shape: [1] });
  expect(asked).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
});

test("guesses are cut to what a picture can be, and the result is the last guess", () => {
  const guesses: number[] = [];
  const made = sampleDiffusion((x) => tf.mul(x, -50), {
    schedule,
    rng: rng(1),
    shape: [20],
    passes: 5,
    watch: ({ guess }) => guesses.push(...guess.dataSync()),
  });
  expect(Math.max(...guesses.map(Math.abs))).toBe(1);
  expect([...made.dataSync()]).toEqual(guesses.slice(-20));
});

const told = () => tf.tensor1d([3, 5]);

const untold = () => tf.tensor1d([1, 4]);

const at = (scale: number) => [...guided({ told, untold, scale })(tf.zeros([2]), 0).dataSync()];

test("guidance is on the line from what is said without a caption through what is said with it", () => {
  expect(at(0)).toEqual([1, 4]);
  expect(at(1)).toEqual([3, 5]);
  expect(at(3)).toEqual([7, 7]);
  expect(() => guided({ told, untold, scale: -1 })).toThrow("guided scale");
});

test("nothing is left behind but the result", () => {
  const before = tf.memory().numTensors;
  const made = sampleDiffusion(bestGuess, { schedule, rng: rng(1), shape: [3], passes: 7, watch: () => {} });
  expect(tf.memory().numTensors).toBe(before + 1);
  made.dispose();
  expect(() => sampleDiffusion(bestGuess, { schedule, rng: rng(1), shape: [1], passes: 101 })).toThrow(
    "sampleDiffusion passes",
  );
  expect(() => sampleDiffusion(bestGuess, { schedule, rng: rng(1), shape: [1], eta: 2 })).toThrow(
    "sampleDiffusion eta",
  );
});
