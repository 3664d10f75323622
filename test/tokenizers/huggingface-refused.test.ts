/**
 * Files that Hugging Face's tokenizers 0.23.3 (Rust) reads, and gives other ids for than this project would: each was
 * written, read there and found to differ on 27 November 2026. What cannot be the same is refused, with all of the sentence.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { fromHuggingFace, regexBpe, toHuggingFace, unigram, wordPiece } from "../../lib/tokenizers/index.ts";
import { idOfByte } from "../../lib/tokenizers/byte-order.ts";

const specialTokens = ["<a>", "<b>"];
const text = "the cat the the";
const made = {
  BPE: regexBpe.train([text], { vocabSize: 300, specialTokens }),
  WordPiece: wordPiece.train([text], { vocabSize: 40, specialTokens }),
  Unigram: unigram.train([text], { vocabSize: 270, specialTokens }),
};

interface Json {
  [part: string]: unknown;
  added_tokens: Record<string, unknown>[];
  model: Record<string, unknown>;
}

/** The file of a tokenizer with something in it changed. */
function changed(kind: keyof typeof made, change: (file: Json) => void): string {
  const file = JSON.parse(toHuggingFace(made[kind])) as Json;
  change(file);
  return JSON.stringify(file);
}

const refuses = (call: () => unknown, message: string) => expect(call).toThrow(new InputError(message));
const kinds = Object.keys(made) as (keyof typeof made)[];

describe.each(kinds)("of %s", (kind) => {
  const first = made[kind].size - 2;
  const read = (change: (file: Json) => void) => () => fromHuggingFace(changed(kind, change));

  test("special tokens with ids of their own choice: there they have the next free ones", () => {
    const move = (by: number) => read(({ added_tokens: [a] }) => (a!["id"] = first + by));
    refuses(
      move(7),
      `fromHuggingFace added_tokens[0] id: expected ${first}, as Hugging Face gives it, got ${first + 7}`,
    );
    refuses(
      move(1),
      `fromHuggingFace added_tokens[0] id: expected ${first}, as Hugging Face gives it, got ${first + 1}`,
    );
    refuses(move(-first), `fromHuggingFace added_tokens[0] id: expected ${first}, as Hugging Face gives it, got 0`);
  });

  test("special tokens that take spaces with them, or are only found alone", () => {
    for (const flag of ["lstrip", "rstrip", "single_word"])
      refuses(
        read(({ added_tokens: [, b] }) => (b![flag] = true)),
        `fromHuggingFace added_tokens[1] ${flag}: expected false, got true`,
      );
  });

  test("ids that are cut off, filled up or put in between others", () => {
    const template = { type: "TemplateProcessing", single: [] };
    refuses(
      read((file) => (file["truncation"] = { max_length: 2 })),
      String.raw`fromHuggingFace truncation: expected none, got "{\"max_length\":2}"`,
    );
    refuses(
      read((file) => (file["padding"] = { pad_id: 0 })),
      String.raw`fromHuggingFace padding: expected none, got "{\"pad_id\":0}"`,
    );
    refuses(
      read((file) => (file["post_processor"] = template)),
      String.raw`fromHuggingFace post_processor: expected none, got "{\"type\":\"TemplateProcessing\",\"single\":[]}"`,
    );
  });

  test("a version that is not yet known", () => {
    refuses(
      read((file) => (file["version"] = "1.1")),
      'fromHuggingFace version: expected 1.0, got "1.1"',
    );
  });

  test("normalisers of every kind by their names", () => {
    for (const type of ["NFC", "NFKC", "Lowercase", "StripAccents", "Replace", "Sequence"]) {
      const expected = kind === "WordPiece" ? "Chinese characters apart and nothing else" : "none";
      refuses(
        read((file) => (file["normalizer"] = { type })),
        `fromHuggingFace normalizer: expected ${expected}, got ${JSON.stringify(JSON.stringify({ type }))}`,
      );
    }
  });

  test("cuts of every other kind by their names", () => {
    const expected = {
      BPE: "ByteLevel without a prefix space, with its split",
      WordPiece: "BertPreTokenizer",
      Unigram: "the split of GPT-2",
    }[kind];
    for (const type of ["Whitespace", "WhitespaceSplit", "Punctuation", "Digits", "Metaspace", "UnicodeScripts"])
      refuses(
        read((file) => (file["pre_tokenizer"] = { type })),
        `fromHuggingFace pre_tokenizer: expected ${expected}, got ${JSON.stringify(JSON.stringify({ type }))}`,
      );
  });

  test("but not what changes no id: a decoder, a place that is moved, a token that is found after normalising", () => {
    const same = changed(kind, (file) => {
      file["decoder"] = null;
      file["post_processor"] = { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true };
      file.added_tokens[1]!["normalized"] = true;
      file.model["from elsewhere"] = 1;
    });
    const options = { special: "allow" } as const;
    expect(fromHuggingFace(same).encode("the <a> cat<b>the", options)).toEqual(
      made[kind].encode("the <a> cat<b>the", options),
    );
  });

  test("models that this project does not have by their names", () => {
    for (const type of ["WordLevel", "bpe", "__proto__", "toString", 7, null])
      refuses(
        read((file) => (file.model["type"] = type)),
        `fromHuggingFace model: expected BPE, Unigram or WordPiece, got ${JSON.stringify(type)}`,
      );
  });
});

