import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { checkedOneByOne, generate, speculative } from "../../lib/generate/index.ts";
import { trainNgram } from "../../lib/models/index.ts";
import { END, toyLanguage } from "../../lib/worlds/index.ts";
import { totalVariation } from "./statistics.ts";

const world = toyLanguage();
const corpus = world.corpus(1_000, { rng: rng(1) });
const prophet = trainNgram(corpus, { order: 1, end: END });

test("without a die it writes what the model alone writes, whatever the prophet and however far ahead", () => {
  const master = trainNgram(corpus, { order: 5, end: END });
  const alone = (prompt: string[]) =>
    generate(master, { rng: rng(0), prompt, end: END, maxTokens: 12, temperature: 0 });
  const prophets = [
    prophet,
    master,
    { nextDistribution: () => new Map([["nonsense", 1]]) },
    { nextDistribution: () => new Map<string, number>() },
  ];
  for (const [first] of corpus.slice(0, 10).map((sentence) => [sentence.slice(0, 2)])) {
    for (const draft of prophets)
      for (const ahead of [0, 1, 4, 20]) {
        const { tokens } = speculative(checkedOneByOne(master), {
          draft,
          ahead,
          prompt: first!,
          end: END,
          maxTokens: 12,
        });
        expect(tokens).toEqual(alone(first!));
      }
  }
});

test("passes, proposals and acceptances add up: every pass gives the accepted tokens and one of the model's own", () => {
  const master = { nextDistribution: (context: readonly number[]) => new Map([[context.length % 3, 1]]) };
  const wrong = { nextDistribution: () => new Map([[9, 1]]) };
  const right = speculative(checkedOneByOne(master), { draft: master, ahead: 4, maxTokens: 100 });
  expect(right).toMatchObject({ passes: 20, proposed: 80, accepted: 80 }); // five tokens a pass
  expect(speculative(checkedOneByOne(master), { draft: wrong, ahead: 4, maxTokens: 20 })).toMatchObject({
    passes: 20,
    accepted: 0,
  });
  expect(right.tokens).toHaveLength(100);
});

/** Three tokens and the end, by a hash of the context. */
function hashed(seed: number, sharpness: number) {
  return {
    nextDistribution(context: readonly string[]) {
      const die = rng(seed).split(context.join(""));
      const weights = ["a", "b", "c", "."].map((token): [string, number] => [token, Math.exp(sharpness * die())]);
      const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
      return new Map(weights.map(([token, weight]) => [token, weight / total]));
    },
  };
}

/** The exact probability of every text of up to `most` tokens. */
function everyText(model: ReturnType<typeof hashed>, most: number): Map<string, number> {
  const texts = new Map<string, number>();
  const visit = (tokens: string[], p: number): void => {
    if (tokens.length === most) return void texts.set(tokens.join(""), (texts.get(tokens.join("")) ?? 0) + p);
    for (const [token, q] of model.nextDistribution(tokens)) {
      // one that ended is told from one that was cut
      if (token === ".") texts.set(`${tokens.join("")}.`, p * q);
      else visit([...tokens, token], p * q);
    }
  };
  visit([], 1);
  return texts;
}

test("with a die, whole texts come as often as the model alone gives them, though the prophet is far off", () => {
  const [master, draft] = [hashed(1, 3), hashed(2, 3)];
  const exact = everyText(master, 3);
  const cut = new Map<string, number>();
  for (const [text, p] of exact) cut.set(text.replace(".", ""), (cut.get(text.replace(".", "")) ?? 0) + p);
  const die = rng(5);
  const n = 40_000;
  const counts = new Map<string, number>();
  let [accepted, proposed] = [0, 0];
  for (let i = 0; i < n; i++) {
    const result = speculative(checkedOneByOne(master), { draft, ahead: 2, end: ".", maxTokens: 3, rng: die });
    const text = result.tokens.join("");
    counts.set(text, (counts.get(text) ?? 0) + 1 / n);
    accepted += result.accepted;
    proposed += result.proposed;
  }
  // 40 texts: the expected distance of n honest draws is about √(40 / (2π n)) = 0.013
  expect(totalVariation(counts, cut)).toBeLessThan(0.02);
  // and both parts of the algorithm were used
  expect(accepted / proposed).toBeGreaterThan(0.2);
  expect(accepted / proposed).toBeLessThan(0.9);
  expect(totalVariation(everyText(draft, 3), exact)).toBeGreaterThan(0.3);
}, 20_000);

test("a token is accepted with probability Σ min(p, q): the paper's corollary 3.6", () => {
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const [p, q] = [hashed(seed, 4).nextDistribution([]), hashed(seed + 5000, 4).nextDistribution([])];
      const overlap = [...p].reduce((sum, [token, value]) => sum + Math.min(value, q.get(token)!), 0);
      const die = rng(seed);
      let taken = 0;
      const n = 3_000;
      const model = checkedOneByOne({ nextDistribution: () => p });
      for (let i = 0; i < n; i++)
        taken += speculative(model, {
          draft: { nextDistribution: () => q },
          ahead: 1,
          maxTokens: 2,
          rng: die,
        }).accepted;
      // a run of two tokens proposes once, and once more only if the first was accepted… with one place left it does not
      expect(Math.abs(taken / n - overlap)).toBeLessThan(5 * Math.sqrt(0.25 / n));
    }),
    { numRuns: 10 },
  );
});

test("nothing to write, nothing to say, bad numbers", () => {
  const silent = { nextDistribution: () => new Map<string, number>() };
  expect(speculative(checkedOneByOne(silent), { draft: prophet, end: END, maxTokens: 5 })).toMatchObject({
    tokens: [],
    passes: 1,
  });
  expect(speculative(checkedOneByOne(prophet), { draft: prophet, maxTokens: 0 })).toEqual({
    tokens: [],
    passes: 0,
    proposed: 0,
    accepted: 0,
  });
  expect(() => speculative(checkedOneByOne(prophet), { draft: prophet, ahead: -1, maxTokens: 5 })).toThrow(
    "speculative ahead",
  );
  const short = { nextDistributions: () => [] };
  expect(() => speculative(short, { draft: prophet, end: END, maxTokens: 5 })).toThrow("speculative model: expected");
});
