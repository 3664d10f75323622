/**
 * BERT: each token is read with those before and after it, and the model learns by guessing tokens that were hidden.
 *
 *     x = norm(tokens[ids] + positions + segments[…])      [batch, pos, dModel]
 *     x = norm(x + attention(x));  x = norm(x + mlp(x))    in each block
 *     logits = norm(gelu(x · W + b)) · tokensᵀ + c         [batch, pos, vocab]
 *
 * Reference: Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers", section 3.
 * Left out: dropout, the pooled first token, and guessing whether one sentence follows another.
 */
import { add, gather, slice, tidy, zeros, zerosLike } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import { touch, within } from "../hook.ts";
import type { Hook } from "../hook.ts";
import { embed, initEmbedding, unembed } from "../layers/embedding.ts";
import { countLayerNorm, initLayerNorm, layerNorm } from "../layers/layer-norm.ts";
import type { LayerNorm } from "../layers/layer-norm.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import { activate } from "../layers/mlp.ts";
import type { MlpActivation } from "../layers/mlp.ts";
import { countTransformerBlock, initTransformerBlock, transformerBlock } from "../layers/transformer-block.ts";
import type { TransformerBlock } from "../layers/transformer-block.ts";
import type { Model } from "../model.ts";
import { tokenLoss } from "../token-loss.ts";
import type { TokenTargets } from "../token-loss.ts";

export interface BertConfig {
  vocabSize: number;
  dModel: number;
  layers: number;
  heads: number;
  /** Most positions that a text may have. */
  context: number;
  /** Width of the feed-forward's hidden layer (default: 4 · dModel). */
  dMlp?: number;
  /** How many kinds of segment there are, as question and text. */
  segments?: number;
  activation?: MlpActivation;
  /** Added to the variance in LayerNorm. */
  epsilon?: number;
}

export interface BertInput {
  /** `[batch, pos]`, int32. */
  ids: Tensor;
  /** 1 for tokens, 0 for what only fills up the row and is not looked at, `[batch, pos]` (default: all tokens). */
  mask?: Tensor;
  /** Which segment each token belongs to, `[batch, pos]`, int32 (default: the first). */
  segments?: Tensor;
}

export type BertParams = {
  readonly tokens: Tensor;
  readonly positions: Tensor;
  readonly segments: Tensor;
  readonly norm: LayerNorm;
  readonly blocks: readonly TransformerBlock[];
  readonly head: { readonly transform: Linear; readonly norm: LayerNorm; readonly bias: Tensor };
};

export interface Bert extends Model<BertParams, BertInput, Tensor> {
  readonly config: Readonly<Required<BertConfig>>;
  /** Logits of the token at each position, `[batch, pos, vocab]`. */
  forward(params: BertParams, input: BertInput, options?: { hook?: Hook }): Tensor;
  /** What the last block says of each position, `[batch, pos, dModel]`. Hooks see what those of a GPT see. */
  encode(params: BertParams, input: BertInput, options?: { hook?: Hook }): Tensor;
  /** Nats per token that counts; `maskTokens` makes all that it takes. */
  loss(params: BertParams, input: BertInput & TokenTargets): Scalar;
}

/** An encoder of the sizes in `given`. Throws for sizes that are no positive integers or do not fit each other. */
export function bert(given: BertConfig): Bert {
  const defaults = { dMlp: 4 * given.dModel, segments: 2, activation: "gelu", epsilon: 1e-12 } as const;
  const config = Object.freeze({ ...defaults, ...given });
  const { vocabSize, dModel, layers, heads, context, dMlp, segments, activation, epsilon } = config;
  for (const [name, size] of Object.entries({ vocabSize, dModel, layers, heads, context, dMlp, segments }))
    checkInteger(size, `bert ${name}`, { min: 1 });
  check(dModel % heads === 0, "bert dModel", `a multiple of ${heads} heads`, dModel);

  function encode(params: BertParams, { ids, mask, segments }: BertInput, { hook }: { hook?: Hook } = {}): Tensor {
    const [batch = 0, count = 0] = ids.shape;
    const fits = ids.rank === 2 && batch > 0 && count > 0 && count <= context;
    check(fits, "bert ids", `[batch, pos] with 1 to ${context} positions`, `[${ids.shape.join(", ")}]`);
    for (const [name, each] of Object.entries({ mask, segments }))
      check(!each || each.shape.join() === ids.shape.join(), `bert ${name}`, `[${batch}, ${count}]`, each);
    return tidy(() => {
      const vectors = add(embed(params.tokens, ids), slice(params.positions, [0, 0], [count, dModel]));
      const kinds = segments ? embed(params.segments, segments) : gather(params.segments, zerosLike(ids).toInt());
      const start = layerNorm(params.norm, add(vectors, kinds), { epsilon });
      const options = { heads, activation, epsilon, norm: "after", keyMask: mask } as const;
      let x = touch(hook, "embedded", start); // [batch, pos, dModel]
      for (const [i, block] of params.blocks.entries()) {
        const after = transformerBlock(block, x, { ...options, hook: within(hook, `blocks.${i}`) });
        x = touch(hook, `blocks.${i}`, after);
      }
      return x;
    });
  }

  function forward(params: BertParams, input: BertInput, options: { hook?: Hook } = {}): Tensor {
    return tidy(() => {
      const { transform, norm, bias } = params.head;
      const changed = activate(linear(transform, encode(params, input, options)), activation);
      return add(unembed(params.tokens, layerNorm(norm, changed, { epsilon })), bias);
    });
  }

  return Object.freeze({
    config,
    parameterCount:
      (vocabSize + context + segments) * dModel +
      2 * countLayerNorm(dModel) +
      layers * countTransformerBlock([dModel, dMlp]) +
      countLinear([dModel, dModel]) +
      vocabSize,
    init: ({ rng }) => ({
      tokens: initEmbedding([vocabSize, dModel], { rng }),
      positions: initEmbedding([context, dModel], { rng }),
      segments: initEmbedding([segments, dModel], { rng }),
      norm: initLayerNorm(dModel),
      blocks: Array.from({ length: layers }, () => initTransformerBlock([dModel, dMlp], { rng, std: 0.02 })),
      head: {
        transform: initLinear([dModel, dModel], { rng, std: 0.02 }),
        norm: initLayerNorm(dModel),
        bias: zeros([vocabSize]),
      },
    }),
    forward,
    encode,
    loss: (params, { targets, counts, ...input }) => tidy(() => tokenLoss(forward(params, input), { targets, counts })),
  } satisfies Bert);
}
