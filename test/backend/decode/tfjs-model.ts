/** The decoder's model as a student writes it in TensorFlow.js: over a whole sequence, without a cache. */
import * as tf from "@tensorflow/tfjs";
import type { DecoderConfig, DecoderWeights } from "../../../lib/backend/decode/index.ts";
import { weightShapes } from "../../../lib/backend/decode/index.ts";

/** Logits `[pos, vocab]`. Learned positions and tied output. */
export function forward(weights: DecoderWeights, config: DecoderConfig, tokens: readonly number[]): tf.Tensor2D {
  const { vocabSize, dModel, heads, layers, activation, linearBias = true, finalNorm = true } = config;
  const shapes = weightShapes(config);
  const w = (name: string): tf.Tensor => tf.tensor(weights[name]!, [...shapes[name]!]);
  const norm = (x: tf.Tensor, name: string): tf.Tensor => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x
      .sub(mean)
      .div(variance.add(1e-5).sqrt())
      .mul(w(`${name}.gain`))
      .add(w(`${name}.bias`));
  };
  const linear = (x: tf.Tensor, name: string): tf.Tensor => {
    const y = tf.matMul(x as tf.Tensor2D, w(`${name}.weight`) as tf.Tensor2D);
    return linearBias ? y.add(w(`${name}.bias`)) : y;
  };
  const gelu = (x: tf.Tensor): tf.Tensor =>
    activation === "gelu-sigmoid"
      ? x.mul(x.mul(1.702).sigmoid())
      : x
          .pow(3)
          .mul(0.044715)
          .add(x)
          .mul(Math.sqrt(2 / Math.PI))
          .tanh()
          .add(1)
          .mul(x)
          .mul(0.5);
  const count = tokens.length;
  const split = (x: tf.Tensor): tf.Tensor => x.reshape([count, heads, dModel / heads]).transpose([1, 0, 2]);
  const mask = tf.linalg
    .bandPart(tf.ones([count, count]), -1, 0)
    .sub(1)
    .mul(1e9);

  const oneHot = tf.oneHot(tf.tensor1d([...tokens], "int32"), vocabSize).toFloat() as tf.Tensor2D;
  let x: tf.Tensor = tf.matMul(oneHot, w("wte") as tf.Tensor2D).add(w("wpe").slice([0, 0], [count, dModel]));
  for (let l = 0; l < layers; l++) {
    const [q, k, v] = tf.split(linear(norm(x, `h${l}.ln1`), `h${l}.qkv`), 3, 1).map(split);
    const scores = tf
      .matMul(q!, k!, false, true)
      .div(Math.sqrt(dModel / heads))
      .add(mask);
    const mixed = tf.matMul(tf.softmax(scores), v!).transpose([1, 0, 2]).reshape([count, dModel]);
    x = x.add(linear(mixed, `h${l}.proj`));
    x = x.add(linear(gelu(linear(norm(x, `h${l}.ln2`), `h${l}.up`)), `h${l}.down`));
  }
  if (finalNorm) x = norm(x, "lnF");
  return tf.matMul(x as tf.Tensor2D, w("wte") as tf.Tensor2D, false, true);
}
