import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { anyText } from "./any-text.ts";
import { byteBpe } from "../../lib/tokenizers/index.ts";

const corpus = ["the cat sat on the mat", "the cat ate the rat", "貓坐在墊子上", "貓吃了老鼠", "naïve café 👩‍👩‍👧"];
const tokenizer = byteBpe.train(corpus, { vocabSize: 300, specialTokens: ["<|end|>", "<|end|>2"] });

describe("byteBpe", () => {
  it("makes the merges of the worked example on Wikipedia", () => {
    // Provenance: en.wikipedia.org/wiki/Byte-pair_encoding, "Original algorithm": aaabdaaabac → XdXac with Z=aa, Y=ab, X=ZY.
    const { merges, encode } = byteBpe.train(["aaabdaaabac"], { vocabSize: 259 });
    const [a, b, c, d] = [..."abcd"].map((letter) => letter.charCodeAt(0));
    expect(merges).toEqual([
      [a, a],
      [a, b],
      [256, 257],
    ]);
    expect(encode("aaabdaaabac")).toEqual([258, d, 258, a, c]);
  });

  it("gives every well-formed text back, of whatever script", () => {
    const texts = fc.oneof(anyText, fc.constantFrom(...corpus, "", "\0\n\r\t ", "ภาษาไทย", "\ufeffBOM", "👨‍👩‍👧‍👦🏳️‍🌈"));
    fc.assert(
      fc.property(texts, (text) => tokenizer.decode(tokenizer.encode(text)) === text),
      { numRuns: 500 },
    );
  });

  it("never needs more tokens than bytes, nor an id outside its vocabulary", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text, { special: "as-text" });
        return ids.length <= new TextEncoder().encode(text).length && ids.every((id) => id >= 0 && id < tokenizer.size);
      }),
    );
  });

  it("encodes a training text as training left it: brute force applies each merge to the whole text in order", () => {
    for (const text of corpus) {
      let ids: number[] = [...new TextEncoder().encode(text)];
      for (const [rank, [left, right]] of tokenizer.merges.entries()) {
        const next: number[] = [];
        for (let i = 0; i < ids.length; i++)
          if (ids[i] === left && ids[i + 1] === right) {
            next.push(256 + rank);
            i++;
          } else next.push(ids[i]!);
        ids = next;
      }
      expect(tokenizer.encode(text)).toEqual(ids);
    }
  });

  it("stops when no pair occurs twice, and does not cross texts", () => {
    expect(byteBpe.train(["abcd"], { vocabSize: 400 }).merges).toEqual([]);
    expect(byteBpe.train(["ab", "ba", "ab"], { vocabSize: 400 }).merges).toEqual([[97, 98]]);
    expect(byteBpe.train([], { vocabSize: 256 }).size).toBe(256);
  });

  it("refuses a special token in plain text unless told what to do with it", () => {
    expect(() => tokenizer.encode("a<|end|>")).toThrow(
      'encode text: expected no special token (pass special: "as-text" or "allow"), got "<|end|>"',
    );
    expect(tokenizer.decode(tokenizer.encode("a<|end|>", { special: "as-text" }))).toBe("a<|end|>");
    const allowed = tokenizer.encode("a<|end|>b<|end|>2", { special: "allow" });
    expect(allowed).toContain(tokenizer.size - 2);
    expect(allowed.at(-1)).toBe(tokenizer.size - 1);
    expect(tokenizer.decode(allowed)).toBe("a<|end|>b<|end|>2");
  });

  it("refuses half a surrogate pair, or replaces it when asked", () => {
    expect(() => tokenizer.encode("\ud83d")).toThrow("text without lone surrogates");
    expect(tokenizer.decode(tokenizer.encode("\ud83d!", { loneSurrogates: "replace" }))).toBe("\ufffd!");
  });

  it("loads what it saved, whatever the special tokens contain", () => {
    const saved = byteBpe.train(corpus, { vocabSize: 280, specialTokens: [" ", "\n", "\0", "👩‍👧", '"'] });
    const loaded = byteBpe.load(saved.save());
    expect(loaded.merges).toEqual(saved.merges);
    expect(loaded.specialTokens).toEqual(saved.specialTokens);
    expect(loaded.encode("the cat", { special: "allow" })).toEqual(saved.encode("the cat", { special: "allow" }));
  });

  it("says what is wrong with a file that is not one of its own", () => {
    const saved = tokenizer.save();
    expect(() => byteBpe.load(saved.slice(0, -5))).toThrow('byteBpe.load format: expected "byte-bpe"');
    expect(() => byteBpe.load(saved.replace('"version":1', '"version":2'))).toThrow(
      "byteBpe.load version: expected 1, got 2",
    );
    expect(() => byteBpe.load('{"format":"byte-bpe","version":1,"merges":[[300,1]],"specialTokens":[]}')).toThrow(
      "merges[0]: expected two ids below 256",
    );
  });

  it("shows the bytes of a broken character and names an id that does not exist", () => {
    expect(
      byteBpe
        .train(["x"], { vocabSize: 256 })
        .pieces("貓")
        .map(({ text }) => text),
    ).toEqual(["⟨e8⟩", "⟨b2⟩", "⟨93⟩"]);
    expect(() => tokenizer.decode([99_999])).toThrow("decode ids: expected ids from 0 to");
  });
});

