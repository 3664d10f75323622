/**
 * `node worker.ts <backend> [train]`: compute what is compared on one backend, with the trainings if they are asked for.
 * One line of JSON says what came out.
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/index.ts";
import { createGpt, smallGpt } from "../../../scripts/bench/engine/gpt-model.ts";
import { createUNet } from "../../../scripts/bench/engine/unet-model.ts";
import { binary, floats, integers, ofIntegers, unary } from "./operations.ts";

export interface Computed {
  backend: string;
  /** The loss of each step, by model. */
  losses: Record<string, number[]>;
  /** Numbers as text, since JSON knows neither NaN nor -0; by operation. */
  operations: Record<string, string[]>;
}

function train(loss: () => tf.Scalar, { steps, weights }: { steps: number; weights: tf.Variable[] }): number[] {
  const optimizer = tf.train.adam(1e-3);
  const losses = Array.from({ length: steps }, () => {
    const cost = optimizer.minimize(loss, true, weights)!;
    const [value] = cost.dataSync();
    cost.dispose();
    return value!;
  });
  optimizer.dispose();
  return losses;
}

/** A text of a kind: some of it can be foretold. */
const tokenAt = (i: number): number => (i * i + 7 * (i >> 3)) % smallGpt.vocab;

function trainGpt(): number[] {
  const { weights, loss } = createGpt(smallGpt);
  const length = smallGpt.batch * smallGpt.context;
  const [ids, targets] = [0, 1].map((shift) =>
    tf.tensor1d(
      Array.from({ length }, (_, i) => tokenAt(i + shift)),
      "int32",
    ),
  );
  return train(() => loss(ids!, targets!), { steps: 25, weights });
}

function trainUNet(): number[] {
  const { weights, loss } = createUNet();
  return train(loss, { steps: 12, weights });
}

/** As people write one: its losses, then what `evaluate` says. */
async function trainClassifier(): Promise<number[]> {
  let seed = 1;
  const kernelInitializer = () => tf.initializers.glorotNormal({ seed: seed++ });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [14, 14, 1],
        filters: 8,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: kernelInitializer(),
      }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.separableConv2d({
        filters: 16,
        kernelSize: 3,
        activation: "relu",
        depthwiseInitializer: kernelInitializer(),
        pointwiseInitializer: kernelInitializer(),
      }),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: "softmax", kernelInitializer: kernelInitializer() }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const labels = Array.from({ length: 64 }, (_, i) => i % 10);
  const y = tf.oneHot(tf.tensor1d(labels, "int32"), 10);
  // a bright row that the label names, in noise
  const x = tf.tidy(() => {
    const bright = tf.oneHot(tf.tensor1d(labels, "int32"), 14).toFloat().reshape([64, 14, 1, 1]);
    return bright.add(tf.randomNormal([64, 14, 14, 1], 0, 0.3, "float32", 99));
  });
  const { history } = await model.fit(x, y, { epochs: 8, batchSize: 16, shuffle: false, verbose: 0 });
  const evaluated = model.evaluate(x, y) as tf.Scalar[];
  return [...(history.loss as number[]), ...evaluated.map((scalar) => scalar.dataSync()[0]!)];
}

/** Each number with each. */
const pairs = (values: number[]): [a: number[], b: number[]] => [
  values.flatMap((a) => values.map(() => a)),
  values.flatMap(() => values),
];

const text = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function operate(): Record<string, string[]> {
  const entries: [string, tf.Tensor][] = [];
  for (const [name, f] of Object.entries(unary)) entries.push([name, f(tf.tensor1d(floats))]);
  const [a, b] = pairs(floats).map((values) => tf.tensor1d(values)) as [tf.Tensor, tf.Tensor];
  for (const [name, f] of Object.entries(binary)) entries.push([name, f(a, b)]);
  const [i, k] = pairs(integers).map((values) => tf.tensor1d(values, "int32")) as [tf.Tensor, tf.Tensor];
  for (const [name, f] of Object.entries(ofIntegers)) entries.push([`${name} of integers`, f(i, k)]);
  return Object.fromEntries(entries.map(([name, tensor]) => [name, [...tensor.dataSync()].map(text)]));
}

const { name: backend } = await selectBackend({ env: { TF_BACKEND: process.argv[2]! } });
const trainings = { gpt: trainGpt, unet: trainUNet, classifier: trainClassifier };
const losses: Computed["losses"] = {};
if (process.argv[3] === "train") for (const [model, run] of Object.entries(trainings)) losses[model] = await run();
const computed: Computed = { backend, losses, operations: operate() };
process.stdout.write(`${JSON.stringify(computed)}\n`);
