import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { beamSearch, generate } from "../../lib/generate/index.ts";

/** A model of three tokens whose distribution is a hash of the context: nothing to exploit. */
function hashed(seed: number) {
  return {
    nextDistribution(context: readonly string[]) {
      const die = rng(seed).split(context.join(" "));
      const weights = ["a", "b", "END"].map((token): [string, number] => [token, 0.05 + die()]);
      const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
      return new Map(weights.map(([token, weight]) => [token, weight / total]));
    },
  };
}

/** Every text of up to `most` tokens with its log-probability: ended, or cut at `most`. */
function everyText(model: ReturnType<typeof hashed>, most: number): { text: string; logProb: number }[] {
  const visit = (tokens: string[], logProb: number): { text: string; logProb: number }[] => {
    if (tokens.length === most) return [{ text: tokens.join(" "), logProb }];
    return [...model.nextDistribution(tokens)].flatMap(([token, p]) =>
      token === "END"
        ? [{ text: [...tokens, token].join(" "), logProb: logProb + Math.log(p) }]
        : visit([...tokens, token], logProb + Math.log(p)),
    );
  };
  return visit([], 0).sort((a, b) => b.logProb - a.logProb);
}

test("a beam wide enough for everything finds the best of all texts", () => {
  fc.assert(
    fc.property(fc.nat(10_000), (seed) => {
      const model = hashed(seed);
      const all = everyText(model, 4);
      const found = beamSearch(model, { width: 100, end: "END", maxTokens: 4 });
      expect(found.map(({ tokens, ended }) => [...tokens, ...(ended ? ["END"] : [])].join(" "))).toEqual(
        all.map(({ text }) => text),
      );
      found.forEach(({ logProb }, i) => expect(logProb).toBeCloseTo(all[i]!.logProb, 10));
    }),
    { numRuns: 20 },
  );
});

test("a wider beam is never worse than the best of everything, and a beam of one is greedy where nothing ends", () => {
  for (let seed = 0; seed < 20; seed++) {
    const model = hashed(seed);
    const best = everyText(model, 4)[0]!.logProb;
    for (const width of [1, 2, 4, 8])
      expect(beamSearch(model, { width, end: "END", maxTokens: 4 })[0]!.logProb).toBeLessThanOrEqual(best + 1e-12);
    const [narrow] = beamSearch(model, { width: 1, maxTokens: 6 });
    expect(narrow!.tokens).toEqual(generate(model, { rng: rng(0), maxTokens: 6, temperature: 0 }));
  }
});

test("finds what greedy misses: the likelier word leads to less likely texts", () => {
  const table: Record<string, [string, number][]> = {
    "": [
      ["the", 0.6],
      ["a", 0.4],
    ],
    the: [
      ["cat", 0.4],
      ["dog", 0.3],
      ["hog", 0.3],
    ],
    a: [["bat", 1]],
  };
  const model = { nextDistribution: (context: readonly string[]) => new Map(table[context.join(" ")] ?? []) };
  expect(beamSearch(model, { width: 1, maxTokens: 2 })[0]!.tokens).toEqual(["the", "cat"]);
  const [best] = beamSearch(model, { width: 2, maxTokens: 2 });
  expect(best).toMatchObject({ tokens: ["a", "bat"], ended: false });
  expect(Math.exp(best!.logProb)).toBeCloseTo(0.4, 12);
});

test("length normalisation is ((5 + length) / 6)^α, the end counted, and lets a longer text win", () => {
  // "x": 0.5 · 0.5 with its end; "y y y": 0.5 · 0.7 · 0.7 · 0.9
  const model = {
    nextDistribution(context: readonly string[]) {
      if (context.length === 0)
        return new Map([
          ["x", 0.5],
          ["y", 0.5],
        ]);
      if (context[0] === "x")
        return new Map([
          ["END", 0.5],
          ["z", 0.5],
        ]);
      return context.length < 3
        ? new Map([
            ["y", 0.7],
            ["z", 0.3],
          ])
        : new Map([
            ["END", 0.9],
            ["z", 0.1],
          ]);
    },
  };
  const options = { width: 50, end: "END", maxTokens: 4 };
  const score = (tokens: string, lengthPenalty: number) =>
    beamSearch(model, { ...options, lengthPenalty }).find((beam) => beam.tokens.join("") === tokens && beam.ended)!
      .score;
  expect(score("x", 0)).toBeCloseTo(Math.log(0.25), 12);
  expect(score("x", 1)).toBeCloseTo(Math.log(0.25) / (7 / 6), 12);
  expect(score("yyy", 1)).toBeCloseTo(Math.log(0.5 * 0.7 * 0.7 * 0.9) / (9 / 6), 12);
  expect(score("yyy", 0)).toBeLessThan(score("x", 0));
  expect(score("yyy", 1)).toBeGreaterThan(score("x", 1));
});

test("no tokens, a model with nothing to say, a prompt", () => {
  const model = hashed(1);
  expect(beamSearch(model, { width: 3, maxTokens: 0 })).toEqual([{ tokens: [], logProb: 0, score: 0, ended: false }]);
  const silent = { nextDistribution: () => new Map<string, number>() };
  expect(beamSearch(silent, { width: 3, maxTokens: 5 })).toEqual([{ tokens: [], logProb: 0, score: 0, ended: false }]);
  const prompted = beamSearch(model, { width: 100, prompt: ["a"], end: "END", maxTokens: 3 });
  const whole = everyText(model, 4).filter(({ text }) => text.startsWith("a "));
  expect(prompted.map(({ tokens, ended }) => ["a", ...tokens, ...(ended ? ["END"] : [])].join(" "))).toEqual(
    whole.map(({ text }) => text),
  );
  expect(() => beamSearch(model, { width: 0, maxTokens: 1 })).toThrow("beamSearch width");
});

test("a beam is never wider than asked, whatever ends and whatever goes on, and the best comes first", () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 5 }), (seed, width, most) => {
      const found = beamSearch(hashed(seed), { width, end: "END", maxTokens: most });
      expect(found.length).toBeLessThanOrEqual(width);
      expect(found.length).toBeGreaterThan(0);
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }),
  );
});

test("what the model excludes is in no text, even if nothing else fills the beam", () => {
  const sure = {
    nextDistribution: () =>
      new Map([
        ["a", 1],
        ["b", 0],
      ] as const) as Map<string, number>,
  };
  expect(beamSearch(sure, { width: 5, maxTokens: 2 })).toEqual([
    { tokens: ["a", "a"], logProb: 0, score: 0, ended: false },
  ]);
});
