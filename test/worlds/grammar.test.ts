import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  countSentences,
  END,
  grammarLogProb,
  isGrammatical,
  languageEntropy,
  nextDistribution,
  parseGrammar,
  sampleSentence,
} from "../../lib/worlds/index.ts";
import { enumerate, recursive, tricky } from "./brute-force.ts";

const all = { ...tricky, ...recursive };
const words = (sentence: string) => sentence.split(" ");
const chain = (grammar: ReturnType<typeof parseGrammar>, sentence: readonly string[]) =>
  [...sentence, END].reduce((sum, word, i) => {
    return sum + Math.log(nextDistribution(grammar, sentence.slice(0, i)).get(word) ?? 0);
  }, 0);

describe("parseGrammar", () => {
  it("reads rules, weights and words", () => {
    const grammar = parseGrammar("S -> 3 the N | N\nN -> cat");
    expect(grammar.start).toBe("S");
    expect(grammar.rules.get("S")).toEqual([
      { probability: 0.75, symbols: ["the", "N"] },
      { probability: 0.25, symbols: ["N"] },
    ]);
    expect(grammar.words).toEqual(["the", "cat"]);
  });

  it.each([
    ["", "at least one rule"],
    ["S = a", "NAME -> words"],
    ["s -> a", "NAME -> words"],
    ["S -> a -> b", "NAME -> words"],
    ["S -> a\nS -> b", 'one rule for each name, got "S"'],
    ["S -> N", 'a rule for each name, got "N"'],
    ["S -> a |", "at least one symbol"],
    ["S -> 0 a", "a number above 0"],
    ["S -> a S", 'rules that end in words, got "S"'],
    ["S -> S a | a", "left recursion"],
    ["S -> N a\nN -> S b | c", "left recursion"],
  ])("refuses %j and says what it expected", (notation, message) => {
    expect(() => parseGrammar(notation)).toThrow(message);
  });
});

describe.each(Object.entries(all))("a grammar with %s", (_, { notation, maxLength }) => {
  const grammar = parseGrammar(notation);
  const sentences = enumerate(grammar, maxLength);

  it("is counted as brute force counts it, at every length", () => {
    for (let length = 0; length <= maxLength; length++)
      expect(countSentences(grammar, { maxLength: length })).toBe(BigInt(enumerate(grammar, length).size));
  });

  it("gives every sentence the probability of all its trees, by both roads", () => {
    for (const [sentence, probability] of sentences) {
      expect(grammarLogProb(grammar, words(sentence))).toBeCloseTo(Math.log(probability), 10);
      expect(chain(grammar, words(sentence))).toBeCloseTo(Math.log(probability), 10);
    }
  });

  it("accepts exactly the sentences that brute force finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...grammar.words, "zzz", "S", END, ""), { maxLength }),
        (sentence) => isGrammatical(grammar, sentence) === sentences.has(sentence.join(" ")),
      ),
    );
    for (const sentence of sentences.keys()) expect(isGrammatical(grammar, words(sentence))).toBe(true);
  });

  it("samples sentences about as often as their probability says", () => {
    const r = rng(1);
    const seen = new Map<string, number>();
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const sentence = sampleSentence(grammar, { rng: r }).join(" ");
      seen.set(sentence, (seen.get(sentence) ?? 0) + 1);
    }
    // five standard errors of a binomial share
    for (const [sentence, p] of sentences)
      expect(Math.abs((seen.get(sentence) ?? 0) / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n) + 1e-12);
  });
});

describe.each(Object.entries(tricky))("the entropy of a grammar with %s", (_, { notation, maxLength }) => {
  it("is that of its sentences, not of its trees", () => {
    const grammar = parseGrammar(notation);
    const sentences = [...enumerate(grammar, maxLength)];
    const nats = sentences.reduce((sum, [, p]) => sum - p * Math.log(p), 0);
    const mean = sentences.reduce((sum, [sentence, p]) => sum + p * words(sentence).length, 0);
    const entropy = languageEntropy(grammar);
    expect(entropy.perSentence).toBeCloseTo(nats, 10);
    expect(entropy.words).toBeCloseTo(mean, 10);
    expect(entropy.perToken).toBeCloseTo(nats / (mean + 1), 10);
  });
});

describe("a recursive grammar", () => {
  it("has no finite count and no entropy by this method, and says so", () => {
    const grammar = parseGrammar("S -> a | b S");
    expect(() => countSentences(grammar)).toThrow("countSentences maxLength: expected a length");
    expect(() => languageEntropy(grammar)).toThrow("not recursive");
  });

  it("is counted far beyond what can be listed", () => {
    // n letters a before n letters b, each pair either closed or nested: lengths 2, 4, …, one sentence each
    expect(countSentences(parseGrammar("S -> a b | a S b"), { maxLength: 200 })).toBe(100n);
    // all words over two letters: 2 + 4 + … + 2^100
    expect(countSentences(parseGrammar("S -> A | A S\nA -> a | b"), { maxLength: 100 })).toBe(2n ** 101n - 2n);
  });
});

describe("nextDistribution", () => {
  it("sums to one after every possible prefix and is empty after an impossible one", () => {
    const grammar = parseGrammar(tricky["optional parts that meet"]!.notation);
    for (const prefix of [[], ["a"], ["a", "a"], ["b", "a"]]) {
      const sum = [...nextDistribution(grammar, prefix).values()].reduce((s, p) => s + p, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
    expect(nextDistribution(grammar, ["zzz"]).size).toBe(0);
    expect(nextDistribution(grammar, ["b", "b", END]).size).toBe(0);
  });
});
