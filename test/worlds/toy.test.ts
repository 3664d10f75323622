import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { END, toyLanguage } from "../../lib/worlds/index.ts";

const world = toyLanguage();

describe("the village register", () => {
  it("has 1,772,928 sentences, as multiplying its slots by hand gives", () => {
    // determiner · noun in two numbers · preposition · determiner · noun · (verb, or verb with determiner and noun)
    const byHand = 3 * 24 * 3 * 3 * 12 * (12 + 6 * 3 * 12);
    expect(world.size).toBe(BigInt(byHand));
    expect(byHand).toBe(1_772_928);
  });

  it("accepts every sentence it says, in six or eight words", () => {
    for (const sentence of world.corpus(1000, { rng: rng(1) })) {
      expect(world.isGrammatical(sentence)).toBe(true);
      expect([6, 8]).toContain(sentence.length);
    }
  });

  it("wants the verb to agree with the first noun and not with the nearer one", () => {
    expect(world.isGrammatical("the cats near my dog sleep".split(" "))).toBe(true);
    expect(world.isGrammatical("the cats near my dog sleeps".split(" "))).toBe(false);
    expect(world.isGrammatical("the cat near my dog sleep".split(" "))).toBe(false);
  });

  it("rejects shuffled sentences, pieces of sentences and random words", () => {
    const r = rng(2);
    for (const sentence of world.corpus(200, { rng: r })) {
      expect(world.isGrammatical(sentence.slice(0, -1))).toBe(false);
      expect(world.isGrammatical([...sentence, sentence.at(-1)!])).toBe(false);
      expect(world.isGrammatical(sentence.toReversed())).toBe(false);
    }
    fc.assert(fc.property(fc.array(fc.string(), { maxLength: 9 }), (strings) => !world.isGrammatical(strings)));
  });

  it("has an entropy that sampling confirms within four standard errors", () => {
    const n = 4000;
    const nats = world.corpus(n, { rng: rng(3) }).map((sentence) => -world.logProb(sentence));
    const mean = nats.reduce((sum, x) => sum + x, 0) / n;
    const deviation = Math.sqrt(nats.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    expect(Math.abs(mean - world.entropy.perSentence)).toBeLessThan((4 * deviation) / Math.sqrt(n));
  });

  it("gives the same probability word by word as tree by tree", () => {
    for (const sentence of world.corpus(200, { rng: rng(4) })) {
      const chain = [...sentence, END].reduce(
        (sum, word, i) => sum + Math.log(world.nextDistribution(sentence.slice(0, i)).get(word)!),
        0,
      );
      expect(Math.abs(chain - world.logProb(sentence))).toBeLessThan(1e-9);
    }
    expect(world.logProb(["the", "cat"])).toBe(-Infinity);
    expect(world.logProb([])).toBe(-Infinity);
  });

  it("keeps training and held-out sentences apart", () => {
    const { train, heldOut } = world.split(3000, 500, { rng: rng(5) });
    const seen = new Set(train.map((sentence) => sentence.join(" ")));
    expect(train).toHaveLength(3000);
    expect(heldOut).toHaveLength(500);
    expect(heldOut.filter((sentence) => seen.has(sentence.join(" ")))).toEqual([]);
  });

  it("repeats for a seed and differs between seeds", () => {
    expect(world.corpus(5, { rng: rng(6) })).toEqual(world.corpus(5, { rng: rng(6) }));
    expect(world.corpus(5, { rng: rng(6) })).not.toEqual(world.corpus(5, { rng: rng(7) }));
  });

  it("describes itself with three samples", () => {
    const lines = world.describe({ rng: rng(8) }).split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(1)) expect(world.isGrammatical(line.trim().split(" "))).toBe(true);
  });

  it("refuses counts that are none", () => {
    expect(() => world.corpus(-1, { rng: rng(1) })).toThrow("corpus count: expected an integer of at least 0, got -1");
    expect(() => world.corpus(Number.NaN, { rng: rng(1) })).toThrow("corpus count");
    expect(world.corpus(0, { rng: rng(1) })).toEqual([]);
  });
});

describe("its twin B", () => {
  it("has one word for each word of A, and no word twice", () => {
    expect([...world.lexicon.keys()].toSorted()).toEqual([...world.words].toSorted());
    expect(new Set(world.lexicon.values()).size).toBe(world.words.length);
  });

  it("says the same with the place first", () => {
    const sentence = "my cats near the dog follow your shark".split(" ");
    expect(world.translate(sentence)).toEqual(["這", "狗", "附近", "我的", "貓們", "都跟隨", "你的", "鯊魚"]);
    expect(() => world.translate(["cats", "the"])).toThrow('a sentence of A, got "cats the"');
  });
});
