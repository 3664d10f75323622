import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
