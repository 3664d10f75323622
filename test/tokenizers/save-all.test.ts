/** What all saved tokenizers have in common: a name, a version, and that any text may stand in them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import {
  byteBpe,
  characterTokenizer,
  loadPublished,
  regexBpe,
  unigram,
  unknownWord,
  wordPiece,
} from "../../lib/tokenizers/index.ts";
import type { Tokenizer } from "../../lib/tokenizers/index.ts";
import { anyText } from "./any-text.ts";

interface Kind {
  name: string;
  format: string;
  load: (text: string) => Tokenizer;
  train: (texts: readonly string[], specialTokens: readonly string[]) => Tokenizer;
  /** Parts, each with what it must be. */
  parts: Readonly<Record<string, string>>;
}

const texts = "an array of texts";
const pairs = "an array of pairs";
const kinds: readonly Kind[] = [
  {
    name: "characterTokenizer",
    format: "character",
    load: characterTokenizer.load,
    train: (from, specialTokens) => characterTokenizer.train(from, { specialTokens }),
    parts: { vocab: texts, specialTokens: texts },
  },
  {
    name: "byteBpe",
    format: "byte-bpe",
    load: byteBpe.load,
    train: (from, specialTokens) => byteBpe.train(from, { vocabSize: 270, specialTokens }),
    parts: { merges: pairs, specialTokens: texts },
  },
  {
    name: "regexBpe",
    format: "regex-bpe",
    load: regexBpe.load,
    train: (from, specialTokens) => regexBpe.train(from, { vocabSize: 270, specialTokens }),
    parts: { merges: pairs, pattern: "a text", specialTokens: texts },
  },
  {
    name: "unigram",
    format: "unigram",
    load: unigram.load,
    train: (from, specialTokens) => unigram.train(from, { vocabSize: 270, specialTokens }),
    parts: { vocab: texts, scores: "an array of numbers", specialTokens: texts },
  },
  {
    name: "wordPiece",
    format: "wordpiece",
    load: wordPiece.load,
    train: (from, specialTokens) => wordPiece.train(from, { vocabSize: 20, specialTokens }),
    parts: { vocab: texts, specialTokens: texts },
  },
];

const text = "the cat sat on the mat";
const refuses = (call: () => unknown, message: string) => expect(call).toThrow(new InputError(message));

