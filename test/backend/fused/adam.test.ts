import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { AdamWOptimizer, adamW, backendName } from "../../../lib/backend/index.ts";
import { expectClose } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { numbers } from "./float64.ts";

beforeAll(startEngine);

const steps = 50;
const shape: [number, number] = [3, 4];
const target = numbers(12, 5);

/** The gradient of Σ (w − target)⁴ / 4 + w: neither linear nor zero anywhere for long. */
const gradientAt = (w: readonly number[]): number[] => w.map((each, i) => (each - target[i]!) ** 3 + 1);

function loss(w: tf.Tensor): tf.Scalar {
  const difference = tf.sub(w, tf.tensor2d(target, shape));
  return tf.add(tf.sum(tf.mul(tf.square(tf.square(difference)), 0.25)), tf.sum(w));
}

interface Settings {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** In units of the learning rate. */
  weightDecay: number;
}

/** Loshchilov and Hutter 2019, algorithm 2, line by line in float64; without decay Kingma and Ba 2015, algorithm 1. */
function trajectory(start: readonly number[], settings: Settings): number[][] {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  let w = [...start];
  let m = w.map(() => 0);
  let v = w.map(() => 0);
  return Array.from({ length: steps }, (_, i) => {
    const t = i + 1;
    const g = gradientAt(w);
    m = m.map((each, at) => beta1 * each + (1 - beta1) * g[at]!);
    v = v.map((each, at) => beta2 * each + (1 - beta2) * g[at]! ** 2);
    w = w.map((each, at) => {
      const [mHat, vHat] = [m[at]! / (1 - beta1 ** t), v[at]! / (1 - beta2 ** t)];
      return each - learningRate * (mHat / (Math.sqrt(vHat) + epsilon) + weightDecay * each);
    });
    return w;
  });
}

/** The weights after each step. `before` is called with the number of each. */
function train(optimizer: tf.Optimizer, { before }: { before?: (step: number) => void } = {}): number[][] {
  const w = tf.variable(tf.tensor2d(numbers(12), shape));
  const path = Array.from({ length: steps }, (_, step) => {
    before?.(step);
    optimizer.minimize(() => loss(w), false, [w]);
    return [...w.dataSync()];
  });
  w.dispose();
  return path;
}

/** float32 rounds 1 − β₂ᵗ by up to 6e-5 of itself in the first steps, and the weights by 6e-8 in each. */
const rounding = { relative: 1e-4, absolute: 1e-5 };

function expectPath(ours: number[][], theirs: number[][], tolerance = rounding): void {
  expect(ours.length).toBe(steps);
  ours.forEach((weights, step) => expectClose(weights, theirs[step]!, tolerance));
}

/**
 * Where β₂ forgets fast, ε is large against the learning rate: at rest a step is otherwise as unstable as the second derivative times
 * their ratio, and float64 itself with weights rounded to float32 leaves the path by 2e-4.
 */
