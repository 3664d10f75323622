/** The parts of the GPT as the fused operations of lib/backend. */
import type * as tf from "@tensorflow/tfjs";
import { causalAttention, embedding, gelu, layerNorm, softmaxCrossEntropy } from "../../../lib/backend/index.ts";
import type { Operations } from "./gpt-model.ts";

export const fusedOperations: Operations = {
  layerNorm: (x, gain, bias) => layerNorm(x, { gain, bias }),
  gelu: (x) => gelu(x, { form: "sigmoid" }),
  attention: (q, k, v) => causalAttention({ q: q as tf.Tensor4D, k: k as tf.Tensor4D, v: v as tf.Tensor4D }),
  embed: (table, ids) => embedding(table as tf.Tensor as tf.Tensor2D, ids),
  crossEntropy: softmaxCrossEntropy,
};
