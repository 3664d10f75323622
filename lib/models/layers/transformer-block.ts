/**
 * A block of a Transformer: first all positions talk, then each thinks; both add to what is there.
 *
 *     norm before:  x ← x + attention(norm₁(x));   x ← x + mlp(norm₂(x))          GPT-2, ViT
 *     norm after:   x ← norm₁(x + attention(x));   x ← norm₂(x + mlp(x))          the first Transformer, BERT
 *
 * References: Vaswani et al. 2017, section 3.1; Radford et al. 2019, section 2.3, for the norm before.
 */
import { add } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { touch, within } from "../hook.ts";
import { attention, countAttention, initAttention } from "./attention.ts";
import type { Attention, AttentionInit, AttentionOptions } from "./attention.ts";
import { countLayerNorm, initLayerNorm, layerNorm } from "./layer-norm.ts";
import type { LayerNorm } from "./layer-norm.ts";
import { countMlp, initMlp, mlp } from "./mlp.ts";
import type { Mlp, MlpOptions } from "./mlp.ts";

export type TransformerBlock = {
  readonly norm1: LayerNorm;
  readonly attention: Attention;
  readonly norm2: LayerNorm;
  readonly mlp: Mlp;
};

export interface BlockOptions extends AttentionOptions, Pick<MlpOptions, "activation"> {
  /** Where the norms stand. */
  norm?: "before" | "after";
  epsilon?: number;
}

/** Weights of a block: sizes [dModel, dMlp]. `outputStd` is for the two layers that add to the residual stream. */
export function initTransformerBlock(
  [dModel, dMlp]: readonly [number, number],
  options: Omit<AttentionInit, "dMemory">,
): TransformerBlock {
  return {
    norm1: initLayerNorm(dModel),
    attention: initAttention(dModel, options),
    norm2: initLayerNorm(dModel),
    mlp: initMlp([dModel, dMlp], options),
  };
}

/** How many numbers they are. */
export function countTransformerBlock([dModel, dMlp]: readonly [number, number], { bias = true } = {}): number {
  return 2 * countLayerNorm(dModel) + countAttention(dModel, { bias }) + countMlp([dModel, dMlp], { bias });
}

/**
 * x `[batch, pos, dModel]` → the same shape. The hook is shown `attention` and `mlp`, what each adds, and what their own
 * files name, as `attention.weights`.
 */
export function transformerBlock(params: TransformerBlock, x: Tensor, options: BlockOptions): Tensor {
  const { norm = "before", epsilon = 1e-5, activation = "gelu-tanh", hook, ...rest } = options;
  const norm1 = (each: Tensor): Tensor => layerNorm(params.norm1, each, { epsilon });
  const norm2 = (each: Tensor): Tensor => layerNorm(params.norm2, each, { epsilon });
  const talk = (each: Tensor): Tensor => {
    const heard = attention(params.attention, each, { ...rest, hook: within(hook, "attention") });
    return touch(hook, "attention", heard);
  };
  const think = (each: Tensor): Tensor =>
    touch(hook, "mlp", mlp(params.mlp, each, { activation, hook: within(hook, "mlp") }));
  if (norm === "after") {
    const talked = norm1(add(x, talk(x)));
    return norm2(add(talked, think(talked)));
  }
  const talked = add(x, talk(norm1(x)));
  return add(talked, think(norm2(talked)));
}
