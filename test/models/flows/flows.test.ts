import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { couplingFlow, flowMatchingLoss, follow, normalNoise } from "../../../lib/models/index.ts";
import { difference } from "../golden.ts";
import { startCpu } from "../start.ts";
import { lively } from "../vision-examples.ts";

beforeEach(startCpu);

const flow = couplingFlow({ dData: 3, steps: 4, dHidden: 8 });
const params = () => lively(flow.init({ rng: rng(1) }));

test("data to noise and back is where it began", () => {
  const x = normalNoise([50, 3], { rng: rng(2) });
  const { z } = flow.toNoise(params(), x);
  expect(difference(z, x)).toBeGreaterThan(0.1);
  expect(difference(flow.toData(params(), z), x)).toBeLessThan(1e-4);
});

test("the logarithm of the determinant is that of the numerical Jacobian", () => {
  const weights = params();
  const x = normalNoise([5, 3], { rng: rng(3) });
  const { logDeterminant } = flow.toNoise(weights, x);
  const h = 1e-2;
  const points = x.arraySync() as number[][];
  points.forEach((point, n) => {
    const column = (j: number) => {
      const moved = (by: number) => flow.forward(weights, tf.tensor2d([point.with(j, point[j]! + by)])).dataSync();
      const [up, down] = [moved(h), moved(-h)];
      return Array.from(up, (value, i) => (value - down[i]!) / (2 * h));
    };
    const [a, b, c] = [column(0), column(1), column(2)] as [number[], number[], number[]];
    const determinant =
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      b[0]! * (a[1]! * c[2]! - a[2]! * c[1]!) +
      c[0]! * (a[1]! * b[2]! - a[2]! * b[1]!);
    expect(Math.log(Math.abs(determinant))).toBeCloseTo(logDeterminant.dataSync()[n]!, 1);
  });
});

test("a new flow changes nothing, so its density is the normal distribution's", () => {
  const fresh = flow.init({ rng: rng(1) });
  const x = tf.tensor2d([
    [0, 0, 0],
    [1, 2, 2],
  ]);
  expect(difference(flow.forward(fresh, x), x)).toBe(0);
  const log = -1.5 * Math.log(2 * Math.PI);
  const [first, second] = flow.logDensity(fresh, x).dataSync();
  expect(first).toBeCloseTo(log, 5);
  expect(second).toBeCloseTo(log - 4.5, 5);
});

test("the density of a flow sums to one over the plane", () => {
  const plane = couplingFlow({ dData: 2, steps: 3, dHidden: 6 });
  const weights = lively(plane.init({ rng: rng(4) }));
  // a grid fine and wide enough for a bent bell
  const [side, step] = [160, 0.1];
  const points = Array.from({ length: side * side }, (_, i) => [
    ((i % side) - side / 2) * step,
    (Math.floor(i / side) - side / 2) * step,
  ]);
  const density = tf.exp(plane.logDensity(weights, tf.tensor2d(points)));
  expect(tf.sum(density).dataSync()[0]! * step ** 2).toBeCloseTo(1, 2);
});

test("arrows that lead from one normal distribution to another make it: mean and deviation", () => {
  // data with mean μ and deviation σ, independent of the noise: v(x, t) = μ + (σ² t − (1 − t)) / ((1 − t)² + σ² t²) (x − t μ)
  const [mu, sigma] = [2, 0.5];
  const velocity = (x: tf.Tensor, times: tf.Tensor) => {
    const t = times.dataSync()[0]!;
    const slope = (sigma ** 2 * t - (1 - t)) / ((1 - t) ** 2 + sigma ** 2 * t ** 2);
    return tf.add(tf.mul(tf.sub(x, t * mu), slope), mu);
  };
  const noise = normalNoise([20_000], { rng: rng(5) });
  const made = follow(velocity, noise, { steps: 50 });
  const { mean, variance } = tf.moments(made);
  expect(Math.abs(mean.dataSync()[0]! - mu)).toBeLessThan((5 * sigma) / Math.sqrt(20_000) + 1e-3);
  expect(Math.abs(Math.sqrt(variance.dataSync()[0]!) - sigma)).toBeLessThan((5 * sigma) / Math.sqrt(40_000) + 1e-3);
  // and back
  expect(difference(follow(velocity, made, { steps: 50, from: 1, to: 0 }), noise)).toBeLessThan(0.02);
});

// dx/dt = x grows to e · x
const error = (steps: number) => Math.abs(follow((x) => x, tf.ones([1]), { steps }).dataSync()[0]! - Math.E);

test("half as long steps leave a quarter of the error", () => {
  expect(error(8) / error(16)).toBeGreaterThan(3.4);
  expect(error(8) / error(16)).toBeLessThan(4.4);
});

test("whoever knows the arrow has no loss; the arrow is data minus noise, at the place between", () => {
  const [data, noise] = [
    tf.tensor2d([
      [4, 6],
      [1, 1],
    ]),
    tf.tensor2d([
      [0, 2],
      [3, 5],
    ]),
  ];
  const seen: number[][] = [];
  const loss = flowMatchingLoss(
    (x, times) => {
      seen.push([...x.dataSync()], [...times.dataSync()]);
      return tf.sub(data, noise);
    },
    data,
    { noise, times: [0.25, 1] },
  );
  expect(loss.dataSync()[0]).toBe(0);
  expect(seen).toEqual([
    [1, 3, 1, 1],
    [0.25, 1],
  ]);
  expect(() => flowMatchingLoss((x) => x, data, { noise, times: [0] })).toThrow(
    "flowMatchingLoss times: expected 2 numbers",
  );
  expect(() => flowMatchingLoss((x) => x, data, { noise, times: [0, 2] })).toThrow("flowMatchingLoss times");
  expect(() => flowMatchingLoss((x) => x, data, { noise: tf.zeros([2]), times: [0, 0] })).toThrow(
    "flowMatchingLoss noise",
  );
  expect(() => follow((x) => x, data, { steps: 0 })).toThrow("follow steps");
});

test("following leaves nothing behind but the result", () => {
  const x = tf.ones([3]);
  const before = tf.memory().numTensors;
  const watched: number[] = [];
  follow((each) => tf.tidy(() => tf.neg(each)), x, { steps: 4, watch: (_, time) => watched.push(time) });
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(watched).toEqual([0.25, 0.5, 0.75, 1]);
});
