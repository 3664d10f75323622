/**
 * A small GPT as a student writes it, in plain tfjs: pre-norm blocks, learned positions, tied embedding, no biases.
 *
 * Axes: batch, pos, dModel, head, dHead, vocab.
 */
import * as tf from "@tensorflow/tfjs";

export interface GptConfig {
  vocab: number;
  dModel: number;
  layers: number;
  heads: number;
  context: number;
  batch: number;
}

/** 808,960 parameters. */
export const smallGpt: GptConfig = { vocab: 96, dModel: 128, layers: 4, heads: 4, context: 64, batch: 16 };

interface Block {
  gain1: tf.Variable;
  bias1: tf.Variable;
  gain2: tf.Variable;
  bias2: tf.Variable;
  qkv: tf.Variable;
  out: tf.Variable;
  up: tf.Variable;
  down: tf.Variable;
}

export interface Gpt {
  /** In the order in which peers read them. */
  weights: tf.Variable[];
  /** Mean cross-entropy in nats of `targets` after `ids`, both [batch · pos] int32. */
  loss(ids: tf.Tensor1D, targets: tf.Tensor1D): tf.Scalar;
}

function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centred = x.sub(x.mean(-1, true));
  const variance = centred.square().mean(-1, true);
  return centred.mul(variance.add(1e-5).rsqrt()).mul(gain).add(bias);
}

export function createGpt({ vocab, dModel, layers, heads, context, batch }: GptConfig): Gpt {
  let seed = 1;
  const normal = (shape: number[]): tf.Variable => tf.variable(tf.randomNormal(shape, 0, 0.02, "float32", seed++));
  const embedding = normal([vocab, dModel]);
  const positions = normal([context, dModel]);
  const blocks = Array.from({ length: layers }, (): Block => ({
    gain1: tf.variable(tf.ones([dModel])),
    bias1: tf.variable(tf.zeros([dModel])),
    gain2: tf.variable(tf.ones([dModel])),
    bias2: tf.variable(tf.zeros([dModel])),
    qkv: normal([dModel, 3 * dModel]),
    out: normal([dModel, dModel]),
    up: normal([dModel, 4 * dModel]),
    down: normal([4 * dModel, dModel]),
  }));
  const dHead = dModel / heads;
  const rows = batch * context;
  /** 0 where a position may look, −10⁹ where it would see the future. */
  const mask = tf.tidy(() =>
    tf.linalg
      .bandPart(tf.ones([context, context]), -1, 0)
      .sub(1)
      .mul(1e9),
  );

  function attention(x: tf.Tensor, { qkv, out }: Block): tf.Tensor {
    const split = x.reshape([rows, dModel]).matMul(qkv).reshape([batch, context, 3, heads, dHead]);
    const [q, k, v] = tf.unstack(split.transpose([2, 0, 3, 1, 4])) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const scores = tf
      .matMul(q, k, false, true)
      .mul(1 / Math.sqrt(dHead))
      .add(mask);
    const mixed = tf.matMul(tf.softmax(scores), v).transpose([0, 2, 1, 3]).reshape([rows, dModel]);
    return mixed.matMul(out).reshape([batch, context, dModel]);
  }

  function feedForward(x: tf.Tensor, { up, down }: Block): tf.Tensor {
    const hidden = x.reshape([rows, dModel]).matMul(up);
    const activated = hidden.mul(hidden.mul(1.702).sigmoid());
    return activated.matMul(down).reshape([batch, context, dModel]);
  }

  function logits(ids: tf.Tensor1D): tf.Tensor {
    const tokens = tf.matMul(tf.oneHot(ids, vocab).toFloat(), embedding).reshape([batch, context, dModel]);
    let x: tf.Tensor = tokens.add(positions);
    for (const block of blocks) {
      x = x.add(attention(layerNorm(x, block.gain1, block.bias1), block));
      x = x.add(feedForward(layerNorm(x, block.gain2, block.bias2), block));
    }
    return x.reshape([rows, dModel]).matMul(embedding, false, true);
  }

  return {
    weights: [embedding, positions, ...blocks.flatMap((block) => Object.values(block) as tf.Variable[])],
    loss: (ids, targets) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(targets, vocab).toFloat(), logits(ids)) as tf.Scalar,
  };
}
