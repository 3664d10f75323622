/** Worlds: data whose truth is known. */
export { parseGrammar, sampleSentence } from "./grammar.ts";
export type { Alternative, Grammar } from "./grammar.ts";
export { countSentences } from "./grammar-count.ts";
export { languageEntropy } from "./grammar-entropy.ts";
export type { LanguageEntropy } from "./grammar-entropy.ts";
export { logProb as grammarLogProb } from "./grammar-inside.ts";
export { END, isGrammatical, nextDistribution } from "./grammar-prefix.ts";
export { nouns, rhyme } from "./lexicon.ts";
export { toyLanguage } from "./toy.ts";
export type { ToyLanguage } from "./toy.ts";
export { chat, colours, declarative, exam, islanders, nameOf, question, syllables } from "./islanders.ts";
export type { Islander, Islanders, Name } from "./islanders.ts";
export { allStamps, drawStamp, isValidStamp, maxWorth, readStamp, sampleStamps, splitStamps } from "./glyph.ts";
export { stampCorners, stampKinds, stampSide, stampTextures } from "./glyph.ts";
export type { Pixel, Stamp, StampCorner, StampKind, StampTexture } from "./glyph.ts";
export { captionFits, captionGrammar, captionOf, describeStamps, readCaption } from "./glyph-caption.ts";
export { stampImage } from "./glyph-image.ts";
