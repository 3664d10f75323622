/**
 * Every layer of tfjs-layers that can be trained trains and predicts as on the cpu backend, and leaves no kernel to it.
 * conv3dTranspose cannot: tfjs has no gradient for it.
 */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { backendName, backendReport } from "../../lib/backend/index.ts";
import { expectClose, expectSame } from "./on-both.ts";
import { startEngine } from "./start.ts";

beforeAll(startEngine);

const { layers } = tf;
type Layer = ReturnType<typeof layers.dense>;
/** A layer and the shape of one example, which are integers below a number if that is given. */
type Case = [make: () => tf.layers.Layer, shape: number[], below?: number];

const activations = [
  "elu",
  "gelu",
  "gelu_new",
  "hardSigmoid",
  "linear",
  "mish",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "swish",
  "tanh",
] as const;

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    activations.map((activation): [string, Case] => [
      `dense with ${activation}`,
      [() => layers.dense({ units: 3, activation: activation as "relu" }), [4]],
    ]),
  ),
  "dense with penalties and limits": [
    () => layers.dense({ units: 3, kernelRegularizer: "l1l2", kernelConstraint: "maxNorm", biasConstraint: "nonNeg" }),
    [4],
  ],
  "dense with unit norm": [() => layers.dense({ units: 3, kernelConstraint: "unitNorm", useBias: false }), [4]],
  activation: [() => layers.activation({ activation: "tanh" }), [4]],
  add: [() => merging(layers.add()), [4]],
  average: [() => merging(layers.average()), [4]],
  averagePooling1d: [() => layers.averagePooling1d({}), [4, 2]],
  averagePooling2d: [() => layers.averagePooling2d({}), [4, 4, 2]],
  averagePooling3d: [() => layers.averagePooling3d({}), [4, 4, 4, 1]],
  batchNormalization: [() => layers.batchNormalization({}), [4, 3]],
  "batchNormalization of pictures": [() => layers.batchNormalization({}), [4, 4, 2]],
  bidirectional: [() => layers.bidirectional({ layer: layers.lstm({ units: 3 }) as never }), [4, 2]],
  concatenate: [() => merging(layers.concatenate()), [4]],
  conv1d: [() => layers.conv1d({ filters: 2, kernelSize: 3, activation: "relu" }), [6, 2]],
  conv2d: [
    () => layers.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
    [6, 6, 2],
  ],
  "conv2d with the channels first": [
    () => layers.conv2d({ filters: 2, kernelSize: 3, dataFormat: "channelsFirst" }),
    [2, 5, 5],
  ],
  conv2dTranspose: [() => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }), [4, 4, 2]],
  conv3d: [() => layers.conv3d({ filters: 2, kernelSize: 2 }), [4, 4, 4, 1]],
  convLstm2d: [() => layers.convLstm2d({ filters: 2, kernelSize: 2 }) as never, [3, 4, 4, 1]],
  cropping2D: [
    () =>
      layers.cropping2D({
        cropping: [
          [1, 1],
          [0, 2],
        ],
      }),
    [5, 5, 2],
  ],
  depthwiseConv2d: [() => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), [5, 5, 2]],
  dot: [() => merging(layers.dot({ axes: -1 })), [4]],
  "dot of matrices": [() => merging(layers.dot({ axes: [2, 2] })), [3, 4]],
  elu: [() => layers.elu({ alpha: 1 }), [4]],
  embedding: [() => layers.embedding({ inputDim: 5, outputDim: 3 }), [4], 5],
  "embedding of many words": [() => layers.embedding({ inputDim: 500, outputDim: 3 }), [4], 500],
  "embedding with a mask, and lstm": [
    () => chain(layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }), layers.lstm({ units: 3 }) as never),
    [4],
    5,
  ],
  flatten: [() => layers.flatten(), [2, 3]],
  globalAveragePooling1d: [() => layers.globalAveragePooling1d({}), [4, 2]],
  globalAveragePooling2d: [() => layers.globalAveragePooling2d({}), [4, 4, 2]],
  globalMaxPooling1d: [() => layers.globalMaxPooling1d({}), [4, 2]],
  globalMaxPooling2d: [() => layers.globalMaxPooling2d({}), [4, 4, 2]],
  gru: [() => layers.gru({ units: 3 }) as never, [4, 2]],
  layerNormalization: [() => layers.layerNormalization({}), [4, 3]],
  leakyReLU: [() => layers.leakyReLU({}), [4]],
  lstm: [() => layers.lstm({ units: 3, returnSequences: true }) as never, [4, 2]],
  masking: [() => layers.masking({}), [3, 2]],
  "masking and gru": [() => chain(layers.masking({ maskValue: 0 }), layers.gru({ units: 3 }) as never), [3, 2]],
  maximum: [() => merging(layers.maximum()), [4]],
  maxPooling1d: [() => layers.maxPooling1d({}), [4, 2]],
  maxPooling2d: [() => layers.maxPooling2d({}), [4, 4, 2]],
  maxPooling3d: [() => layers.maxPooling3d({}), [4, 4, 4, 1]],
  minimum: [() => merging(layers.minimum()), [4]],
  multiply: [() => merging(layers.multiply()), [4]],
  permute: [() => layers.permute({ dims: [2, 1] }), [2, 3]],
  prelu: [() => layers.prelu({}), [4]],
  reLU: [() => layers.reLU({ maxValue: 3 }), [4]],
  rescaling: [() => layers.rescaling({ scale: 0.5, offset: 1 }), [4, 2]],
  repeatVector: [() => layers.repeatVector({ n: 2 }), [3]],
  "rnn of several cells": [
    () => {
      const cells = [layers.lstmCell({ units: 3 }), layers.gruCell({ units: 2 }), layers.simpleRNNCell({ units: 2 })];
      return layers.rnn({ cell: layers.stackedRNNCells({ cells: cells as never }) as never }) as never;
    },
    [4, 2],
  ],
  reshape: [() => layers.reshape({ targetShape: [3, 2] }), [2, 3]],
  separableConv2d: [() => layers.separableConv2d({ filters: 2, kernelSize: 3 }), [5, 5, 2]],
  simpleRNN: [() => layers.simpleRNN({ units: 3 }) as never, [4, 2]],
  softmax: [() => layers.softmax({}), [4]],
  thresholdedReLU: [() => layers.thresholdedReLU({ theta: 0.1 }), [4]],
  timeDistributed: [() => layers.timeDistributed({ layer: layers.dense({ units: 3 }) }), [4, 2]],
  upSampling2d: [() => layers.upSampling2d({ size: [2, 2] }), [3, 3, 2]],
  "upSampling2d, bilinear": [() => layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }), [3, 3, 2]],
  zeroPadding2d: [() => layers.zeroPadding2d({}), [5, 5, 2]],
};

