/** Cuts of a unigram model worked out by hand and by listing all of them, unknown characters and ties included. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";
import { unigram } from "../../lib/tokenizers/index.ts";
import { anyText } from "./any-text.ts";

const of = (pieces: Readonly<Record<string, number>>, specialTokens: readonly string[] = []) =>
  unigram.of({ vocab: Object.keys(pieces), scores: Object.values(pieces), specialTokens });
const shown = (tokenizer: ReturnType<typeof of>, text: string) => tokenizer.pieces(text).map((piece) => piece.text);

// Hugging Face's NLP course, chapter 6, "Unigram tokenization": hug 10, pug 5, pun 12, bun 4, hugs 5, and how often each part
// of two letters or more, and each letter, is in them: 210 in all
describe("the course of Hugging Face", () => {
  const letters = { h: 15, u: 36, g: 20, p: 17, n: 16, b: 4, s: 5 };
  const counts = { ...letters, hu: 15, ug: 20, pu: 17, un: 16, bu: 4, hug: 15, gs: 5, ugs: 5 };
  const tokenizer = of(Object.fromEntries(Object.entries(counts).map(([piece, n]) => [piece, Math.log(n / 210)])));

  test("unhug is un and hug", () => {
    expect(shown(tokenizer, "unhug")).toEqual(["un", "hug"]);
  });

  test("pug is p ug or pu g, which are as likely: the one whose last piece is longer", () => {
    expect(counts.p * counts.ug).toBe(counts.pu * counts.g);
    expect(shown(tokenizer, "pug")).toEqual(["p", "ug"]);
  });

  test("pun, bun and hugs have two pieces each, of which the product is largest", () => {
    // p un 17 · 16 and pu n 17 · 16; b un 4 · 16 and bu n 4 · 16; hug s 15 · 5 and hu gs 15 · 5, h ugs 15 · 5
    expect(shown(tokenizer, "pun")).toEqual(["p", "un"]);
    expect(shown(tokenizer, "bun")).toEqual(["b", "un"]);
    expect(shown(tokenizer, "hugs")).toEqual(["h", "ugs"]);
  });
});

/** Scores whose sums are exact, so that there are ties. */
const exact: Record<string, number> = { a: -2, b: -2.5, ab: -4, ba: -4.5, aba: -7, bb: -5, "👍a": -3, xa: -6 };
const unknown = -7 - 10;

interface Cut {
  parts: string[];
  score: number;
}

/** Every way to cut a word; a character without a piece of its own may be one all the same, ten worse than the worst. */
function everyCut(word: string, pieces: Readonly<Record<string, number>>, worst: number): Cut[] {
  if (word === "") return [{ parts: [], score: 0 }];
  const characters = [...word];
  return characters.flatMap((_, i) => {
    const first = characters.slice(0, i + 1).join("");
    const score = pieces[first] ?? (i === 0 ? worst : undefined);
    if (score === undefined) return [];
    return everyCut(characters.slice(i + 1).join(""), pieces, worst).map((rest) => ({
      parts: [first, ...rest.parts],
      score: score + rest.score,
    }));
  });
}

/** Larger scores first; of equals longer pieces first, the last compared before the others. */
function compareCuts(one: Cut, other: Cut): number {
  if (one.score !== other.score) return other.score - one.score;
  for (let back = 1; back <= Math.min(one.parts.length, other.parts.length); back++) {
    const difference = [...other.parts.at(-back)!].length - [...one.parts.at(-back)!].length;
    if (difference !== 0) return difference;
  }
  return 0;
}

const tokenizer = of(exact);
const idsOf = (parts: readonly string[]) =>
  parts.flatMap((part) => {
    const place = Object.keys(exact).indexOf(part);
    return place < 0 ? [...new TextEncoder().encode(part)] : [256 + place];
  });

const letters = fc.string({ unit: fc.constantFrom("a", "a", "b", "x"), minLength: 1, maxLength: 9 });
const signs = fc.string({ unit: fc.constantFrom("👍", "\u0301", "-"), minLength: 1, maxLength: 5 });

test("a cut is the best of all, of equals the one whose last pieces are longest: all cuts listed", () => {
  fc.assert(
    fc.property(fc.oneof(letters, signs), (word) => {
      const [best] = everyCut(word, exact, unknown).toSorted(compareCuts);
      expect(tokenizer.encode(word)).toEqual(idsOf(best!.parts));
    }),
    { numRuns: 300 },
  );
});

test("a character without a piece is its bytes, unless a longer piece has it", () => {
  expect(tokenizer.encode("x")).toEqual([120]);
  expect(tokenizer.encode("xa")).toEqual([256 + 7]);
  expect(tokenizer.encode("axb")).toEqual([256, 120, 257]);
  expect(tokenizer.encode("貓")).toEqual([0xe8, 0xb2, 0x93]);
});

const cutOf = (n: number) => shown(of({ xy: -1, x: -n, yz: -n }), "xyz");

test("an unknown character costs ten more than the least likely piece, which decides between two cuts", () => {
  // xy and an unknown z: −1 − (n + 10), against x yz: −2n. Equal where n is 11, and there the longer last piece is taken
  expect(cutOf(10.75)).toEqual(["x", "yz"]);
  expect(cutOf(11)).toEqual(["x", "yz"]);
  expect(cutOf(11.25)).toEqual(["xy", "z"]);
});

