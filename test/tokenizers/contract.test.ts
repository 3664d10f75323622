/** Every tokenizer keeps the contract; the published ones in published.integration.test.ts. */
import { describe } from "vitest";
import {
  byteBpe,
  characterTokenizer,
  regexBpe,
  splitPatterns,
  splitSigns,
  unigram,
  wordPiece,
} from "../../lib/tokenizers/index.ts";
import type { SplitPattern } from "../../lib/tokenizers/index.ts";
import { contract, hardTexts } from "./contract.case.ts";

const end = "<|end|>";

describe("characterTokenizer", () => {
  const tokenizer = characterTokenizer.train(
    hardTexts.filter((text) => text.length < 100),
    { specialTokens: [end] },
  );
  const vocab = new Set(tokenizer.vocab);
  contract({
    tokenizer,
    load: characterTokenizer.load,
    special: end,
    knows: (text) => [...text].every((character) => vocab.has(character)),
  });
});

describe("byteBpe", () => {
  const tokenizer = byteBpe.train(hardTexts.slice(0, 40), { vocabSize: 300, specialTokens: [end] });
  contract({ tokenizer, load: byteBpe.load, special: end });
});

describe.each(Object.keys(splitPatterns) as SplitPattern[])("regexBpe with the pattern %s", (pattern) => {
  const tokenizer = regexBpe.train(hardTexts, { vocabSize: 600, pattern, specialTokens: ["\n", end] });
  // a newline may be a token with a meaning, but then it is in no text
  contract({
    tokenizer: regexBpe.train(hardTexts, { vocabSize: 600, pattern, specialTokens: [end] }),
    load: regexBpe.load,
    special: end,
  });
  contract({ tokenizer, load: regexBpe.load, special: "\n", knows: (text) => !text.includes(end) });
});

describe("unigram", () => {
  const tokenizer = unigram.train(hardTexts, { vocabSize: 600, specialTokens: [end] });
  contract({ tokenizer, load: unigram.load, special: end });
});

describe("wordPiece", () => {
  const tokenizer = wordPiece.train(hardTexts, { vocabSize: 3000, specialTokens: [end] });
  // spaces are not kept, and a word of unknown characters has no pieces
  const knows = (text: string): boolean =>
    splitSigns(text).join(" ") === text &&
    tokenizer.encode(text, { special: "as-text", loneSurrogates: "replace" }).every((id) => id !== 0);
  contract({ tokenizer, load: wordPiece.load, special: end, knows, rejoins: false });
});
