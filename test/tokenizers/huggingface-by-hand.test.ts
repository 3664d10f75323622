/**
 * Files of tokenizer.json written by hand, with the ids that follow from them, and which tokenizers 0.23.3 (Rust) gives too;
 * and that what is written is read again.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { fromHuggingFace, regexBpe, toHuggingFace, unigram, wordPiece } from "../../lib/tokenizers/index.ts";
import { characterOfByte } from "../../lib/tokenizers/byte-order.ts";
import { anyText } from "./any-text.ts";

const added = (tokens: Readonly<Record<string, number>>) =>
  Object.entries(tokens).map(([content, id]) => ({ id, content, special: true }));
const options = { special: "allow" } as const;

/** The id of a byte where four tokens come first and the bytes then from the last to the first. */
const byte = (code: number) => 4 + 255 - code;

describe("byte-level BPE whose ids are the other way around", () => {
  /** The special token first, then what merges make, then the bytes from the last to the first. */
  const vocab = Object.fromEntries(
    ["<s>", "Ġa", "ab", "Ġab", ...characterOfByte.toReversed()].map((each, id) => [each, id]),
  );
  const file = {
    version: "1.0",
    added_tokens: added({ "<s>": 0 }),
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false },
    model: { type: "BPE", vocab, merges: ["a b", "Ġ ab", "Ġ a"] },
  };
  const tokenizer = fromHuggingFace(JSON.stringify(file));

  test("gives the ids of the file for bytes, merges and special tokens", () => {
    expect(tokenizer.encode("ab ab a b<s>", options)).toEqual([2, 3, 1, byte(0x20), byte(0x62), 0]);
    expect(tokenizer.encode("貓\0")).toEqual([byte(0xe8), byte(0xb2), byte(0x93), byte(0)]);
    expect(tokenizer.size).toBe(4 + 256);
  });

  test("gives the text of every id", () => {
    expect(["<s>", " a", "ab", " ab"].map((_, id) => tokenizer.decode([id]))).toEqual(["<s>", " a", "ab", " ab"]);
    expect(tokenizer.decode([byte(0xe8), byte(0xb2), byte(0x93)])).toBe("貓");
    expect(() => tokenizer.decode([260])).toThrow(new InputError("decode ids: expected ids from 0 to 259, got 260"));
  });

  test("saves the file that it was read from, letter by letter", () => {
    const text = `\n${JSON.stringify(file, undefined, 3)} `;
    expect(fromHuggingFace(text).save()).toBe(text);
  });

  test("the order of merges is their rank: with the space first, ab is not made behind it", () => {
    const other = { ...file, model: { ...file.model, merges: ["Ġ a", "a b"], vocab: { ...vocab } } };
    expect(fromHuggingFace(JSON.stringify(other)).encode("ab ab")).toEqual([2, 1, byte(0x62)]);
  });
});

describe("WordPiece with the unknown word in the middle", () => {
  const vocab = { cat: 0, "##s": 1, "<s>": 2, "[UNK]": 3, "##": 4, dog: 5, 貓: 6 };
  const normalizer = {
    type: "BertNormalizer",
    clean_text: false,
    handle_chinese_chars: true,
    strip_accents: false,
    lowercase: false,
  };
  const model = {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
  };
  const file = { added_tokens: added({ "<s>": 2 }), normalizer, pre_tokenizer: { type: "BertPreTokenizer" } };
  const tokenizer = fromHuggingFace(JSON.stringify({ ...file, model: { ...model, vocab } }));

  test("gives the ids of the file, and its unknown one", () => {
    expect(tokenizer.encode("cats dog貓 catx<s>dogs", options)).toEqual([0, 1, 5, 6, 3, 2, 5, 1]);
    expect(tokenizer.decode([0, 1, 5, 2])).toBe("cats dog <s>");
  });

  test("an unknown word that is spelled otherwise is the same one, and may be special", () => {
    const renamed = { ...vocab, "<?>": 3, "[UNK]": undefined };
    const other = {
      ...file,
      added_tokens: added({ "<?>": 3, "<s>": 2 }),
      model: { ...model, unk_token: "<?>", vocab: renamed },
    };
    expect(fromHuggingFace(JSON.stringify(other)).encode("bird cat")).toEqual([3, 0]);
  });
});