const [a, b, c] = [..."abc"].map((letter) => idOfByte[letter.charCodeAt(0)]!) as [number, number, number];

/** abc is made in two ways. Hugging Face has one id for it, and each merge its own rank, which needs more than one table. */
const twice = regexBpe.of({
  merges: [
    [b, c],
    [a, b],
    [a, 256],
    [257, c],
  ],
  pattern: "gpt2",
  specialTokens: [],
});

test("two merges that make the same token are refused both ways: there they have one id", () => {
  refuses(() => toHuggingFace(twice), 'toHuggingFace merges: expected no token twice, got "abc"');
  const merges = [
    ["b", "c"],
    ["a", "b"],
    ["a", "bc"],
    ["ab", "c"],
  ];
  const file = changed("BPE", ({ model }) => (model["merges"] = merges));
  refuses(
    () => fromHuggingFace(file),
    'fromHuggingFace merges[3]: expected a token that no earlier merge makes, got "ab c"',
  );
  const same = changed("BPE", ({ model }) => (model["merges"] = [merges[0], merges[0]]));
  refuses(
    () => fromHuggingFace(same),
    'fromHuggingFace merges[1]: expected a token that no earlier merge makes, got "b c"',
  );
});

const spaced = (token: string) =>
  toHuggingFace(regexBpe.train([" the the the"], { vocabSize: 300, specialTokens: [token] }));

test("special tokens spelled as a token of the model is are not written: there they would have its id", () => {
  const he = regexBpe.train([text], { vocabSize: 300, specialTokens: ["<s>", "he"] });
  refuses(
    () => toHuggingFace(he),
    'toHuggingFace specialTokens: expected texts that are no tokens of the model, got "he"',
  );
  // a file shows the token of a space and "the" as Ġthe, so that " the" is another
  expect(() => spaced(" the")).not.toThrow();
  refuses(
    () => spaced("Ġthe"),
    'toHuggingFace specialTokens: expected texts that are no tokens of the model, got "Ġthe"',
  );
  for (const token of ["the", "[UNK]"])
    refuses(
      () => toHuggingFace(wordPiece.train([text], { vocabSize: 40, specialTokens: [token] })),
      `toHuggingFace specialTokens: expected texts that are no tokens of the model, got "${token}"`,
    );
  for (const token of ["the", "<0x41>", "<unk>"])
    refuses(
      () => toHuggingFace(unigram.of({ vocab: ["the"], scores: [-1], specialTokens: [token] })),
      `toHuggingFace specialTokens: expected texts that are no tokens of the model, got "${token}"`,
    );
});

test("pieces spelled as a byte or the unknown piece are not written", () => {
  for (const piece of ["<0x41>", "<unk>"])
    refuses(
      () => toHuggingFace(unigram.of({ vocab: ["a", piece], scores: [-1, -2], specialTokens: [] })),
      `toHuggingFace vocab: expected no token twice, got "${piece}"`,
    );
});

// "xyz" with pieces xy, x and yz of −1, −20 and −20: x, yz is −40; xy and an unknown z is −1 + (least − 10), which is −31
// if the least is −20, and −111 if a byte has −100: tokenizers 0.23.3 gave 256, 122 and 257, 258
test("a byte, special or unknown token less likely than every piece is refused: there unknown characters were less likely", () => {
  const tokenizer = unigram.of({ vocab: ["xy", "x", "yz"], scores: [-1, -20, -20], specialTokens: ["<s>"] });
  const scored = (at: number, score: number) => {
    const file = JSON.parse(toHuggingFace(tokenizer)) as { model: { vocab: [string, number][] } };
    file.model.vocab.at(at)![1] = score;
    return JSON.stringify(file);
  };
  expect(fromHuggingFace(scored(5, -20)).encode("xyz")).toEqual([256, 122]);
  for (const at of [5, -1, -2])
    refuses(
      () => fromHuggingFace(scored(at, -100)),
      "fromHuggingFace vocab: expected no score below -20, the least of a piece, got -100",
    );
});