const settings: Settings[] = [
  { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  { learningRate: 0.1, beta1: 0.5, beta2: 0.95, epsilon: 0.2, weightDecay: 0 },
  { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 },
  { learningRate: 0.05, beta1: 0, beta2: 0.9, epsilon: 1e-2, weightDecay: 2 },
];

describe.each([backendName, "cpu"])("on the backend %s", (backend) => {
  test.each(settings)("the path of the weights is the paper's, %o", (each) => {
    tf.setBackend(backend);
    const expected = trajectory(numbers(12), each);
    if (each.weightDecay === 0)
      expectPath(train(tf.train.adam(each.learningRate, each.beta1, each.beta2, each.epsilon)), expected);
    expectPath(train(adamW(each)), expected);
    tf.setBackend(backendName);
  });
});

const switchBackend = (step: number): void => void tf.setBackend(step % 20 < 10 ? backendName : "cpu");

test("tfjs' Adam takes the same path on both backends, and when they are switched on the way", () => {
  tf.setBackend("cpu");
  const theirs = train(tf.train.adam(0.01));
  tf.setBackend(backendName);
  expectPath(train(tf.train.adam(0.01)), theirs, { relative: 1e-5, absolute: 1e-6 });
  expectPath(train(tf.train.adam(0.01), { before: switchBackend }), theirs, { relative: 1e-5, absolute: 1e-6 });
  tf.setBackend(backendName);
});

/**
 * torch.optim.AdamW of PyTorch 2.15.0 in float64, weight 1 and loss w² / 2, lr 0.1, weight_decay 0.5, other settings by default: the
 * weight after 1, 2, 3 and 10 steps.
 */
const golden = [0.850000001, 0.7082484443656524, 0.574973932253246, -0.08258715109177459];

test("the path of AdamW, with the settings that are not given, is PyTorch's", () => {
  const w = tf.variable(tf.scalar(1));
  const optimizer = adamW({ learningRate: 0.1, weightDecay: 0.5 });
  const path = Array.from({ length: 10 }, () => {
    optimizer.minimize(() => tf.mul(tf.square(w), 0.5));
    return w.dataSync()[0]!;
  });
  expectClose([path[0]!, path[1]!, path[2]!, path[9]!], golden, { relative: 1e-4 });
  w.dispose();
});

test("only the variables that are named lose weight", () => {
  const [matrix, vector] = [tf.variable(tf.ones([2, 2])), tf.variable(tf.ones([2]))];
  for (const backend of [backendName, "cpu"]) {
    tf.setBackend(backend);
    matrix.assign(tf.ones([2, 2]));
    vector.assign(tf.ones([2]));
    const optimizer = adamW({ learningRate: 0.1, weightDecay: 0.5, decays: ({ rank }) => rank > 1 });
    // no gradient, so nothing but the decay moves them
    optimizer.minimize(() => tf.mul(tf.add(tf.sum(matrix), tf.sum(vector)), 0) as tf.Scalar);
    expectClose([...matrix.dataSync(), ...vector.dataSync()], [0.95, 0.95, 0.95, 0.95, 1, 1]);
  }
  tf.setBackend(backendName);
  tf.dispose([matrix, vector]);
});

const makeVariables = (): tf.Variable[] =>
  [[3], [2, 2], [1], [4], [2], [], [5000]].map((shape, i) => {
    const size = shape.reduce((product, each) => product * each, 1);
    return tf.variable(tf.tensor(numbers(size, i), shape));
  });

const trainMixed = (backend: string): number[][] => {
  tf.setBackend(backend);
  const variables = makeVariables();
  // the third has no gradient
  const used = variables.filter((_, i) => i !== 2);
  const optimizer = adamW({ learningRate: 0.1, weightDecay: 0.5, decays: ({ size }) => size !== 4 });
  const loss = (): tf.Scalar => used.map((each) => tf.sum(tf.sin(each))).reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  for (let step = 0; step < 5; step++) optimizer.minimize(loss);
  const weights = variables.map((each) => [...each.dataSync()]);
  tf.dispose(variables);
  return weights;
};

test("vectors and matrices of one model, some losing weight, go their own ways as on the cpu backend", () => {
  const theirs = trainMixed("cpu");
  trainMixed(backendName).forEach((weights, i) => expectClose(weights, theirs[i]!, { relative: 1e-5, absolute: 1e-6 }));
});

test.each([
  ["Adam", () => tf.train.adam(0.02)],
  ["AdamW", () => adamW({ learningRate: 0.02, weightDecay: 0.3 })],
])("%s that is saved half way and loaded into a new one goes on as if nothing had been", async (_, make) => {
  const whole = train(make());
  const w = tf.variable(tf.tensor2d(numbers(12), shape));
  const halves = [make(), make()];
  for (let step = 0; step < steps; step++) {
    if (step === steps / 2) {
      const saved = await halves[0]!.getWeights();
      const copies = saved.map(({ name, tensor }) => ({ name, tensor: tf.tensor(tensor.dataSync(), tensor.shape) }));
      await halves[1]!.setWeights(copies);
    }
    halves[step < steps / 2 ? 0 : 1]!.minimize(() => loss(w), false, [w]);
    expectClose([...w.dataSync()], whole[step]!, { relative: 1e-5, absolute: 1e-6 });
  }
  w.dispose();
});

test("a training step keeps nothing but its variables, and is the same graph each time", () => {
  const w = tf.variable(tf.ones([4, 4]));
  const optimizer = adamW({ learningRate: 0.01 });
  const step = (): void => void optimizer.minimize(() => tf.sum(tf.square(w)));
  step();
  const before = tf.memory().numTensors;
  for (let i = 0; i < 5; i++) step();
  expect(tf.memory().numTensors).toBe(before);
  w.dispose();
});

test("AdamW is made from its configuration, and settings that make no sense are refused", () => {
  const optimizer = adamW({ learningRate: 0.02, beta1: 0.8, weightDecay: 0.3 });
  const config = optimizer.getConfig();
  expect(config).toEqual({ learningRate: 0.02, beta1: 0.8, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.3 });
  expect(AdamWOptimizer.fromConfig(AdamWOptimizer as never, config).getConfig()).toEqual(config);
  expect(() => adamW({ learningRate: -1 })).toThrow("learningRate: expected 0 or more, got -1");
  expect(() => adamW({ learningRate: 1, weightDecay: NaN })).toThrow("weightDecay: expected 0 or more, got NaN");
  expect(() => adamW({ learningRate: 1, beta2: 1 })).toThrow("beta2: expected 0 to below 1, got 1");
});