describe("Unigram with byte fallback and pieces between the bytes", () => {
  const byteNames = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
  const split = String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
  const vocab = [
    ["<unk>", 0],
    ["<s>", 0],
    ["cat", -2],
    ...byteNames.map((name) => [name, 0]),
    ["c", -1.5],
    ["at", -1],
    [" ", -3],
  ];
  const file = {
    added_tokens: added({ "<s>": 1 }),
    pre_tokenizer: { type: "Split", pattern: { Regex: split }, behavior: "Isolated", invert: false },
    model: { type: "Unigram", unk_id: 0, byte_fallback: true, vocab },
  };
  const tokenizer = fromHuggingFace(JSON.stringify(file));

  test("gives the ids of the file: cat is likelier than c at, which is −2.5", () => {
    expect(tokenizer.encode("cat at<s>c", options)).toEqual([2, 261, 260, 1, 259]);
  });

  test("a character without a piece is the ids of its bytes", () => {
    expect(tokenizer.encode("貓")).toEqual([3 + 0xe8, 3 + 0xb2, 3 + 0x93]);
    expect(tokenizer.decode([3 + 0xe8, 3 + 0xb2, 3 + 0x93, 259])).toBe("貓c");
    // the spelling of a byte is text like any other
    expect(tokenizer.encode("<0x41>")).toEqual(Array.from("<0x41>", (each) => 3 + each.charCodeAt(0)));
  });

  test("the unknown piece is given by no text, and its id is none to read", () => {
    expect(tokenizer.encode("<unk>")).not.toContain(0);
    expect(() => tokenizer.decode([0])).toThrow(new InputError("decode ids: expected ids from 0 to 261, got 0"));
  });
});

describe("what is trained on any text and written is read again", () => {
  const texts = fc.array(anyText, { maxLength: 3 });
  const special = ["<|a|>", "<|b|>"];
  const same = (one: Parameters<typeof toHuggingFace>[0], list: readonly string[]) => {
    const read = fromHuggingFace(toHuggingFace(one));
    for (const text of [...list, list.join(special[0]), `${special[1]}x貓👍${special[0]}`])
      expect(read.encode(text, options)).toEqual(one.encode(text, options));
  };

  test("BPE", () => {
    fc.assert(
      fc.property(texts, (list) => same(regexBpe.train(list, { vocabSize: 270, specialTokens: special }), list)),
      { numRuns: 60 },
    );
  });

  test("WordPiece", () => {
    fc.assert(
      fc.property(texts, (list) => same(wordPiece.train(list, { vocabSize: 60, specialTokens: special }), list)),
      { numRuns: 60 },
    );
  });

  test("Unigram", () => {
    fc.assert(
      fc.property(texts, (list) => same(unigram.train(list, { vocabSize: 275, specialTokens: special }), list)),
      { numRuns: 60 },
    );
  });
});

test("with nothing learned and nothing special, all three are written and read", () => {
  for (const tokenizer of [
    regexBpe.train([], { vocabSize: 256 }),
    unigram.train([], { vocabSize: 256 }),
    wordPiece.train([], { vocabSize: 1 }),
  ]) {
    const read = fromHuggingFace(toHuggingFace(tokenizer));
    expect(read.encode("a 貓")).toEqual(tokenizer.encode("a 貓"));
    expect(read.size).toBe(tokenizer.size);
  }
});

test("what cannot be parsed is no JSON, and the reason is kept", () => {
  for (const text of ["", "{", "[1,]", "undefined", "{'a': 1}", "\0"]) {
    let error: unknown;
    try {
      fromHuggingFace(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).cause).toBeInstanceOf(SyntaxError);
    expect((error as Error).message).toBe(`fromHuggingFace text: expected JSON, got ${String((error as Error).cause)}`);
  }
});

test.each(["null", "7", '"BPE"', "[]", "{}", '{"model":null}', '{"model":[]}', '{"model":"BPE"}'])(
  "%s is JSON without a model",
  (text) => {
    expect(() => fromHuggingFace(text)).toThrow(
      new InputError("fromHuggingFace model: expected BPE, Unigram or WordPiece, got undefined"),
    );
  },
);
