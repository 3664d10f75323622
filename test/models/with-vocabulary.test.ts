import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { generate } from "../../lib/generate/index.ts";
import { logProb, trainNgram, withVocabulary } from "../../lib/models/index.ts";

const words = ["dog", "bites", "man", "."];
const texts = [
  ["dog", "bites", "man", "."],
  ["man", "bites", "dog", "."],
  ["dog", "bites", "dog", "."],
];

test("a model of ids, given their words, is the model of the words", () => {
  const ofWords = trainNgram(texts, { order: 1 });
  const ofIds = trainNgram(
    texts.map((text) => text.map((word) => words.indexOf(word))),
    { order: 1 },
  );
  const named = withVocabulary(ofIds, words);
  for (const context of [[], ["dog"], ["dog", "bites"], ["."]])
    expect(named.nextDistribution(context)).toEqual(ofWords.nextDistribution(context));
  expect(logProb(named, texts[0]!)).toBe(logProb(ofWords, texts[0]!));
  const options = { prompt: ["man"], end: ".", maxTokens: 9 };
  expect(generate(named, { rng: rng(1), ...options })).toEqual(generate(ofWords, { rng: rng(1), ...options }));
});

test('tokens can be anything that is one: 1 and "1" are two', () => {
  const model = withVocabulary<string | number>({ nextDistribution: () => new Map([[1, 1]]) }, [1, "1"]);
  expect([...model.nextDistribution([1, "1"])]).toEqual([["1", 1]]);
});

test("a token twice, a token that is none, and an id without a token are refused", () => {
  const model = { nextDistribution: () => new Map([[4, 1]]) };
  expect(() => withVocabulary(model, ["a", "a"])).toThrow("withVocabulary vocabulary: expected no token twice");
  expect(() => withVocabulary(model, words).nextDistribution(["cat"])).toThrow('a token of the vocabulary, got "cat"');
  expect(() => withVocabulary(model, words).nextDistribution(["dog"])).toThrow("expected a token for id 4");
});
