import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { contrastiveSearch, cosine, generate } from "../../lib/generate/index.ts";

/** Says a, b and c with fixed probabilities; sees each as a direction of its own, whatever came before. */
const vectors: Record<string, number[]> = { a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] };
const model = {
  nextDistribution: () =>
    new Map([
      ["a", 0.6],
      ["b", 0.3],
      ["c", 0.1],
    ]),
  vectorOf: (context: readonly string[]) => vectors[context.at(-1)!]!,
};

test("with α 0 it is greedy, which turns in circles", () => {
  const greedy = generate(model, { rng: rng(1), maxTokens: 5, temperature: 0 });
  expect(contrastiveSearch(model, { maxTokens: 5, unlike: 0 })).toEqual(greedy);
  expect(greedy.join("")).toBe("aaaaa");
});

test("the score by hand: (1 − α) p − α · (largest cosine)", () => {
  // α 0.6, first token: nothing to be like, so the likeliest. Then a: 0.24 − 0.6, b: 0.12, c: 0.04.
  // After a b c all have cosine 1 with something, so the likeliest again.
  expect(contrastiveSearch(model, { maxTokens: 6, unlike: 0.6 }).join("")).toBe("abcaaa");
  // the prompt counts as written
  expect(contrastiveSearch(model, { prompt: ["a"], maxTokens: 2, unlike: 0.6 }).join("")).toBe("bc");
  // only the two likeliest are looked at
  expect(contrastiveSearch(model, { maxTokens: 3, unlike: 0.6, candidates: 2 }).join("")).toBe("aba");
});

test("stops at the end, and where nothing is said", () => {
  expect(contrastiveSearch(model, { maxTokens: 6, end: "c" }).join("")).toBe("ab");
  expect(contrastiveSearch({ ...model, nextDistribution: () => new Map() }, { maxTokens: 6 })).toEqual([]);
  expect(contrastiveSearch(model, { maxTokens: 0 })).toEqual([]);
  expect(() => contrastiveSearch(model, { maxTokens: 1, unlike: 2 })).toThrow("contrastiveSearch unlike");
  expect(() => contrastiveSearch(model, { maxTokens: 1, candidates: 0 })).toThrow("contrastiveSearch candidates");
});

test("a cosine is 1 along, 0 across, −1 against, and the same for longer vectors", () => {
  expect(cosine([3, 4], [3, 4])).toBeCloseTo(1, 12);
  expect(cosine([1, 0], [0, 5])).toBe(0);
  expect(cosine([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
  expect(cosine([0, 0], [1, 1])).toBe(0);
  const vector = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(vector, vector, fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, scale) => {
      expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1 + 1e-12);
      if (a.some((x) => Math.abs(x) > 1e-3) && b.some((x) => Math.abs(x) > 1e-3)) {
        const longer = a.map((x) => x * scale);
        expect(cosine(longer, b)).toBeCloseTo(cosine(a, b), 9);
      }
    }),
  );
});

test("of equal candidates the likelier one is taken, and every vector is that of the text up to there", () => {
  const asked: string[] = [];
  const spy = {
    ...model,
    vectorOf(context: readonly string[]) {
      asked.push(context.join(""));
      return vectors[context.at(-1)!]!;
    },
  };
  contrastiveSearch(spy, { prompt: ["a", "b"], maxTokens: 1, candidates: 1 });
  expect(asked).toEqual(["a", "ab", "aba"]);
  const even = {
    ...model,
    nextDistribution: () =>
      new Map([
        ["b", 0.5],
        ["c", 0.5],
      ]),
  };
  expect(contrastiveSearch(even, { maxTokens: 1 })).toEqual(["b"]);
});
