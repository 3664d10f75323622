/** TensorFlow.js, the largest thing that a lecture imports: how long the import takes, and a cell that uses it. */
import { runCell, withPeer } from "./cell-time.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./types.ts";

const importCell = 'import * as tf from "@tensorflow/tfjs";\ntf.version.tfjs';

/** Twenty lines that compute next to nothing: what is timed is checking and compiling them. */
const tensorCell = `interface Batch {
  xs: tf.Tensor2D;
  ys: tf.Tensor2D;
}
function batchOf(size: number, width: number): Batch {
  const xs = tf.zeros<tf.Rank.R2>([size, width]);
  const ys = tf.ones<tf.Rank.R2>([size, 1]);
  return { xs, ys };
}
function loss(weights: tf.Tensor2D, { xs, ys }: Batch): tf.Scalar {
  const predicted = tf.matMul(xs, weights).sigmoid();
  return tf.losses.meanSquaredError(ys, predicted) as tf.Scalar;
}
const batch = batchOf(4, 3);
const weights: tf.Tensor2D = tf.ones([3, 1]);
const value: tf.Scalar = tf.tidy(() => loss(weights, batch));
const shape: number[] = batch.xs.transpose().shape;
const numbers = value.dataSync();
tf.dispose([batch.xs, batch.ys, weights, value]);
[...shape, numbers[0]!.toFixed(2)].join(" ")`;

export const tensorFlow: Measurement = {
  id: "tfjs",
  needs: ["trivial"],
  rows: [
    {
      id: "tensor-cell",
      title: "20-line typed cell with tf in scope, median",
      unit: "ms",
      goal: { atMost: 2, of: "trivial" },
    },
    { id: "tensor-cell-first", title: "20-line typed cell with tf in scope, the first", unit: "ms" },
    { id: "import-tfjs", title: "import of tfjs", unit: "ms", goal: { atMost: 300 } },
  ],
  async measure(name, { cwd, cells, noTensorFlow }) {
    if (name === "ipykernel" || noTensorFlow)
      return { "import-tfjs": "–", "tensor-cell": "–", "tensor-cell-first": "–" };
    return withPeer(name, { cwd }, async (peer) => {
      const imported = await runCell(peer, importCell);
      const times: number[] = [];
      for (let n = 0; n < cells / 10; n++) {
        const { ms, shown } = await runCell(peer, tensorCell);
        if (!shown.includes("3 4 0.25")) throw new Error(`${name}: expected 3 4 0.25, got ${shown}`);
        times.push(ms);
      }
      return { "import-tfjs": imported.ms, "tensor-cell": median(times), "tensor-cell-first": times[0]! };
    });
  },
};
