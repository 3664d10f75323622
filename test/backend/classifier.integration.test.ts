/** A convolutional classifier as the tutorials of TensorFlow.js write it, on this backend and on tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { backendReport } from "../../lib/backend/index.ts";
import { startEngine } from "./start.ts";

beforeAll(startEngine);

/** Pictures of 12×12 with a bar across or down, in noise; which of the two it is. */
function pictures(count: number): { x: tf.Tensor4D; y: tf.Tensor2D } {
  const side = 12;
  const values = new Float32Array(count * side * side);
  for (let picture = 0; picture < count; picture++) {
    const at = 2 + ((picture * 7) % (side - 4));
    for (let place = 0; place < side * side; place++) {
      const [row, column] = [Math.floor(place / side), place % side];
      const noise = 0.4 * Math.sin(picture * 12.9898 + place * 78.233);
      values[picture * side * side + place] = ((picture % 2 === 0 ? row : column) === at ? 1 : 0) + noise;
    }
  }
  const labels = Int32Array.from({ length: count }, (_, picture) => picture % 2);
  return {
    x: tf.tensor4d(values, [count, side, side, 1]),
    y: tf.oneHot(tf.tensor1d(labels, "int32"), 2) as tf.Tensor2D,
  };
}

function seeded(seed: number): ReturnType<typeof tf.initializers.glorotUniform> {
  return tf.initializers.glorotUniform({ seed });
}

function classifier(): tf.Sequential {
  const model = tf.sequential();
  model.add(
    tf.layers.conv2d({
      inputShape: [12, 12, 1],
      filters: 8,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: seeded(1),
    }),
  );
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu", kernelInitializer: seeded(2) }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: seeded(3) }));
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

interface Learned {
  losses: number[];
  evaluated: number[];
  predicted: number[];
  /** Of the model that was saved and loaded again. */
  predictedAgain: number[];
}

async function learn(): Promise<Learned> {
  const [{ x, y }, held] = [pictures(64), pictures(20)];
  const model = classifier();
  const { history } = await model.fit(x, y, { epochs: 10, batchSize: 8, shuffle: false, verbose: 0 });
  const evaluated = model.evaluate(held.x, held.y, { verbose: 0 }) as tf.Scalar[];
  const predicted = model.predict(held.x) as tf.Tensor;
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  const again = loaded.predict(held.x) as tf.Tensor;
  return {
    losses: history.loss as number[],
    evaluated: evaluated.map((scalar) => scalar.dataSync()[0]!),
    predicted: [...predicted.dataSync()],
    predictedAgain: [...again.dataSync()],
  };
}

test("fit, evaluate, predict, save and load give the cpu backend's numbers, without the cpu backend", async () => {
  backendReport({ reset: true });
  const ours = await learn();
  expect(backendReport()!.fallbacks).toEqual([]);
  expect(ours.predictedAgain).toEqual(ours.predicted);
  expect(ours.losses.at(-1)).toBeLessThan(ours.losses[0]! / 2);

  await tf.setBackend("cpu");
  const theirs = await learn();
  await tf.setBackend("onnx");
  const pairs = (["losses", "evaluated", "predicted"] as const).flatMap((name) =>
    ours[name].map((number, i) => [number, theirs[name][i]!] as const),
  );
  // 80 steps of Adam, each of which enlarges the rounding of the one before
  for (const [number, other] of pairs) expect(number).toBeCloseTo(other, 3);
});
