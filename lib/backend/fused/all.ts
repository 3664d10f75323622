/** The kernels of the fused operations. They answer every call: their callers ask them only what they can do. */
import type { KernelTable } from "../kernel.ts";
import { adam } from "./adam.ts";
import { causalAttentionKernels } from "./causal-attention.ts";
import { embeddingKernels } from "./embedding.ts";
import { geluKernels } from "./gelu.ts";
import { layerNormKernels } from "./layer-norm.ts";
import { softmaxCrossEntropyKernels } from "./softmax-cross-entropy.ts";

export const fused: KernelTable = {
  ...adam,
  ...causalAttentionKernels,
  ...embeddingKernels,
  ...geluKernels,
  ...layerNormKernels,
  ...softmaxCrossEntropyKernels,
};
