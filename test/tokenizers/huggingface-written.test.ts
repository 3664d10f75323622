/**
 * The whole of three small files, written by hand from the format of Hugging Face's tokenizers. Version 0.23.3 (Rust) reads
 * each, and gives the ids and, with its decoder, the texts below: on 27 November 2026.
 */
import { expect, test } from "vitest";
import {
  fromHuggingFace,
  regexBpe,
  toHuggingFace,
  unigram,
  unknownWord,
  wordPiece,
} from "../../lib/tokenizers/index.ts";
import { characterOfByte, byteOfId } from "../../lib/tokenizers/byte-order.ts";

const specialTokens = ["<s>", "</s>"];
const added = (first: number) =>
  specialTokens.map((content, i) => ({
    id: first + i,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
const around = { version: "1.0", truncation: null, padding: null, post_processor: null };
const written = (tokenizer: Parameters<typeof toHuggingFace>[0]): unknown => JSON.parse(toHuggingFace(tokenizer));
const options = { special: "allow" } as const;

test("BPE: bytes as GPT-2 shows them, merges as pairs, the decoder that puts bytes together", () => {
  const tokenizer = regexBpe.train(["貓 貓 貓"], { vocabSize: 259, specialTokens });
  // e8 b2 93 three times, twice with a space before: of equals the smallest ids, and 93 is at 242, b2 at 110, e8 at 164
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const bytes = byteOfId.map((byte) => characterOfByte[byte]!);
  const vocab = [...bytes, "²ĵ", "è²ĵ", "Ġè²ĵ"];
  expect(written(tokenizer)).toEqual({
    ...around,
    added_tokens: added(259),
    normalizer: null,
    pre_tokenizer: byteLevel,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab.map((token, id) => [token, id])),
      merges: [
        ["²", "ĵ"],
        ["è", "²ĵ"],
        ["Ġ", "è²ĵ"],
      ],
    },
  });
  expect(tokenizer.encode("貓 貓<s>é</s>", options)).toEqual([257, 258, 259, 127, 102, 260]);
  expect(tokenizer.decode([257, 258, 259, 127, 102, 260])).toBe("貓 貓<s>é</s>");
});

test("WordPiece: BERT's normaliser with nothing but Chinese apart, and the decoder that takes ## away", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "cat", "##s", "貓"], specialTokens });
  expect(written(tokenizer)).toEqual({
    ...around,
    added_tokens: added(4),
    normalizer: {
      type: "BertNormalizer",
      clean_text: false,
      handle_chinese_chars: true,
      strip_accents: false,
      lowercase: false,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    decoder: { type: "WordPiece", prefix: "##", cleanup: false },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: { "[UNK]": 0, cat: 1, "##s": 2, 貓: 3 },
    },
  });
  expect(tokenizer.encode("cats貓<s>dog</s>cat", options)).toEqual([1, 2, 3, 4, 0, 5, 1]);
  expect(tokenizer.decode([1, 2, 3, 4, 0, 5, 1])).toBe("cats 貓 <s> [UNK] </s> cat");
});

test("Unigram: bytes first, then pieces with their scores, special tokens, and last the unknown one", () => {
  const tokenizer = unigram.of({ vocab: ["cat", " c"], scores: [-1.5, -2.25], specialTokens });
  const digits = [..."0123456789ABCDEF"];
  const bytes = digits.flatMap((high) => digits.map((low): [string, number] => [`<0x${high}${low}>`, 0]));
  expect(written(tokenizer)).toEqual({
    ...around,
    added_tokens: added(258),
    normalizer: null,
    pre_tokenizer: {
      type: "Split",
      pattern: { Regex: String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` },
      behavior: "Isolated",
      invert: false,
    },
    decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, { type: "Fuse" }] },
    model: {
      type: "Unigram",
      unk_id: 260,
      vocab: [...bytes, ["cat", -1.5], [" c", -2.25], ["<s>", 0], ["</s>", 0], ["<unk>", 0]],
      byte_fallback: true,
    },
  });
  expect(tokenizer.encode("cat cé<s>cat</s>", options)).toEqual([256, 257, 0xc3, 0xa9, 258, 256, 259]);
  expect(tokenizer.decode([256, 257, 0xc3, 0xa9, 258, 256, 259])).toBe("cat cé<s>cat</s>");
});

test("what was read is saved as the file that it was read from", () => {
  const file = toHuggingFace(unigram.of({ vocab: ["a"], scores: [-1], specialTokens }));
  expect(fromHuggingFace(file).save()).toBe(file);
  expect(fromHuggingFace(fromHuggingFace(file).save()).encode("a<s>", options)).toEqual([256, 257]);
});
