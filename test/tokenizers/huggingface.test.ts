import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromHuggingFace, regexBpe, toHuggingFace, unigram, wordPiece } from "../../lib/tokenizers/index.ts";
import { declaration } from "../../lib/worlds/index.ts";
import { contract, hardTexts } from "./contract.case.ts";

const special = "<|end|>";
const training = ["eng", "deu_1996", "cmn_hant"].map(declaration);
const specialTokens = ["<s>", special];
const written = {
  bpe: regexBpe.train(training, { vocabSize: 600, specialTokens }),
  unigram: unigram.train(training, { vocabSize: 700, specialTokens }),
  wordpiece: wordPiece.train(training, { vocabSize: 400, specialTokens }),
};

// Hugging Face's tokenizers 0.23.3 read the files of three such tokenizers and gave the same ids for all 369 hard texts:
// python test/fixtures/tokenizers/make.py <folder>, on 27 November 2026
test.each(Object.entries(written))("a %s that was written is read again with the same ids", (_, tokenizer) => {
  const read = fromHuggingFace(toHuggingFace(tokenizer));
  for (const text of hardTexts)
    expect(read.encode(text, { special: "allow" })).toEqual(tokenizer.encode(text, { special: "allow" }));
  expect(read.encode(`<s>${special}`, { special: "allow" })).toEqual(
    tokenizer.encode(`<s>${special}`, { special: "allow" }),
  );
});

// tokenizers 0.23.3 trained it, special tokens first: test/fixtures/tokenizers/make.py
test("a file that Hugging Face's trainer wrote gives its ids, wherever its special tokens are", () => {
  const url = new URL("../fixtures/tokenizers/bpe-file.json", import.meta.url);
  const golden = JSON.parse(readFileSync(url, "utf8")) as { file: object; texts: string[]; ids: number[][] };
  const tokenizer = fromHuggingFace(JSON.stringify(golden.file));
  golden.texts.forEach((text, i) =>
    expect(tokenizer.encode(text, { special: "allow" }), JSON.stringify(text)).toEqual(golden.ids[i]),
  );
});

describe("what is read keeps the contract", () => {
  const tokenizer = fromHuggingFace(toHuggingFace(written.bpe));
  contract({ tokenizer, load: fromHuggingFace, special, version: /"type":"BPE"/u });
});

describe("what would give other ids is refused by name", () => {
  const bpe = JSON.parse(toHuggingFace(written.bpe)) as Record<string, Record<string, unknown>>;
  const bert = JSON.parse(toHuggingFace(written.wordpiece)) as typeof bpe;
  const pieces = JSON.parse(toHuggingFace(written.unigram)) as typeof bpe;
  test.each([
    ["no JSON", "{", /text: expected JSON/u],
    ["null", "null", /model: expected BPE, Unigram or WordPiece/u],
    [
      "another model",
      JSON.stringify({ ...bpe, model: { type: "WordLevel" } }),
      /model: expected BPE, Unigram or WordPiece, got "WordLevel"/u,
    ],
    ["a normaliser", JSON.stringify({ ...bpe, normalizer: { type: "NFC" } }), /normalizer: expected none/u],
    ["dropout", JSON.stringify({ ...bpe, model: { ...bpe["model"], dropout: 0.1 } }), /dropout: expected none/u],
    [
      "a prefix space",
      JSON.stringify({ ...bpe, pre_tokenizer: { ...bpe["pre_tokenizer"], add_prefix_space: true } }),
      /pre_tokenizer: expected ByteLevel/u,
    ],
    [
      "another split",
      JSON.stringify({ ...bpe, pre_tokenizer: { type: "Whitespace" } }),
      /pre_tokenizer: expected ByteLevel/u,
    ],
    [
      "a merge of unknown tokens",
      JSON.stringify({ ...bpe, model: { ...bpe["model"], merges: [["x", "yz"]] } }),
      /merges\[0\]: expected two earlier tokens/u,
    ],
    [
      "a token without id",
      JSON.stringify({ ...bpe, model: { ...bpe["model"], vocab: {} } }),
      /vocab: expected the token/u,
    ],
    [
      "a token that is not special",
      JSON.stringify({ ...bpe, added_tokens: [{ id: 1, content: "x", special: false }] }),
      /added_tokens: expected special tokens/u,
    ],
    [
      "lower case",
      JSON.stringify({ ...bert, normalizer: { ...bert["normalizer"], lowercase: true } }),
      /normalizer: expected Chinese characters apart/u,
    ],
    [
      "another prefix",
      JSON.stringify({ ...bert, model: { ...bert["model"], continuing_subword_prefix: "@@" } }),
      /continuing_subword_prefix: expected ##/u,
    ],
    [
      "no byte fallback",
      JSON.stringify({ ...pieces, model: { ...pieces["model"], byte_fallback: false } }),
      /byte_fallback: expected true/u,
    ],
    [
      "another split of pieces",
      JSON.stringify({ ...pieces, pre_tokenizer: { type: "Metaspace" } }),
      /pre_tokenizer: expected the split of GPT-2/u,
    ],
  ])("%s", (_, text, message) => {
    expect(() => fromHuggingFace(text)).toThrow(message);
  });

  test("a split that has no such file", () => {
    expect(() => toHuggingFace(regexBpe.train(["a"], { vocabSize: 256, pattern: "o200k" }))).toThrow(
      "toHuggingFace pattern: expected gpt2",
    );
  });
});
