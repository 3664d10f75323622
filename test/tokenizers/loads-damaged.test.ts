import { expect, test } from "vitest";
import { byteBpe, characterTokenizer, regexBpe, unigram, wordPiece } from "../../lib/tokenizers/index.ts";
import type { Tokenizer } from "../../lib/tokenizers/index.ts";
import { breaksAt } from "../damaged.ts";

const text = "the cat sat on the mat, the cat ate the rat";
const options = { vocabSize: 262, specialTokens: ["<s>"] };
const saved: Record<string, { file: string; load: (file: string) => Tokenizer }> = {
  characters: { file: characterTokenizer.train([text], options).save(), load: characterTokenizer.load },
  "byte BPE": { file: byteBpe.train([text], options).save(), load: byteBpe.load },
  "regex BPE": { file: regexBpe.train([text], options).save(), load: regexBpe.load },
  Unigram: { file: unigram.train([text], options).save(), load: unigram.load },
  WordPiece: { file: wordPiece.train([text], { ...options, vocabSize: 24 }).save(), load: wordPiece.load },
};

test.each(Object.entries(saved))(
  "a file of %s in which any part is something else is refused by name, or read",
  (_, each) => {
    const read = (file: string): void => {
      const tokenizer = each.load(file);
      tokenizer.decode(tokenizer.encode("t", { special: "allow" }));
      tokenizer.pieces("t");
    };
    expect(breaksAt(JSON.parse(each.file), read)).toEqual([]);
  },
);
