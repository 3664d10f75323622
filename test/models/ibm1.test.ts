import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { trainIbm1 } from "../../lib/models/index.ts";
import type { SentencePair } from "../../lib/models/index.ts";

const house: SentencePair[] = [
  [
    ["das", "Haus"],
    ["the", "house"],
  ],
  [
    ["das", "Buch"],
    ["the", "book"],
  ],
  [
    ["ein", "Buch"],
    ["a", "book"],
  ],
];

describe("IBM Model 1", () => {
  // Provenance: Koehn 2010, "Statistical Machine Translation", figure 4.4: t(e|f) after each iteration of the
  // three-sentence corpus, no empty word, printed to four digits. Iteration 2 by hand: 7/11, 2/11, 3/7, 4/7.
  it.each([
    [0, { "das the": 0.25, "das house": 0.25, "Haus house": 0.25, "Buch book": 0.25, "ein a": 0.25 }],
    [1, { "das the": 0.5, "das house": 0.25, "das book": 0.25, "Buch the": 0.25, "Buch book": 0.5, "Buch a": 0.25 }],
    [1, { "ein book": 0.5, "ein a": 0.5, "Haus the": 0.5, "Haus house": 0.5 }],
    [2, { "das the": 0.6364, "das house": 0.1818, "das book": 0.1818, "Buch the": 0.1818, "Buch book": 0.6364 }],
    [2, { "ein book": 0.4286, "ein a": 0.5714, "Haus the": 0.4286, "Haus house": 0.5714 }],
    [
      3,
      {
        "das the": 0.7479,
        "das house": 0.1313,
        "das book": 0.1208,
        "Buch the": 0.1208,
        "Buch a": 0.1313,
        "Buch book": 0.7479,
      },
    ],
    [3, { "ein book": 0.3466, "ein a": 0.6534, "Haus the": 0.3466, "Haus house": 0.6534 }],
  ])("after %i iterations gives the published table", (iterations, expected) => {
    const model = trainIbm1(house, { iterations });
    for (const [pair, t] of Object.entries(expected)) {
      const [source, target] = pair.split(" ") as [string, string];
      expect(model.probability(source, target), pair).toBeCloseTo(t, 4);
    }
  });

  it("converges to the one consistent dictionary", () => {
    const model = trainIbm1(house, { iterations: 1000 });
    expect(model.probability("das", "the")).toBeGreaterThan(0.99);
    expect(model.probability("Haus", "house")).toBeGreaterThan(0.99);
    expect(model.probability("Buch", "book")).toBeGreaterThan(0.99);
    expect(model.probability("ein", "a")).toBeGreaterThan(0.99);
    expect(model.translate("ein")).toBe("a");
  });

  it("never lowers the likelihood, and keeps each row a distribution", () => {
    const r = rng(1);
    const words = ["a", "b", "c", "d", "e"];
    const sentence = () => Array.from({ length: 1 + r.int(4) }, () => r.pick(words));
    const pairs = Array.from({ length: 40 }, (): SentencePair => [sentence(), sentence().map((w) => w.toUpperCase())]);
    for (const nullWord of [false, true]) {
      const model = trainIbm1(pairs, { iterations: 20, nullWord });
      for (const [i, now] of model.logLikelihood.entries())
        expect(now).toBeGreaterThanOrEqual((model.logLikelihood[i - 1] ?? -Infinity) - 1e-12);
      for (const source of words) {
        const row = words.map((w) => model.probability(source, w.toUpperCase()));
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
      }
    }
  });

  it("gives extra target words to the empty word", () => {
    const pairs: SentencePair[] = [
      [["x"], ["X", "um"]],
      [["y"], ["Y", "um"]],
      [["z"], ["Z", "um"]],
    ];
    const model = trainIbm1(pairs, { iterations: 30, nullWord: true });
    expect(["x", "y", "z"].map((word) => model.translate(word))).toEqual(["X", "Y", "Z"]);
    expect(model.probability("", "um")).toBeGreaterThan(0.9);
  });

  it("knows nothing of words that never met", () => {
    const model = trainIbm1(house);
    expect(model.probability("Haus", "a")).toBe(0);
    expect(model.translate("Katze")).toBeUndefined();
  });

  it("refuses no pairs and empty sentences", () => {
    expect(() => trainIbm1([])).toThrow("trainIbm1 pairs: expected at least one pair");
    expect(() => trainIbm1([[[], ["a"]]])).toThrow("two sentences with words");
  });
});
