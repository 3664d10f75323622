/** Fast decoding of a GPT: one token after another, with a cache of keys and values, at batch 1. */
export { createDecoder } from "./decoder.ts";
export { architectureOf } from "./config.ts";
export { alibiSlopes } from "./positions.ts";
export { weightShapes } from "./weights.ts";
export type { Activation, Architecture, DecoderConfig, Positions } from "./config.ts";
export type { Decoder, DecoderOptions } from "./decoder.ts";
export type { DecoderWeights } from "./weights.ts";
export type { EngineName } from "./engine.ts";
