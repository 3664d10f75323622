import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { anyText } from "./any-text.ts";
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
    fc.property(anyText, (text) => {
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

test("half a surrogate pair is no text to learn from, wherever it stands", () => {
  for (const half of ["\ud800", "a\udc00", "fine \ud83d fine"])
    expect(() => wordPiece.train(["first", half], { vocabSize: 50 })).toThrow(
      new InputError(`wordPiece.train texts: expected text without lone surrogates, got ${JSON.stringify(half)}`),
    );
});

test("bad pieces are named", () => {
  expect(() => wordPiece.of({ vocab: ["a"], specialTokens: [] })).toThrow(
    `wordPiece vocab: expected different pieces, ${unknownWord} first`,
  );
  expect(() => wordPiece.of({ vocab: [unknownWord, "a", "a"], specialTokens: [] })).toThrow("wordPiece vocab");
  expect(() => wordPiece.train(["a"], { vocabSize: 0 })).toThrow("wordPiece.train vocabSize");
});

/** The definition: count everything anew after each merge, take the largest score, of equals the earlier pair. */
function piecesByDefinition(words: ReadonlyMap<string, number>, merges: number): Set<string> {
  const rows = [...words].map(([word, count]) => ({
    parts: Array.from(word, (character, i) => (i > 0 ? "##" : "") + character),
    count,
  }));
  const learned = new Set([unknownWord, ...rows.flatMap(({ parts }) => parts)]);
  for (let n = 0; n < merges; n++) {
    const [single, pairs] = [new Map<string, number>(), new Map<string, number>()];
    for (const { parts, count } of rows)
      parts.forEach((part, i) => {
        single.set(part, (single.get(part) ?? 0) + count);
        if (i + 1 < parts.length)
          pairs.set(`${part} ${parts[i + 1]}`, (pairs.get(`${part} ${parts[i + 1]}`) ?? 0) + count);
      });
    let [best, most] = ["", 0];
    for (const [pair, count] of pairs) {
      const [left, right] = pair.split(" ") as [string, string];
      const score = count / (single.get(left)! * single.get(right)!);
      if (score > most) [best, most] = [pair, score];
    }
    if (best === "") break;
    const [left, right] = best.split(" ") as [string, string];
    const merged = left + right.slice(2);
    learned.add(merged);
    for (const row of rows) {
      const parts: string[] = [];
      for (let i = 0; i < row.parts.length; i++)
        if (row.parts[i] === left && row.parts[i + 1] === right) {
          parts.push(merged);
          i++;
        } else parts.push(row.parts[i]!);
      row.parts = parts;
    }
  }
  return learned;
}

test("learns what the definition learns", () => {
  const anyWords = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(anyWords, fc.integer({ min: 0, max: 10 }), (list, merges) => {
      const counts = new Map<string, number>();
      for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
      const letters = piecesByDefinition(counts, 0).size;
      const { vocab } = wordPiece.train([list.join(" ")], { vocabSize: letters + merges });
      // a merge may make a piece that is there already, and then one more is learned: all of the first ones are
      expect(new Set(vocab).size).toBe(vocab.length);
      const expected = [...piecesByDefinition(counts, 100)].slice(0, vocab.length);
      expect(vocab.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 200 },
  );
});

/** The definition of reading: the longest piece from the left, or the whole word is unknown. */
function longestFromTheLeft(word: string, vocab: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < word.length;) {
    const fits = vocab.filter((piece) => {
      const isInside = piece.startsWith("##");
      return isInside === at > 0 && piece !== unknownWord && word.startsWith(isInside ? piece.slice(2) : piece, at);
    });
    const longest = fits.toSorted((a, b) => b.length - a.length)[0];
    if (longest === undefined) return [unknownWord];
    found.push(longest);
    at += longest.length - (at > 0 ? 2 : 0);
  }
  return found;
}

test("reads what the definition reads", () => {
  const vocab = [unknownWord, "a", "##a", "ab", "##ba", "##b", "abab", "##abc", "c"];
  const tokenizer = wordPiece.of({ vocab, specialTokens: [] });
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 9 }), (word) => {
      expect(shown(tokenizer, word)).toEqual(longestFromTheLeft(word, vocab));
    }),
    { numRuns: 500 },
  );
});

test("special tokens have the last ids; ids without a piece are named; half a pair is refused", () => {
  const tokenizer = wordPiece.of({ vocab: [unknownWord, "a"], specialTokens: ["[CLS]", "[SEP]"] });
  expect(tokenizer.encode("[CLS]a[SEP]", { special: "allow" })).toEqual([2, 1, 3]);
  expect(tokenizer.decode([2, 1, 0, 3])).toBe(`[CLS] a ${unknownWord} [SEP]`);
  expect(() => tokenizer.decode([4])).toThrow("decode ids: expected ids from 0 to 3, got 4");
  expect(() => tokenizer.encode("\ud83d")).toThrow("encode text: expected text without lone surrogates");
  expect(tokenizer.specialTokens).toEqual(["[CLS]", "[SEP]"]);
});
