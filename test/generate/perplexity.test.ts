import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { crossEntropy, perplexity } from "../../lib/generate/index.ts";
import { END, toyLanguage } from "../../lib/worlds/index.ts";

const even = {
  nextDistribution: () =>
    new Map([
      ["a", 0.25],
      ["b", 0.25],
      ["c", 0.25],
      ["d", 0.25],
    ]),
};

test("a model that hesitates among four has perplexity 4, whatever the texts", () => {
  expect(perplexity(even, { sequences: [["a"], ["b", "c", "d"]] })).toBeCloseTo(4, 12);
  expect(crossEntropy(even, { sequences: [["a", "b"]] })).toBeCloseTo(Math.log(4), 12);
});

test("a sure and right model has perplexity 1, one that excludes what came has an infinite one", () => {
  const sure = { nextDistribution: (context: readonly string[]) => new Map([[context.length < 2 ? "x" : "END", 1]]) };
  expect(perplexity(sure, { sequences: [["x", "x"]], end: "END" })).toBe(1);
  expect(perplexity(sure, { sequences: [["y"]] })).toBe(Infinity);
});

test("the grammar itself, on its own sentences, has the language's entropy: no model can be better", () => {
  const world = toyLanguage();
  const sequences = world.corpus(3_000, { rng: rng(1) });
  // 3,000 sentences of 7 or 8 words and the end; their log-probabilities spread by less than 2 nats
  expect(Math.abs(crossEntropy(world, { sequences, end: END }) - world.entropy.perToken)).toBeLessThan(
    (5 * 2) / Math.sqrt(3_000) / 8,
  );
});

test("no tokens have none", () => {
  expect(() => perplexity(even, { sequences: [] })).toThrow("crossEntropy sequences: expected at least one token");
  expect(() => perplexity(even, { sequences: [[]] })).toThrow("crossEntropy sequences");
});

test("the end counts where one is given, as a token and in what it costs", () => {
  const model = {
    nextDistribution: () =>
      new Map([
        ["a", 0.5],
        ["END", 0.125],
      ]),
  };
  expect(crossEntropy(model, { sequences: [["a"]] })).toBeCloseTo(Math.log(2), 12);
  // −(log ½ + log ⅛) / 2
  expect(crossEntropy(model, { sequences: [["a"]], end: "END" })).toBeCloseTo(Math.log(16) / 2, 12);
  expect(crossEntropy(model, { sequences: [[]], end: "END" })).toBeCloseTo(Math.log(8), 12);
});
