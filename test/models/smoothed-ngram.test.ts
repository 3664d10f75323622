import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { generate } from "../../lib/generate/index.ts";
import { addK, jelinekMercer, kneserNey, logProb, trainNgram, trainSmoothedNgram } from "../../lib/models/index.ts";
import type { Smoothing } from "../../lib/models/index.ts";

const smoothings: Record<string, Smoothing> = {
  "add-k": addK(0.5),
  "Jelinek–Mercer": jelinekMercer(0.7),
  "Kneser–Ney": kneserNey(0.75),
};
const words = (text: string) => text.split(" ");
const train = (smoothing: Smoothing) => trainSmoothedNgram([words("a b a c")], { order: 1, smoothing });

describe("by hand, on the text a b a c", () => {
  test("add-k: after a came b once and c once, of three words", () => {
    const p = train(addK(0.5)).nextDistribution(["a"]);
    expect(p.get("b")).toBeCloseTo(1.5 / 3.5, 12);
    expect(p.get("a")).toBeCloseTo(0.5 / 3.5, 12);
    // after c nothing came: all alike
    expect(train(addK(0.5)).nextDistribution(["c"]).get("a")).toBeCloseTo(1 / 3, 12);
  });

  test("Jelinek–Mercer: bigram, unigram and 1/V, each λ of what is left", () => {
    const [one, two] = [1, 2].map((count) => 0.7 * (count / 4) + 0.3 / 3);
    const p = train(jelinekMercer(0.7)).nextDistribution(["a"]);
    expect(p.get("b")).toBeCloseTo(0.7 * 0.5 + 0.3 * one!, 12);
    expect(p.get("a")).toBeCloseTo(0.3 * two!, 12);
    // after c nothing came: the unigram
    expect(train(jelinekMercer(0.7)).nextDistribution(["c"]).get("a")).toBeCloseTo(two!, 12);
  });

  test("Kneser–Ney: a came after the start and after b, so it has two kinds of four", () => {
    const [one, two] = [1, 2].map((kinds) => (kinds - 0.75) / 4 + ((0.75 * 3) / 4) * (1 / 3));
    const p = train(kneserNey(0.75)).nextDistribution(["a"]);
    expect(p.get("b")).toBeCloseTo(0.25 / 2 + ((0.75 * 2) / 2) * one!, 12);
    expect(p.get("a")).toBeCloseTo(((0.75 * 2) / 2) * two!, 12);
  });
});

const texts = fc.array(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 }), { minLength: 1, maxLength: 5 });
const orders = fc.integer({ min: 0, max: 3 });

