/** What computes a token: plain.ts, which is there to be read, and wasm.ts, which is there to be fast. */
import type { DecoderWeights } from "./weights.ts";

/** `relaxed` and `simd` are WebAssembly with and without fused multiply-add. */
export type EngineName = "relaxed" | "simd" | "plain";

export interface Engine {
  /** Takes a copy. The cache then belongs to other weights: the next step is at position 0. */
  load(weights: DecoderWeights): void;
  /**
   * Put the keys and values of `token` at `position` into the cache; all positions before it were computed.
   * If `wanted`, the logits of the next token, an array of the caller's own; else nothing.
   */
  step(token: number, position: number, wanted: boolean): Float32Array | undefined;
}