describe.each(kinds)("$name", ({ name, format, load, train, parts }) => {
  const saved = train([text], ["<s>"]).save();
  const whole = JSON.parse(saved) as Record<string, unknown>;

  test("says what it is and in which version, and has its parts and no more", () => {
    expect(whole["format"]).toBe(format);
    expect(whole["version"]).toBe(1);
    expect(Object.keys(whole).toSorted()).toEqual(["format", "version", ...Object.keys(parts)].toSorted());
  });

  test("of another version, a later one or none, is refused with both versions", () => {
    const versions: [unknown, string][] = [
      [2, "2"],
      [0, "0"],
      [1.1, "1.1"],
      ["1", '"1"'],
      [null, "null"],
      [undefined, "undefined"],
    ];
    for (const [version, shown] of versions)
      refuses(() => load(JSON.stringify({ ...whole, version })), `${name}.load version: expected 1, got ${shown}`);
  });

  test("of another kind is refused with both names", () => {
    for (const other of kinds.filter((each) => each.format !== format))
      refuses(
        () => load(other.train([text], []).save()),
        `${name}.load format: expected "${format}", got "${other.format}"`,
      );
  });

  test("that was cut anywhere has no format", () => {
    for (let length = 0; length < saved.length; length += 7)
      refuses(() => load(saved.slice(0, length)), `${name}.load format: expected "${format}", got undefined`);
  });

  test.each(Object.entries(parts))("without %s, or with a number for it, is refused by its name", (part, what) => {
    refuses(
      () => load(JSON.stringify({ ...whole, [part]: undefined })),
      `${name}.load ${part}: expected ${what}, got undefined`,
    );
    refuses(() => load(JSON.stringify({ ...whole, [part]: 7 })), `${name}.load ${part}: expected ${what}, got 7`);
    refuses(
      () => load(JSON.stringify({ ...whole, [part]: { length: 0 } })),
      `${name}.load ${part}: expected ${what}, got an object of Object`,
    );
  });

  test("with special tokens that are none is refused as when it was made", () => {
    for (const [tokens, shown] of [
      [["a", ""], "a "],
      [["a", "b", "a"], "a b a"],
    ] as const)
      refuses(
        () => load(JSON.stringify({ ...whole, specialTokens: tokens })),
        `${name} specialTokens: expected different texts, none empty, got "${shown}"`,
      );
  });

  test("laid out by hand, with its parts in another order, is the same", () => {
    const turned = Object.fromEntries(Object.entries(whole).toReversed());
    const loaded = load(`\n${JSON.stringify(turned, undefined, 2)}\n`);
    expect(loaded.encode(text)).toEqual(train([text], ["<s>"]).encode(text));
    expect(loaded.save()).toBe(saved);
  });

  test("keeps any text as a special token, with its id", () => {
    const anyTokens = fc.uniqueArray(
      anyText.filter((each) => each !== ""),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(anyTokens, (specialTokens) => {
        const tokenizer = train([text], specialTokens);
        const loaded = load(tokenizer.save());
        expect(loaded.size).toBe(tokenizer.size);
        specialTokens.forEach((token, i) => {
          const id = tokenizer.size - specialTokens.length + i;
          expect(loaded.encode(token, { special: "allow" })).toEqual([id]);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("is the same after it was trained on any text, saved and loaded", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 3 }), (from) => {
        const tokenizer = train(from, ["<|end|>"]);
        const loaded = load(tokenizer.save());
        for (const each of from)
          expect(loaded.encode(each, { special: "as-text" })).toEqual(tokenizer.encode(each, { special: "as-text" }));
        expect(loaded.save()).toBe(tokenizer.save());
      }),
      { numRuns: 50 },
    );
  });
});

test("pieces may hold spaces, line ends, NUL, quotes and emoji", () => {
  const vocab = [" ", "\n", "\0", '"', "\\", "\u2028", "👩‍👧", "[]"];
  const scores = vocab.map((_, i) => -1 - i);
  const loaded = unigram.load(unigram.of({ vocab, scores, specialTokens: [] }).save());
  expect(loaded.vocab).toEqual(vocab);
  expect(loaded.scores).toEqual(scores);
  expect(wordPiece.load(wordPiece.of({ vocab: [unknownWord, ...vocab], specialTokens: [] }).save()).vocab).toEqual([
    unknownWord,
    ...vocab,
  ]);
});

test("scores come back to the last bit", () => {
  const anyScore = fc.double({ max: 0, noNaN: true, noDefaultInfinity: true }).map((score) => score || 0);
  fc.assert(
    fc.property(fc.array(anyScore, { maxLength: 20 }), (scores) => {
      const vocab = scores.map((_, i) => `p${i}`);
      expect(unigram.load(unigram.of({ vocab, scores, specialTokens: [] }).save()).scores).toEqual(scores);
    }),
  );
});

const file = (parts: object) => JSON.stringify({ format: "published", version: 1, name: "gpt2", ...parts });

// the vocabularies themselves are in published.integration.test.ts
test("a published tokenizer of another version or kind is refused before anything is read", async () => {
  await expect(loadPublished(file({ version: 2 }))).rejects.toThrow(
    new InputError("loadPublished version: expected 1, got 2"),
  );
  await expect(loadPublished(file({ format: "gpt2" }))).rejects.toThrow(
    new InputError('loadPublished format: expected "published", got "gpt2"'),
  );
  await expect(loadPublished(file({ name: ["gpt2"] }))).rejects.toThrow(
    new InputError("loadPublished name: expected a text, got Array of length 1"),
  );
  for (const name of ["gpt5", "", "toString", "__proto__", "GPT2"])
    await expect(loadPublished(file({ name }))).rejects.toThrow(
      new InputError(
        `publishedTokenizer name: expected gpt2, r50k_base, p50k_base, cl100k_base, o200k_base, got "${name}"`,
      ),
    );
});
