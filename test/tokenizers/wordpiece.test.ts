import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSigns, unknownWord, wordPiece } from "../../lib/tokenizers/index.ts";

const fixture = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/tokenizers/${name}`, import.meta.url), "utf8")) as T;
const { texts } = fixture<{ texts: string[] }>("tiktoken.json");
const shown = (tokenizer: ReturnType<typeof wordPiece.of>, text: string) =>
  tokenizer.pieces(text).map((piece) => piece.text);

// tokenizers 0.23.3 (Rust) with the same pieces: test/fixtures/tokenizers/make.py
test("cuts as Hugging Face's WordPiece does with the same pieces", () => {
  const tokenizer = wordPiece.of({
    ...fixture<{ wordpiece: { vocab: string[] } }>("pieces.json").wordpiece,
    specialTokens: [],
  });
  const golden = fixture<{ wordpiece: number[][] }>("pieces-ids.json").wordpiece;
  texts.forEach((text, i) => expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(golden[i]));
});

// the docstring of BERT's tokenization.py (Devlin et al. 2018)
test("BERT's own example: unaffable is un ##aff ##able", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "un", "##aff", "##able", "##a"], specialTokens: [] });
  expect(shown(tokenizer, "unaffable")).toEqual(["un", "##aff", "##able"]);
  expect(shown(tokenizer, "unaffablex un")).toEqual([unknownWord, "un"]);
  expect(tokenizer.decode(tokenizer.encode("unaffable  un"))).toBe("unaffable un");
});

test("signs and Chinese characters stand alone, spaces of all kinds part", () => {
  expect(splitSigns("Hello,world! 貓sat\u00a0on$5 \u3000x_y")).toEqual([
    "Hello",
    ",",
    "world",
    "!",
    "貓",
    "sat",
    "on",
    "$",
    "5",
    "x",
    "_",
    "y",
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(splitSigns(text).join("")).toBe(text.replaceAll(/\p{White_Space}/gu, ""));
    }),
  );
});

// count(ab) / (count(a) · count(b)): "qu" once of one q and one u is 1, "th" three times of three t and four h less
test("what is learned first is the pair whose parts are seldom seen apart, not the most frequent", () => {
  const { vocab } = wordPiece.train(["th th th hq hu qu"], { vocabSize: 9 });
  expect(vocab.slice(0, 7).toSorted()).toEqual([unknownWord, "##h", "##q", "##u", "h", "q", "t"].toSorted());
  // th: 3 / (3 · 3) = ⅓; hq: 1 / (2 · 1) = ½; hu: 1 / (2 · 2); qu: 1 / (1 · 2) = ½, later
  expect(vocab[7]).toBe("hq");
});

test("training stops where no pair is left; a long word is unknown", () => {
  const tokenizer = wordPiece.train(["ab"], { vocabSize: 50 });
  expect(tokenizer.vocab).toEqual([unknownWord, "a", "##b", "ab"]);
  const long = wordPiece.train(["a".repeat(101)], { vocabSize: 3 });
  expect(long.encode("a".repeat(100))).toHaveLength(100);
  expect(long.encode("a".repeat(101))).toEqual([0]);
});

test("bad pieces are named", () => {
  expect(() => wordPiece.of({ vocab: ["a"], specialTokens: [] })).toThrow(
    `wordPiece vocab: expected different pieces, ${unknownWord} first`,
  );
  expect(() => wordPiece.of({ vocab: [unknownWord, "a", "a"], specialTokens: [] })).toThrow("wordPiece vocab");
  expect(() => wordPiece.train(["a"], { vocabSize: 0 })).toThrow("wordPiece.train vocabSize");
});
