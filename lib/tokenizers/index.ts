/** Tokenizers: from text to numbers and back. A ladder, from one token a character to what today's models use. */
export { byteBpe } from "./byte-bpe.ts";
export type { ByteBpe, ByteBpeOptions, Merge } from "./byte-bpe.ts";
export { characterTokenizer } from "./character.ts";
export type { CharacterOptions, CharacterTokenizer } from "./character.ts";
export { loadPublished, publishedNames, publishedTokenizer } from "./published.ts";
export type { PublishedName } from "./published.ts";
export { regexBpe } from "./regex-bpe.ts";
export type { RegexBpe, RegexBpeOptions } from "./regex-bpe.ts";
export { splitPatterns, splitWords } from "./split-patterns.ts";
export type { SplitPattern } from "./split-patterns.ts";
export type { EncodeOptions, Piece, SpecialPolicy, Tokenizer } from "./tokenizer.ts";
export { unigram } from "./unigram.ts";
export type { Unigram, UnigramOptions } from "./unigram.ts";
export { splitSigns, unknownWord, wordPiece } from "./wordpiece.ts";
export type { WordPiece, WordPieceOptions } from "./wordpiece.ts";
export { fromHuggingFace, toHuggingFace } from "./huggingface.ts";