test("pieces do not reach over the border of two words, even where they would be likelier", () => {
  const greedy = of({ a: -9, b: -9, " ": -9, "a b": -1, " b": -2, "b!": -1, "!": -9 });
  expect(shown(greedy, "a b")).toEqual(["a", " b"]);
  expect(shown(greedy, "b!")).toEqual(["b", "!"]);
});

test("without any piece every text is its bytes, and comes back", () => {
  const bytes = of({});
  expect(bytes.size).toBe(256);
  fc.assert(
    fc.property(anyText, (text) => {
      expect(bytes.encode(text)).toEqual([...new TextEncoder().encode(text)]);
      expect(bytes.decode(bytes.encode(text))).toBe(text);
    }),
  );
});

test("every text comes back, whatever the pieces are", () => {
  const pieces = fc.uniqueArray(
    anyText.filter((text) => text !== ""),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(20)), anyText, (vocab, draws, extra) => {
      const any = unigram.of({ vocab, scores: vocab.map((_, i) => -(draws[i] ?? 3)), specialTokens: [] });
      const text = `${vocab.join("")}${extra}`;
      expect(any.decode(any.encode(text))).toBe(text);
      expect(any.decode(any.sample(text, { rng: rng(1) }))).toBe(text);
    }),
  );
});

/** A die that takes the piece that it is told, and keeps the odds that it was given. */
function loaded(choices: readonly number[]): { die: Rng; odds: number[][] } {
  const odds: number[][] = [];
  const weighted = (weights: readonly number[]): number => {
    odds.push([...weights]);
    return (choices[odds.length - 1] ?? 0) % weights.length;
  };
  return { die: { weighted } as unknown as Rng, odds };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test.each([0, 0.5, 1, 2])(
  "the odds of each piece, drawn from the end, are those of all cuts with it: p^%d",
  (alpha) => {
    fc.assert(
      fc.property(letters, fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }), (word, choices) => {
        const { die, odds } = loaded(choices);
        tokenizer.sample(word, { rng: die, alpha });
        let rest = word;
        odds.forEach((weights, n) => {
          // shorter pieces come first; of a cut that is drawn from the end the last piece is the first
          const cuts = everyCut(rest, exact, unknown).map(({ parts, score }) => ({
            last: parts.at(-1)!,
            p: Math.exp(alpha * score),
          }));
          const lasts = [...new Set(cuts.map(({ last }) => last))].toSorted((a, b) => a.length - b.length);
          const total = sum(cuts.map(({ p }) => p));
          const expected = lasts.map(
            (last) => sum(cuts.filter((each) => each.last === last).map(({ p }) => p)) / total,
          );
          expect(weights).toHaveLength(expected.length);
          weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i]!, 9));
          rest = rest.slice(0, rest.length - lasts[choices[n]! % lasts.length]!.length);
        });
        expect(rest).toBe("");
      }),
      { numRuns: 60 },
    );
  },
);

test("a word with one cut is always cut so, and with a large power so is every word as encode cuts it", () => {
  const die = rng(7);
  const distinct = of({ a: -1, b: -1.5, ab: -2, ba: -4 });
  for (let i = 0; i < 50; i++) {
    expect(tokenizer.sample("x👍x", { rng: die })).toEqual(tokenizer.encode("x👍x"));
    expect(distinct.sample("abab baab", { rng: die, alpha: 1000 })).toEqual(distinct.encode("abab baab"));
  }
});

test("one seed gives one cut, and a special token counts as text", () => {
  const special = of({ "<": -2, s: -2, ">": -2, "s>": -3 }, ["<s>"]);
  const draw = (seed: number) => special.sample("<s>s><s>", { rng: rng(seed) });
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toContain(260);
  expect(special.sample("", { rng: rng(1) })).toEqual([]);
});

test.each<[number, string]>([
  [-0.1, "a finite number from 0 to 1000, got -0.1"],
  [1000.5, "a finite number from 0 to 1000, got 1000.5"],
  [NaN, "a finite number from 0 to 1000, got NaN"],
  [Infinity, "a finite number from 0 to 1000, got Infinity"],
])("a power of %d is refused", (alpha, message) => {
  expect(() => tokenizer.sample("a", { rng: rng(1), alpha })).toThrow(
    new InputError(`unigram.sample alpha: expected ${message}`),
  );
});

test.each<[number, string]>([
  [255, "an integer from 256 to 1048576, got 255"],
  [2 ** 20 + 1, "an integer from 256 to 1048576, got 1048577"],
  [300.5, "an integer from 256 to 1048576, got 300.5"],
])("a vocabulary of %d is refused", (vocabSize, message) => {
  expect(() => unigram.train(["a"], { vocabSize })).toThrow(
    new InputError(`unigram.train vocabSize: expected ${message}`),
  );
});

test("with 256 ids only letters are learned, since they are never dropped; of nothing nothing is", () => {
  expect(unigram.train(["ab ab ab"], { vocabSize: 256 }).vocab.toSorted()).toEqual([" ", "a", "b"]);
  expect(unigram.train([], { vocabSize: 300 }).size).toBe(256);
  expect(unigram.train(["", ""], { vocabSize: 300 }).vocab).toEqual([]);
  expect(unigram.train(["a"], { vocabSize: 300 }).scores).toEqual([0]);
});