/** A layer that takes several inputs, given the same one twice, once changed by a dense layer. */
function merging(merge: tf.layers.Layer): tf.layers.Layer {
  const other = layers.dense({ units: 4 });
  return { apply: (x: tf.SymbolicTensor) => merge.apply([x, other.apply(x) as tf.SymbolicTensor]) } as Layer;
}

/** Two layers as one. */
function chain(first: tf.layers.Layer, second: tf.layers.Layer): tf.layers.Layer {
  return { apply: (x: tf.SymbolicTensor) => second.apply(first.apply(x) as tf.SymbolicTensor) } as Layer;
}

/** Numbers without chance, none near another's. */
function numbers(shape: number[], phase: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => Math.sin(phase + i * 12.9898)),
    shape,
  );
}

function integers(shape: number[], below: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => (i * 7) % below),
    shape,
  );
}

/** Layers with chance, whose losses cannot be compared. */
const random: Record<string, Case> = {
  alphaDropout: [() => layers.alphaDropout({ rate: 0.3 }), [4]],
  dropout: [() => layers.dropout({ rate: 0.3 }), [4]],
  gaussianDropout: [() => layers.gaussianDropout({ rate: 0.3 }), [4]],
  gaussianNoise: [() => layers.gaussianNoise({ stddev: 1 }), [4]],
  "gru with dropout": [() => layers.gru({ units: 3, dropout: 0.2, recurrentDropout: 0.2 }) as never, [4, 2]],
  spatialDropout1d: [() => layers.spatialDropout1d({ rate: 0.3 }), [4, 4]],
};

const optimizers: Record<string, () => tf.Optimizer> = {
  adadelta: () => tf.train.adadelta(0.1),
  adagrad: () => tf.train.adagrad(0.1),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  "Nesterov's momentum": () => tf.train.momentum(0.1, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.01),
  "rmsprop with momentum, centred": () => tf.train.rmsprop(0.01, 0.9, 0.9, 1e-8, true),
  sgd: () => tf.train.sgd(0.1),
};

/** Each with what it learns from: probabilities of two classes, a class, or ±1. */
const losses: Record<string, "classes" | "class" | "signs"> = {
  binaryCrossentropy: "classes",
  categoricalCrossentropy: "classes",
  categoricalHinge: "classes",
  cosineProximity: "classes",
  hinge: "signs",
  kullbackLeiblerDivergence: "classes",
  logcosh: "classes",
  meanAbsoluteError: "classes",
  meanAbsolutePercentageError: "signs",
  meanSquaredError: "classes",
  meanSquaredLogarithmicError: "classes",
  poisson: "classes",
  sparseCategoricalCrossentropy: "class",
  squaredHinge: "signs",
};

/** Kernels that the cpu backend still runs, by layer. Who writes one of them takes it out here. */
const left: Readonly<Record<string, readonly string[]>> = {};

interface Training {
  losses: number[];
  /** After that, of the model for what it learned from. */
  predictions: number[];
  /** What the cpu backend did in an epoch after the first. */
  fallbacks: string[];
}

