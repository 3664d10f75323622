/** WordPiece on corpora small enough to count on paper, and words as BERT's code has them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { splitSigns, unknownWord, wordPiece } from "../../lib/tokenizers/index.ts";
import { anyText } from "./any-text.ts";

const shown = (tokenizer: ReturnType<typeof wordPiece.of>, text: string) =>
  tokenizer.pieces(text).map((piece) => piece.text);
const repeated = (words: Readonly<Record<string, number>>) =>
  Object.entries(words).map(([word, count]) => `${word} `.repeat(count));

// Hugging Face's NLP course, chapter 6, "WordPiece tokenization": the scores are count(ab) / (count(a) · count(b))
describe("the course of Hugging Face: hug 10, pug 5, pun 12, bun 4, hugs 5", () => {
  const corpus = repeated({ hug: 10, pug: 5, pun: 12, bun: 4, hugs: 5 });
  const letters = ["##g", "##n", "##s", "##u", "b", "h", "p"];
  const learned = (merges: number) => wordPiece.train(corpus, { vocabSize: 1 + letters.length + merges }).vocab;

  test("begins with every letter, as first of a word or inside of one", () => {
    expect(learned(0)[0]).toBe(unknownWord);
    expect(learned(0).slice(1).toSorted()).toEqual(letters);
  });

  // g s: 5 / (20 · 5) = 1/20, against 1/36 for every pair with the frequent u
  test("learns gs first, though ug comes four times as often", () => {
    expect(learned(1).at(-1)).toBe("##gs");
  });

  // now all pairs have u, and all are 1/36, of which h u is the first
  test("learns hu next, of all pairs that are as good the first one", () => {
    expect(learned(2).at(-1)).toBe("hu");
  });

  // hu gs: 5 / (15 · 5) = 1/15, and hu g: 10 / (15 · 15); the course has 1/15 for both, against its own formula
  test("hugs is whole where its parts are never seen apart: hu and gs", () => {
    expect(learned(3).at(-1)).toBe("hugs");
  });
});

test("the course's cuts: hugs is hug and s, and a word with one unknown letter is unknown as a whole", () => {
  const vocab = [unknownWord, "b", "h", "p", "##g", "##n", "##s", "##u", "##gs", "hu", "hug"];
  const tokenizer = wordPiece.of({ vocab, specialTokens: [] });
  expect(shown(tokenizer, "hugs")).toEqual(["hug", "##s"]);
  expect(shown(tokenizer, "bugs")).toEqual(["b", "##u", "##gs"]);
  for (const word of ["mug", "bum", "hugm"]) expect(shown(tokenizer, word)).toEqual([unknownWord]);
  expect(shown(tokenizer, "hug bum, hugs")).toEqual(["hug", unknownWord, unknownWord, "hug", "##s"]);
});

test("the longest piece is taken even if the rest then is none: there is no way back", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "a", "ab", "##b", "##bc"], specialTokens: [] });
  // a bc would do, but ab is longer, and c alone is no piece
  expect(shown(tokenizer, "abc")).toEqual([unknownWord]);
  expect(shown(tokenizer, "abb")).toEqual(["ab", "##b"]);
});

test("a piece that begins a word is none inside of it, and the other way around", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "a", "##b"], specialTokens: [] });
  expect(shown(tokenizer, "ab a b ba aa")).toEqual(["a", "##b", "a", unknownWord, unknownWord, unknownWord]);
});

test("a word of a hundred characters is read, one more is unknown; characters are code points", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "𝒳", "##𝒳"], specialTokens: [] });
  expect(tokenizer.encode("𝒳".repeat(100))).toHaveLength(100);
  expect(tokenizer.encode("𝒳".repeat(101))).toEqual([0]);
  expect(tokenizer.encode(`${"𝒳".repeat(101)} 𝒳`)).toEqual([0, 1]);
});

describe("words", () => {
  // `_is_punctuation` of BERT's tokenization.py: ASCII 33–47, 58–64, 91–96, 123–126, and every P of Unicode
  test("every ASCII sign stands alone, and no letter or number does", () => {
    for (let code = 33; code < 127; code++) {
      const character = String.fromCharCode(code);
      const isSign = code <= 47 || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || code >= 123;
      expect(splitSigns(`a${character}b`)).toEqual(isSign ? ["a", character, "b"] : [`a${character}b`]);
    }
  });

  // `_is_chinese_char` there: eight blocks, and neither kana nor Hangul
  test.each([
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
    [0xf900, 0xfaff],
    [0x2_0000, 0x2_a6df],
    [0x2_a700, 0x2_b73f],
    [0x2_b740, 0x2_b81f],
    [0x2_b820, 0x2_ceaf],
    [0x2_f800, 0x2_fa1f],
  ])("Chinese characters stand alone, from %d to %d", (first, last) => {
    for (const code of [first, Math.floor((first + last) / 2), last]) {
      const character = String.fromCodePoint(code);
      expect(splitSigns(`a${character}${character}b`)).toEqual(["a", character, character, "b"]);
    }
  });

  test("kana, Hangul, Thai, marks and joined emoji stay together", () => {
    for (const word of ["カタカナ", "한국어", "ภาษาไทย", "e\u0301te\u0301", "👩‍👧"])
      expect(splitSigns(word)).toEqual([word]);
    expect(splitSigns("日本語のテキスト")).toEqual(["日", "本", "語", "のテキスト"]);
  });

  test("spaces of every kind part words and are in none", () => {
    for (const space of [" ", "\n", "\t", "\r\n", "\u0085", "\u00a0", "\u2003", "\u2028", "\u3000"])
      expect(splitSigns(`${space}a${space}${space}b${space}`)).toEqual(["a", "b"]);
    for (const none of ["\u200b", "\u200d", "\ufeff", "\0"]) expect(splitSigns(`a${none}b`)).toEqual([`a${none}b`]);
    expect(splitSigns("")).toEqual([]);
    expect(splitSigns(" \n ")).toEqual([]);
  });

  test("no word is empty, has a space, or has a sign with something else", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of splitSigns(text)) {
          expect(word).not.toMatch(/\p{White_Space}/u);
          if (/\p{P}/u.test(word)) expect([...word]).toHaveLength(1);
          expect(word).not.toBe("");
        }
      }),
    );
  });

  test("cut again, words joined by spaces are the same words", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = splitSigns(text);
        expect(splitSigns(words.join(" "))).toEqual(words);
      }),
    );
  });
});

test("what was trained on a text knows all of its words, however few pieces there are", () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), fc.nat(40), (texts, more) => {
      const tokenizer = wordPiece.train(texts, { vocabSize: 1 + more });
      for (const text of texts)
        for (const word of splitSigns(text)) {
          expect(tokenizer.encode(word)).not.toContain(0);
          expect(tokenizer.decode(tokenizer.encode(word))).toBe(word);
        }
    }),
  );
});

const sizes = (vocabSize: number) => {
  const { size, vocab } = wordPiece.train(["abc abd"], { vocabSize, specialTokens: ["<s>", "<e>"] });
  return [size, vocab.length];
};

test("the sizes are kept: special tokens count, letters are all there even if they are more", () => {
  // [UNK], a, ##b, ##c, ##d and the two special ones are seven; abc, abd and ab or what makes them are three at most
  expect(sizes(1)).toEqual([7, 5]);
  expect(sizes(7)).toEqual([7, 5]);
  expect(sizes(8)).toEqual([8, 6]);
  expect(sizes(100)[0]).toBeLessThanOrEqual(10);
  expect(wordPiece.train([], { vocabSize: 5 }).vocab).toEqual([unknownWord]);
  expect(wordPiece.train(["a a a"], { vocabSize: 5 }).vocab).toEqual([unknownWord, "a"]);
});

test.each<[number, string]>([
  [0, "an integer from 1 to 1048576, got 0"],
  [2 ** 20 + 1, "an integer from 1 to 1048576, got 1048577"],
  [NaN, "an integer from 1 to 1048576, got NaN"],
])("a vocabulary of %d is refused", (vocabSize, message) => {
  expect(() => wordPiece.train(["a"], { vocabSize })).toThrow(
    new InputError(`wordPiece.train vocabSize: expected ${message}`),
  );
});

test.each<[string[], string[], string]>([
  [[], [], "vocab: expected different pieces, [UNK] first, got Array of length 0"],
  [["a", unknownWord], [], "vocab: expected different pieces, [UNK] first, got Array of length 2"],
  [[unknownWord, "a", "a"], [], "vocab: expected different pieces, [UNK] first, got Array of length 3"],
  [[unknownWord], ["<s>", ""], 'specialTokens: expected different texts, none empty, got "<s> "'],
  [[unknownWord], ["<s>", "<s>"], 'specialTokens: expected different texts, none empty, got "<s> <s>"'],
])("pieces %j with special tokens %j are refused", (vocab, specialTokens, message) => {
  expect(() => wordPiece.of({ vocab, specialTokens })).toThrow(new InputError(`wordPiece ${message}`));
});
