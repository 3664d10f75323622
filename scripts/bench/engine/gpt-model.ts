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

/** The parts that there are other forms of. */
export interface Operations {
  layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor;
  gelu(x: tf.Tensor): tf.Tensor;
  /** `[batch, head, pos, dHead]` each. */
  attention(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): tf.Tensor;
  embed(table: tf.Variable, ids: tf.Tensor1D): tf.Tensor;
  crossEntropy(logits: tf.Tensor, targets: tf.Tensor1D): tf.Scalar;
}

/** As a student writes them. */
function plain({ vocab, context, dModel, heads }: GptConfig): Operations {
  /** 0 where a position may look, −10⁹ where it would see the future. */
  const mask = tf.tidy(() =>
    tf.linalg
      .bandPart(tf.ones([context, context]), -1, 0)
      .sub(1)
      .mul(1e9),
  );
  return {
    layerNorm(x, gain, bias) {
      const centred = x.sub(x.mean(-1, true));
      const variance = centred.square().mean(-1, true);
      return centred.mul(variance.add(1e-5).rsqrt()).mul(gain).add(bias);
    },
    gelu: (x) => x.mul(x.mul(1.702).sigmoid()),
    attention(q, k, v) {
      const scores = tf
        .matMul(q, k, false, true)
        .mul(1 / Math.sqrt(dModel / heads))
        .add(mask);
      return tf.matMul(tf.softmax(scores), v);
    },
    embed: (table, ids) => tf.matMul(tf.oneHot(ids, vocab).toFloat(), table),
    crossEntropy: (logits, targets) => tf.losses.softmaxCrossEntropy(tf.oneHot(targets, vocab).toFloat(), logits),
  };
}

export function createGpt(config: GptConfig, operations: Operations = plain(config)): Gpt {
  const { vocab, dModel, layers, heads, context, batch } = config;
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

  function attention(x: tf.Tensor, { qkv, out }: Block): tf.Tensor {
    const split = x.reshape([rows, dModel]).matMul(qkv).reshape([batch, context, 3, heads, dHead]);
    const [q, k, v] = tf.unstack(split.transpose([2, 0, 3, 1, 4])) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const mixed = operations.attention(q, k, v).transpose([0, 2, 1, 3]).reshape([rows, dModel]);
    return mixed.matMul(out).reshape([batch, context, dModel]);
  }

  function feedForward(x: tf.Tensor, { up, down }: Block): tf.Tensor {
    const hidden = x.reshape([rows, dModel]).matMul(up);
    return operations.gelu(hidden).matMul(down).reshape([batch, context, dModel]);
  }

  function logits(ids: tf.Tensor1D): tf.Tensor {
    const tokens = operations.embed(embedding, ids).reshape([batch, context, dModel]);
    let x: tf.Tensor = tokens.add(positions);
    for (const block of blocks) {
      x = x.add(attention(operations.layerNorm(x, block.gain1, block.bias1), block));
      x = x.add(feedForward(operations.layerNorm(x, block.gain2, block.bias2), block));
    }
    return x.reshape([rows, dModel]).matMul(embedding, false, true);
  }

  return {
    weights: [embedding, positions, ...blocks.flatMap((block) => Object.values(block) as tf.Variable[])],
    loss: (ids, targets) => operations.crossEntropy(logits(ids), targets),
  };
}