describe.each(Object.keys(smoothings))("%s", (name) => {
  const smoothing = smoothings[name]!;

  test("probabilities sum to one after any context, and none is 0", () => {
    fc.assert(
      fc.property(
        texts,
        orders,
        fc.array(fc.constantFrom("a", "b", "x"), { maxLength: 4 }),
        (sequences, order, context) => {
          const vocabulary = ["a", "b", "c", "d", "END", "x"];
          const model = trainSmoothedNgram(sequences, { order, smoothing, end: "END", vocabulary });
          const p = [...model.nextDistribution(context).values()];
          expect(p).toHaveLength(6);
          expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
          expect(Math.min(...p)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is the formula, computed anew from all places of the text", () => {
    fc.assert(
      fc.property(
        texts,
        orders,
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 4 }),
        (sequences, order, context) => {
          const vocabulary = ["a", "b", "c", "d", "END"];
          const model = trainSmoothedNgram(sequences, { order, smoothing, end: "END", vocabulary });
          const oracle = oracleOf(name, { sequences, order, vocabulary });
          for (const [token, p] of model.nextDistribution(context)) expect(p).toBeCloseTo(oracle(token, context), 10);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("no text at all knows nothing: all tokens alike", () => {
    const model = trainSmoothedNgram<string>([], { order: 2, smoothing, vocabulary: ["a", "b"] });
    expect([...model.nextDistribution(["a"])]).toEqual([
      ["a", 0.5],
      ["b", 0.5],
    ]);
  });
});

const ends = (place: readonly string[], tail: readonly string[]) =>
  tail.every((token, i) => place[place.length - tail.length + i] === token);

/** The formulas of Chen and Goodman, recursive and slow: counts are taken from the list of all places each time. */
function oracleOf(
  name: string,
  { sequences, order, vocabulary }: { sequences: readonly (readonly string[])[]; order: number; vocabulary: string[] },
): (token: string, context: readonly string[]) => number {
  // each place as a string of order + 1 tokens, the start as ^
  const places = sequences.flatMap((sequence) => {
    const padded = [...Array.from({ length: order }, () => "^"), ...sequence, "END"];
    return padded.slice(order).map((_, i) => padded.slice(i, i + order + 1));
  });
  const raw = (tail: readonly string[]) => places.filter((place) => ends(place, tail)).length;
  const kindsBefore = (tail: readonly string[]) =>
    new Set(places.filter((place) => ends(place, tail)).map((place) => place.slice(-tail.length - 1).join(" "))).size;
  const count = (tail: readonly string[]) =>
    name === "Kneser–Ney" && tail.length <= order ? kindsBefore(tail) : raw(tail);
  const p = (token: string, context: readonly string[]): number => {
    const counts = vocabulary.map((each) => count([...context, each]));
    const n = counts.reduce((a, b) => a + b, 0);
    const own = count([...context, token]);
    const V = vocabulary.length;
    if (name === "add-k") return (own + 0.5) / (n + 0.5 * V);
    const lower = context.length === 0 ? 1 / V : p(token, context.slice(1));
    if (n === 0) return lower;
    if (name === "Jelinek–Mercer") return (0.7 * own) / n + 0.3 * lower;
    return (Math.max(own - 0.75, 0) + 0.75 * counts.filter((each) => each > 0).length * lower) / n;
  };
  return (token, context) => p(token, [...Array.from({ length: order }, () => "^"), ...context].slice(context.length));
}

test("a frequent word that follows only one other is not expected elsewhere by Kneser–Ney, but by the others", () => {
  const text = words("San Francisco San Francisco San Francisco San Francisco my glasses the glasses her glasses");
  const after = (smoothing: Smoothing) =>
    trainSmoothedNgram([text], { order: 1, smoothing }).nextDistribution(["unseen"]);
  const [mixed, kn] = [jelinekMercer(0.7), kneserNey()].map(after);
  expect(mixed!.get("Francisco")).toBeGreaterThan(mixed!.get("glasses")!);
  expect(kn!.get("glasses")).toBeGreaterThan(2 * kn!.get("Francisco")!);
});

test("with almost no smoothing it is the plain table", () => {
  const sequences = ["a b a c", "b a b", "c"].map(words);
  const plain = trainNgram(sequences, { order: 2, end: "END" });
  const smooth = trainSmoothedNgram(sequences, { order: 2, end: "END", smoothing: addK(1e-12) });
  for (const context of [[], ["a"], ["a", "b"]])
    for (const [token, p] of plain.nextDistribution(context))
      expect(smooth.nextDistribution(context).get(token)).toBeCloseTo(p, 9);
});

test("of fresh text it loses less than the plain table, which excludes it", () => {
  const sequences = ["the dog bites the man", "the man sees the dog", "a dog sees a man"].map(words);
  const fresh = words("a man bites the dog");
  expect(logProb(trainNgram(sequences, { order: 1, end: "." }), fresh)).toBe(-Infinity);
  for (const smoothing of Object.values(smoothings)) {
    const model = trainSmoothedNgram(sequences, { order: 1, end: ".", smoothing });
    expect(logProb(model, fresh)).toBeGreaterThan(-20);
    expect(generate(model, { rng: rng(1), end: ".", maxTokens: 5 }).length).toBeLessThanOrEqual(5);
  }
});

test('1 and "1" are two tokens, and what is no number of smoothing is refused', () => {
  const model = trainSmoothedNgram<string | number>([[1, "1", "1"]], { order: 1, smoothing: addK(0.1) });
  expect(model.nextDistribution([1]).get("1")).toBeCloseTo(1.1 / 1.2, 12);
  expect(() => addK(0)).toThrow("addK k: expected a finite number above 0, got 0");
  expect(() => jelinekMercer(1)).toThrow("jelinekMercer lambda");
  expect(() => kneserNey(Number.NaN)).toThrow("kneserNey discount");
  const smoothing = kneserNey();
  expect(() => trainSmoothedNgram([], { order: 1, smoothing })).toThrow("vocabulary: expected at least one token");
  expect(() => trainSmoothedNgram([["a"]], { order: -1, smoothing })).toThrow("trainSmoothedNgram order");
  const vocabulary = ["b"];
  expect(() => trainSmoothedNgram([["a"]], { order: 1, smoothing, vocabulary })).toThrow('vocabulary, got "a"');
});