interface Options {
  optimizer?: tf.Optimizer;
  loss?: string;
  /** What the model learns from, for six examples. */
  labels?: () => tf.Tensor;
  /** Of the model's last layer. */
  activation?: "linear" | "softmax";
  metrics?: string[];
}

async function train(
  backend: string,
  [make, shape, below]: Case,
  {
    optimizer = tf.train.sgd(0.02),
    loss = "meanSquaredError",
    labels = () => numbers([6, 2], 200),
    activation = "linear",
    metrics = [],
  }: Options = {},
): Promise<Training> {
  await tf.setBackend(backend);
  const input = tf.input({ shape });
  const output = make().apply(input) as tf.SymbolicTensor;
  const flat = output.shape.length > 2 ? (layers.flatten().apply(output) as tf.SymbolicTensor) : output;
  const last = layers.dense({ units: 2, activation }).apply(flat) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: last });
  model.compile({ optimizer, loss, metrics });
  model.setWeights(
    model.weights.map(({ originalName, shape }, i) => {
      const values = numbers(shape as number[], i).mul(0.5);
      return originalName.endsWith("variance") ? values.square().add(0.5) : values;
    }),
  );
  const [x, y] = [below ? integers([6, ...shape], below) : numbers([6, ...shape], 100), labels()];
  const epochs = async (count: number): Promise<number[]> =>
    (await model.fit(x, y, { epochs: count, batchSize: 3, shuffle: false, verbose: 0 })).history.loss as number[];
  const first = await epochs(1);
  backendReport({ reset: true });
  const losses = [...first, ...(await epochs(2))];
  const predictions = [...(model.predict(x, { batchSize: 3 }) as tf.Tensor).dataSync()];
  const fallbacks = backendReport()?.fallbacks.map(({ kernel }) => kernel) ?? [];
  tf.dispose([x, y]);
  model.dispose();
  return { losses, predictions, fallbacks };
}

describe.each(Object.entries(cases))("%s", (name, each) => {
  test("trains to the cpu backend's losses without its help", async () => {
    await expectSameTraining(each, undefined, left[name]);
  });
});

async function expectSameTraining(
  each: Case,
  options: () => Options = () => ({}),
  stillLeft: readonly string[] = [],
): Promise<void> {
  const theirs = await train("cpu", each, options());
  const { losses, predictions, fallbacks } = await train(backendName, each, options());
  expectClose(losses, theirs.losses, { relative: 2e-5, absolute: 1e-6 });
  expectClose(predictions, theirs.predictions, { relative: 2e-5, absolute: 1e-5 });
  expect([...losses, ...predictions].every(Number.isFinite)).toBe(true);
  expect(fallbacks.toSorted()).toEqual(stillLeft);
}

describe.each(Object.entries(random))("%s", (_, each) => {
  test("trains without the cpu backend's help", async () => {
    const { losses, fallbacks } = await train(backendName, each);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(fallbacks).toEqual([]);
  });
});

const dense: Case = [() => layers.dense({ units: 3, activation: "tanh" }), [4]];

describe.each(Object.entries(optimizers))("the optimizer %s", (_, make) => {
  test("takes the cpu backend's steps without its help", async () => {
    await expectSameTraining(dense, () => ({ optimizer: make() }));
  });
});

describe.each(Object.entries(losses))("the loss %s", (loss, kind) => {
  const labels = {
    classes: () => tf.tensor2d([1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1], [6, 2]),
    class: () => tf.tensor2d([0, 1, 1, 0, 0, 1], [6, 1]),
    signs: () => tf.tensor2d([1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1, 1], [6, 2]),
  }[kind];

  test("is the cpu backend's without its help, with the accuracy beside it", async () => {
    await expectSameTraining(dense, () => ({ loss, labels, activation: "softmax", metrics: ["accuracy"] }));
  });
});

const pictures = (): tf.Tensor => numbers([2, 4, 4, 3], 1);
const words = (): tf.Tensor => tf.tensor2d([0, 3, 3, 1, 2, 4], [2, 3], "int32");

/** Layers that prepare data, what they are given, and the kernels that the cpu backend still runs for them. */
const preparations: Record<string, [make: () => tf.layers.Layer, data: () => tf.Tensor, left?: string[]]> = {
  // it counts with weights that are empty
  categoryEncoding: [() => layers.categoryEncoding({ numTokens: 5, outputMode: "multiHot" }), words, ["DenseBincount"]],
  centerCrop: [() => layers.centerCrop({ height: 2, width: 2 }), pictures],
  rescaling: [() => layers.rescaling({ scale: 1 / 255 }), pictures],
  resizing: [() => layers.resizing({ height: 6, width: 3 }), pictures],
  "resizing to the nearest": [() => layers.resizing({ height: 6, width: 3, interpolation: "nearest" }), pictures],
};

describe.each(Object.entries(preparations))("%s", (_, [make, data, fallbacks = []]) => {
  test("prepares data as on the cpu backend", () => {
    expectSame(() => make().apply(data()) as tf.Tensor, { relative: 1e-5, absolute: 1e-6, fallbacks });
  });
});
