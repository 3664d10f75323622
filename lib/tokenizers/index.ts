export { byteBpe } from "./byte-bpe.ts";
export type { ByteBpe, ByteBpeOptions, Merge } from "./byte-bpe.ts";
export type { EncodeOptions, Piece, SpecialPolicy, Tokenizer } from "./tokenizer.ts";
