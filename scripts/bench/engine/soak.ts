/**
 * Whether memory stays flat: thousands of training steps of one model, and thousands of graphs of different shapes.
 * `node soak.ts <steps> <shapes>` writes a line for each tenth of them.
 */
import * as tf from "@tensorflow/tfjs";
import { backendReport, registerOnnxBackend } from "../../../lib/backend/index.ts";
import { createGpt } from "./gpt-model.ts";

const [steps, shapes] = process.argv.slice(2).map(Number) as [number, number];
registerOnnxBackend({ threads: 2 });
await tf.setBackend("onnx");

train();
varyShapes();

/** 10,000 steps of a GPT with 14,000 parameters: a step of some 2 ms, as often as a long training has it. */
function train(): void {
  const config = { vocab: 32, dModel: 32, layers: 1, heads: 2, context: 16, batch: 4 };
  const model = createGpt(config);
  const ids = tf.tensor1d(Int32Array.from({ length: config.batch * config.context }, (_, i) => (i * 7) % config.vocab));
  const optimizer = tf.train.adam(1e-3);
  for (let step = 1; step <= steps; step++) {
    const cost = optimizer.minimize(() => model.loss(ids, ids), true, model.weights)!;
    cost.dataSync();
    cost.dispose();
    if (step % (steps / 10) === 0) say(`step ${step}`);
  }
}

/** A matrix product, a reduction and an activation, of matrices that never have the same shape twice. */
function varyShapes(): void {
  for (let i = 1; i <= shapes; i++) {
    const [rows, columns] = [1 + (i % 100), 1 + Math.floor(i / 100)];
    tf.tidy(() => {
      const x = tf.ones([rows, columns]).mul(0.5);
      const y = x.matMul(x, false, true).tanh().sum().dataSync()[0]!;
      const expected = rows * rows * Math.tanh(columns / 4);
      if (Math.abs(y - expected) > 1e-4 * expected) throw new Error(`soak: expected ${expected}, got ${y}`);
    });
    if (i % (shapes / 10) === 0) say(`shape ${i}`);
  }
}

function say(what: string): void {
  const { rss, external, heapUsed } = process.memoryUsage();
  const [all, outside, heap] = [rss, external, heapUsed].map((bytes) => Math.round(bytes / 1e6));
  const { numTensors, numBytes } = tf.memory();
  const { compiled } = backendReport()!.graphs;
  console.log(
    `${what}: ${all} MB in all, ${heap} in JavaScript's heap, ${outside} outside it; ` +
      `${numTensors} tensors of ${numBytes} bytes; ${compiled} graphs compiled`,
  );
}
