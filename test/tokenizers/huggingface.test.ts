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

const parse = (text: string) => JSON.parse(text) as Record<string, Record<string, unknown>>;

describe("more that would give other ids", () => {
  const [bpe, bert, pieces] = [written.bpe, written.wordpiece, written.unigram].map((each) =>
    parse(toHuggingFace(each)),
  ) as [ReturnType<typeof parse>, ReturnType<typeof parse>, ReturnType<typeof parse>];
  const withModel = (file: typeof bpe, part: object) =>
    JSON.stringify({ ...file, model: { ...file["model"], ...part } });

  test.each([
    ["an unknown token of BPE", withModel(bpe, { unk_token: "<unk>" }), /unk_token: expected none/u],
    ["a prefix", withModel(bpe, { continuing_subword_prefix: "##" }), /continuing_subword_prefix: expected none/u],
    ["an end of word", withModel(bpe, { end_of_word_suffix: "</w>" }), /end_of_word_suffix: expected none/u],
    ["fused unknowns", withModel(bpe, { fuse_unk: true }), /fuse_unk: expected false, got true/u],
    ["bytes as tokens", withModel(bpe, { byte_fallback: true }), /byte_fallback: expected false, got true/u],
    ["whole words first", withModel(bpe, { ignore_merges: true }), /ignore_merges: expected false, got true/u],
    ["no vocabulary", withModel(bpe, { vocab: null }), /vocab: expected tokens with their ids, got null/u],
    [
      "a split that is off",
      JSON.stringify({ ...bpe, pre_tokenizer: { ...bpe["pre_tokenizer"], use_regex: false } }),
      /pre_tokenizer: expected ByteLevel/u,
    ],
    ["no split at all", JSON.stringify({ ...bpe, pre_tokenizer: null }), /pre_tokenizer: expected ByteLevel/u],
    [
      "longer words",
      withModel(bert, { max_input_chars_per_word: 200 }),
      /max_input_chars_per_word: expected 100, got 200/u,
    ],
    [
      "accents taken off",
      JSON.stringify({ ...bert, normalizer: { ...bert["normalizer"], strip_accents: true } }),
      /normalizer: expected/u,
    ],
    [
      "a normaliser of pieces",
      JSON.stringify({ ...pieces, normalizer: { type: "NFKC" } }),
      /normalizer: expected none/u,
    ],
    [
      "an inverted split",
      JSON.stringify({ ...pieces, pre_tokenizer: { ...pieces["pre_tokenizer"], invert: true } }),
      /pre_tokenizer: expected the split of GPT-2/u,
    ],
    [
      "a split that removes",
      JSON.stringify({ ...pieces, pre_tokenizer: { ...pieces["pre_tokenizer"], behavior: "Removed" } }),
      /pre_tokenizer: expected the split of GPT-2/u,
    ],
    [
      "a missing byte",
      withModel(pieces, { vocab: (pieces["model"]!["vocab"] as unknown[]).slice(1) }),
      /vocab: expected the token <0x00>/u,
    ],
    ["no unknown word", withModel(bert, { unk_token: "[NONE]" }), /vocab: expected the token \[NONE\]/u],
  ])("%s", (_, text, message) => {
    expect(() => fromHuggingFace(text)).toThrow(message);
  });
});

const file = (tokenizer: Parameters<typeof toHuggingFace>[0]) =>
  JSON.parse(toHuggingFace(tokenizer)) as {
    version: string;
    added_tokens: { id: number; content: string; special: boolean }[];
    model: { type: string; vocab: Record<string, number> | [string, number][] };
  };

describe("what is written", () => {
  test.each(Object.entries(written))("%s: version, special tokens and every token with its id", (_, tokenizer) => {
    const { version, added_tokens: added, model } = file(tokenizer);
    expect(version).toBe("1.0");
    expect(added.map(({ content }) => content)).toEqual(specialTokens);
    for (const { id, content, special: isSpecial } of added) {
      expect(isSpecial).toBe(true);
      expect(tokenizer.decode([id])).toBe(content);
    }
    const count = Array.isArray(model.vocab) ? model.vocab.length : Object.keys(model.vocab).length;
    expect(count).toBeGreaterThanOrEqual(tokenizer.vocab.length);
  });

  test("bytes are shown as GPT-2 shows them: a space is Ġ", () => {
    const { model } = file(written.bpe);
    expect(Object.keys(model.vocab)).toContain("Ġthe");
    expect((model.vocab as Record<string, number>)["!"]).toBe(0);
  });

  test("merges written as one text each, as older files have them, are read too", () => {
    const old = JSON.parse(toHuggingFace(written.bpe)) as { model: { merges: [string, string][] } };
    const text = JSON.stringify({
      ...old,
      model: { ...old.model, merges: old.model.merges.map((pair) => pair.join(" ")) },
    });
    expect(fromHuggingFace(text).encode("all human rights")).toEqual(written.bpe.encode("all human rights"));
  });
});
