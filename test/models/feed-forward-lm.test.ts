import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { adam, feedForwardLm, logProb } from "../../lib/models/index.ts";

const tiny = (seed: number, { window = 2, dEmbed = 3, dHidden = 4 } = {}) =>
  feedForwardLm({ vocabulary: ["a", "b", "c", "END"], window, dEmbed, dHidden, rng: rng(seed) });
const sentences = ["a b c", "a c", "b", "c c a b a"].map((sentence) => sentence.split(" "));

describe("the feed-forward language model", () => {
  it("has as many numbers as its shapes multiply to, and as the formula of the paper without the direct path", () => {
    for (const [V, n, m, h] of [
      [4, 1, 1, 1],
      [4, 2, 3, 4],
      [4, 5, 8, 2],
    ] as const) {
      const model = tiny(1, { window: n, dEmbed: m, dHidden: h });
      const shapes = Object.values(model.shapes).reduce((sum, shape) => sum + shape.reduce((x, y) => x * y, 1), 0);
      // Bengio et al. 2003, section 2: |V|(1 + nm + h) + h(1 + (n−1)m) with direct path; here n counts context words,
      // the embedding has one row more, and |V|·nm of the direct path is gone
      expect(model.parameters.length).toBe((V + 1) * m + n * m * h + h + h * V + V);
      expect(shapes).toBe(model.parameters.length);
    }
  });

  it("has the gradient that finite differences measure, for every parameter", () => {
    for (const seed of [1, 2, 3]) {
      const model = tiny(seed);
      const examples = model.examples(sentences, { end: "END" });
      const { gradient } = model.lossAndGradient(examples);
      const epsilon = 1e-5;
      for (let i = 0; i < model.parameters.length; i++) {
        const before = model.parameters[i]!;
        model.parameters[i] = before + epsilon;
        const up = model.lossAndGradient(examples).loss;
        model.parameters[i] = before - epsilon;
        const down = model.lossAndGradient(examples).loss;
        model.parameters[i] = before;
        expect(Math.abs((up - down) / (2 * epsilon) - gradient[i]!)).toBeLessThan(1e-8);
      }
    }
  });

  it("has a loss that is the mean surprise of its own next-token distributions", () => {
    const model = tiny(4);
    const tokens = sentences.reduce((sum, sentence) => sum + sentence.length + 1, 0);
    const nats = sentences.reduce((sum, sentence) => sum - logProb(model, sentence, { end: "END" }), 0);
    expect(model.lossAndGradient(model.examples(sentences, { end: "END" })).loss).toBeCloseTo(nats / tokens, 12);
  });

  it("sees exactly `window` tokens back", () => {
    const model = tiny(5);
    const next = (context: string[]) => [...model.nextDistribution(context).values()];
    expect(next(["a", "b", "c"])).toEqual(next(["c", "b", "c"]));
    expect(next(["a", "b"])).not.toEqual(next(["c", "b"]));
    expect(next(["b"])).not.toEqual(next(["a", "b"]));
    expect(next([]).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it("learns a text it can only know from two tokens back, which a window of one cannot", () => {
    const text = [
      ["a", "c", "a"],
      ["b", "c", "b"],
    ];
    const lossOf = (window: number) => {
      const r = rng(6);
      const model = feedForwardLm({ vocabulary: ["a", "b", "c", "END"], window, dEmbed: 4, dHidden: 8, rng: r });
      const examples = model.examples(text, { end: "END" });
      const optimiser = adam({ learningRate: 0.05 });
      for (let step = 0; step < 300; step++) optimiser.step(model.parameters, model.lossAndGradient(examples).gradient);
      return model.lossAndGradient(examples).loss;
    };
    // the entropy of this text: one fair choice of a or b in four tokens
    expect(lossOf(2)).toBeLessThan(Math.LN2 / 4 + 0.01);
    // with one token, c is followed by a or b, and each of these by c or END: three choices in four tokens
    expect(lossOf(1)).toBeGreaterThan((3 * Math.LN2) / 4 - 0.01);
  });

  it("survives scores far beyond what exp can hold", () => {
    const model = tiny(7);
    model.parameters.fill(400);
    expect([...model.nextDistribution(["a"]).values()]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("skips targets before `from`, but still reads them as context", () => {
    const model = tiny(8);
    const { contexts, targets } = model.examples([["a", "b", "c"]], { from: 2 });
    expect([...contexts]).toEqual([0, 1]);
    expect([...targets]).toEqual([2]);
  });

  it("clones to the same function with numbers of its own", () => {
    const model = tiny(9);
    const copy = model.clone();
    expect(copy.nextDistribution(["a"])).toEqual(model.nextDistribution(["a"]));
    copy.parameters[0]! += 1;
    expect(model.parameters[0]).not.toBe(copy.parameters[0]);
    expect(copy.nextDistribution(["a"])).not.toEqual(model.nextDistribution(["a"]));
  });

  it("repeats for a seed", () => {
    expect(tiny(1).parameters).toEqual(tiny(1).parameters);
    expect(tiny(1).parameters).not.toEqual(tiny(2).parameters);
  });

  it("refuses what it cannot use and says so", () => {
    const sizes = { window: 1, dEmbed: 1, dHidden: 1, rng: rng(1) };
    expect(() => feedForwardLm({ ...sizes, vocabulary: ["a"] })).toThrow("at least two tokens");
    expect(() => feedForwardLm({ ...sizes, vocabulary: ["a", "a"] })).toThrow("no token twice");
    expect(() => feedForwardLm({ ...sizes, vocabulary: ["a", "b"], window: 0 })).toThrow("feedForwardLm window");
    expect(() => tiny(1).nextDistribution(["zzz"])).toThrow('a token of the vocabulary, got "zzz"');
    expect(() => tiny(1).batch(tiny(1).examples([]), 4, { rng: rng(1) })).toThrow("at least one example");
    expect(() => tiny(1).lossAndGradient(tiny(1).examples([]))).toThrow("lossAndGradient batch");
  });
});