const refused = (name: string, shown: string) =>
  new InputError(
    `${name}: expected text without lone surrogates (or loneSurrogates: "replace"), got ${JSON.stringify(shown)}`,
  );

describe("byteBpe at its borders", () => {
  it.each([255, 2 ** 20 + 1, 300.5, NaN, -1])("refuses a vocabulary of %d", (vocabSize) => {
    expect(() => byteBpe.train(["a"], { vocabSize })).toThrow(
      new InputError(`byteBpe.train vocabSize: expected an integer from 256 to 1048576, got ${vocabSize}`),
    );
  });

  it("learns nothing with 256 ids, and one merge with 257", () => {
    expect(byteBpe.train(["abab"], { vocabSize: 256 }).merges).toEqual([]);
    expect(byteBpe.train(["abab"], { vocabSize: 257 }).merges).toEqual([[97, 98]]);
  });

  it("learns nothing from no text, an empty one, one letter or one of each", () => {
    for (const texts of [[], [""], ["a"], ["", "a", ""], ["貓"]])
      expect(byteBpe.train(texts, { vocabSize: 300 }).merges).toEqual([]);
  });

  it("takes of equally frequent pairs the one with the smallest bytes", () => {
    expect(byteBpe.train(["zy", "zy", "bc", "bc", "ba", "ba"], { vocabSize: 300 }).merges).toEqual([
      [98, 97],
      [98, 99],
      [122, 121],
    ]);
  });

  it("counts a text as often as it comes", () => {
    const often = Array.from({ length: 5 }, () => "xy");
    expect(byteBpe.train([...often, "ab ab ab ab"], { vocabSize: 257 }).merges).toEqual([[120, 121]]);
  });

  it("merges over the borders of words, which with a split never happens", () => {
    // a_b_a_b_a_b: _b before a_, both three times; then a and _b; then _ and a_b, both sides of which come twice
    const { merges } = byteBpe.train(["a b a b a b"], { vocabSize: 259 });
    expect(merges).toEqual([
      [32, 98],
      [97, 256],
      [32, 257],
    ]);
  });

  it("gives special tokens the ids behind the merges, in their order, and shows their spelling", () => {
    const special = byteBpe.train(["abab"], { vocabSize: 257, specialTokens: ["<b>", "<a>", "貓"] });
    expect(special.size).toBe(260);
    expect(special.encode("ab<a>貓<b>", { special: "allow" })).toEqual([256, 258, 259, 257]);
    expect(special.pieces("貓", { special: "allow" })).toEqual([{ id: 259, text: "貓" }]);
    expect(special.vocab.slice(256).map((bytes) => new TextDecoder().decode(bytes))).toEqual([
      "ab",
      "<b>",
      "<a>",
      "貓",
    ]);
  });

  it("refuses half a surrogate pair in a text to learn from, and in a special token", () => {
    expect(() => byteBpe.train(["a", "\ud83d"], { vocabSize: 300 })).toThrow(refused("byteBpe.train texts", "\ud83d"));
    expect(() => byteBpe.train([], { vocabSize: 256, specialTokens: ["\udc00"] })).toThrow(
      refused("specialTokens", "\udc00"),
    );
  });

  it("is what it was, whatever happens to the lists that it gave", () => {
    const trained = byteBpe.train(["abab"], { vocabSize: 257 });
    expect(Object.isFrozen(trained.merges)).toBe(true);
    expect(Object.isFrozen(trained.specialTokens)).toBe(true);
    expect(Object.isFrozen(trained.vocab)).toBe(true);
    trained.encode("ab").fill(0);
    expect(trained.encode("ab")).toEqual([256]);
  });
});
