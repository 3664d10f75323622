/**
 * GPT: guesses the next token from all tokens so far.
 *
 *     x = tokens[ids] + positions                       [batch, pos, dModel]
 *     x = x + attention(norm(x));  x = x + mlp(norm(x)) in each block
 *     logits = norm(x) · tokensᵀ                        [batch, pos, vocab]
 *
 * Position i sees positions 0 … i, so one pass gives the guesses after every prefix: a text of n tokens is n lessons.
 * What the sizes are called, and what a config may leave out, is said at `DecoderConfig`.
 *
 * References: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.3 (GPT-2); for the
 * first values Radford et al. 2018, section 4.1: normal with deviation 0.02.
 * Left out: dropout.
 */
import { add, slice, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { architectureOf } from "../../backend/index.ts";
import type { Architecture, DecoderConfig } from "../../backend/index.ts";
import { check } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { touch, within } from "../hook.ts";
import type { Hook } from "../hook.ts";
import { embed, initEmbedding, unembed } from "../layers/embedding.ts";
import { countLayerNorm, initLayerNorm, layerNorm } from "../layers/layer-norm.ts";
import type { LayerNorm } from "../layers/layer-norm.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import { alibi, rotation } from "../layers/positions.ts";
import { countTransformerBlock, initTransformerBlock, transformerBlock } from "../layers/transformer-block.ts";
import type { BlockOptions, TransformerBlock } from "../layers/transformer-block.ts";
import type { Model } from "../model.ts";
import { shiftByOne, tokenLoss } from "../token-loss.ts";

export type GptParams = {
  /** `[vocab, dModel]`, on the way in and, if tied, out. */
  readonly tokens: Tensor;
  /** `[context, dModel]`, where positions are learned. */
  readonly positions?: Tensor;
  readonly blocks: readonly TransformerBlock[];
  readonly norm?: LayerNorm;
  /** `[dModel, vocab]`, where the output is not tied. */
  readonly output?: Linear;
};

export interface GptInit {
  rng: Rng;
  /** Deviation of all weights, but those that add to the residual stream: std / √(2 · layers). */
  std?: number;
}

export interface Gpt extends Model<GptParams, Tensor, Tensor> {
  readonly config: Architecture;
  init(options: GptInit): GptParams;
  /** ids `[batch, pos]`, int32 → logits `[batch, pos, vocab]`. */
  forward(params: GptParams, ids: Tensor, options?: { hook?: Hook }): Tensor;
  /**
   * The residual stream after the last block, `[batch, pos, dModel]`. A hook is shown `embedded`, then of each block what
   * `transformerBlock` names, as `blocks.0.attention.weights`, and `blocks.0`: the stream after it.
   */
  stream(params: GptParams, ids: Tensor, options?: { hook?: Hook }): Tensor;
  /** Logits of a residual stream, wherever it comes from: `[..., dModel]` → `[..., vocab]`. */
  readout(params: GptParams, stream: Tensor): Tensor;
  /** Nats per next token of ids `[batch, pos]`, at least two of them. `counts [batch, pos]`: how much each is to be learned. */
  loss(params: GptParams, ids: Tensor, options?: { counts?: Tensor }): Scalar;
}

/** A GPT of the sizes in `config`. Throws for sizes that do not fit each other. */
export function gpt(given: DecoderConfig): Gpt {
  const config = architectureOf(given);
  const { vocabSize, dModel, layers, context, dMlp, epsilon, linearBias: bias } = config;

  function stream(params: GptParams, ids: Tensor, { hook }: { hook?: Hook } = {}): Tensor {
    checkIds(ids, { least: 1, most: context });
    const count = ids.shape[1]!;
    return tidy(() => {
      const options = blockOptions(config, count);
      const tokens = embed(params.tokens, ids);
      const placed = params.positions ? add(tokens, slice(params.positions, [0, 0], [count, dModel])) : tokens;
      let x = touch(hook, "embedded", placed); // [batch, pos, dModel]
      for (const [i, block] of params.blocks.entries()) {
        const after = transformerBlock(block, x, { ...options, hook: within(hook, `blocks.${i}`) });
        x = touch(hook, `blocks.${i}`, after);
      }
      return x;
    });
  }

  function readout(params: GptParams, x: Tensor): Tensor {
    return tidy(() => {
      const last = params.norm ? layerNorm(params.norm, x, { epsilon }) : x;
      return params.output ? linear(params.output, last) : unembed(params.tokens, last);
    });
  }

  function forward(params: GptParams, ids: Tensor, options: { hook?: Hook } = {}): Tensor {
    return tidy(() => readout(params, stream(params, ids, options)));
  }

  return Object.freeze({
    config,
    parameterCount:
      vocabSize * dModel +
      (config.positions === "learned" ? context * dModel : 0) +
      layers * countTransformerBlock([dModel, dMlp], { bias }) +
      (config.finalNorm ? countLayerNorm(dModel) : 0) +
      (config.tiedOutput ? 0 : countLinear([dModel, vocabSize], { bias: false })),
    init({ rng, std = 0.02 }: GptInit): GptParams {
      const outputStd = std / Math.sqrt(2 * layers);
      return {
        tokens: initEmbedding([vocabSize, dModel], { rng, std }),
        ...(config.positions === "learned" && { positions: initEmbedding([context, dModel], { rng, std }) }),
        blocks: Array.from({ length: layers }, () =>
          initTransformerBlock([dModel, dMlp], { rng, std, outputStd, bias }),
        ),
        ...(config.finalNorm && { norm: initLayerNorm(dModel) }),
        ...(!config.tiedOutput && { output: initLinear([dModel, vocabSize], { rng, std, bias: false }) }),
      };
    },
    forward,
    stream,
    readout,
    loss(params: GptParams, ids: Tensor, { counts }: { counts?: Tensor } = {}): Scalar {
      checkIds(ids, { least: 2, most: context + 1 });
      return tidy(() => {
        const { input, ...targets } = shiftByOne(ids, { counts });
        return tokenLoss(forward(params, input), targets);
      });
    },
  });
}

/** What all blocks are told: who sees whom, and how positions 0 … count − 1 enter. */
function blockOptions(config: Architecture, count: number): BlockOptions {
  const { heads, dModel, activation, epsilon, rotaryBase: base, rotaryPairs: pairs } = config;
  const positions = Array.from({ length: count }, (_, position) => position);
  return {
    heads,
    activation,
    epsilon,
    causal: true,
    ...(config.positions === "rotary" && { turn: rotation(dModel / heads, { positions, base, pairs }) }),
    ...(config.positions === "alibi" && { bias: alibi(heads, { queries: positions, keys: count }) }),
  };
}

function checkIds({ shape }: Tensor, { least, most }: { least: number; most: number }): void {
  const [batch = 0, count = 0] = shape;
  const fits = shape.length === 2 && batch > 0 && count >= least && count <= most;
  check(fits, "gpt ids", `[batch, pos] with ${least} to ${most} positions`, `[${shape.join(", ")}]`);
}
