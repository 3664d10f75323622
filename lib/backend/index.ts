export { backendName, backendReport, registerOnnxBackend } from "./register.ts";
export type { BackendReport, FallbackReport } from "./report.ts";
export { ensureBackend, selectBackend } from "./select.ts";
export type { Selection, SelectOptions, Starter } from "./select.ts";
export { findTfjsNode, startTfjsNode, tfjsNodeFolder } from "./tfjs-node.ts";
export { causalAttention, readableCausalAttention } from "./fused/causal-attention.ts";
export { embedding, readableEmbedding } from "./fused/embedding.ts";
export { gelu, readableGelu } from "./fused/gelu.ts";
export { layerNorm, readableLayerNorm } from "./fused/layer-norm.ts";
export { readableSoftmaxCrossEntropy, softmaxCrossEntropy } from "./fused/softmax-cross-entropy.ts";
export { adamW, AdamWOptimizer } from "./fused/adam-w.ts";
export type { AttentionInputs } from "./fused/causal-attention.ts";
export type { GeluForm, GeluOptions } from "./fused/gelu.ts";
export type { LayerNormOptions } from "./fused/layer-norm.ts";
export type { AdamWOptions } from "./fused/adam-w.ts";
export type { AdamMemory } from "./optimizers.ts";
export { alibiSlopes, architectureOf, createDecoder, weightShapes } from "./decode/index.ts";
export type {
  Activation,
  Architecture,
  Decoder,
  DecoderConfig,
  DecoderOptions,
  DecoderWeights,
} from "./decode/index.ts";
