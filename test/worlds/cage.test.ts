import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { cage, cageOf, checkCage, solveCage } from "../../lib/worlds/index.ts";

// Sunzi Suanjing, book 3, problem 31
test("the old book: 35 heads and 94 legs are 23 chickens and 12 rabbits", () => {
  expect(solveCage({ heads: 35, legs: 94 })).toEqual({
    answer: { chickens: 23, rabbits: 12 },
    steps: ["94 / 2 = 47", "47 - 35 = 12", "35 - 12 = 23"],
  });
});

test("the solution is the only one: brute force over every pair", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2, max: 30 }), fc.integer({ min: -4, max: 100 }), (heads, legs) => {
      const all = [];
      for (let chickens = 0; chickens <= 30; chickens++)
        for (let rabbits = 0; rabbits <= 30; rabbits++)
          if (checkCage({ heads, legs }, { chickens, rabbits })) all.push({ chickens, rabbits });
      expect(all.length).toBeLessThanOrEqual(1);
      expect(solveCage({ heads, legs })?.answer).toEqual(all[0]);
    }),
  );
});

test("what is drawn has its answer, and only that is accepted", () => {
  const die = rng(1);
  for (let i = 0; i < 200; i++) {
    const { answer, ...problem } = cage({ rng: die });
    expect(cageOf(answer)).toEqual(problem);
    expect(solveCage(problem)!.answer).toEqual(answer);
    expect(checkCage(problem, answer)).toBe(true);
    expect(checkCage(problem, { chickens: answer.rabbits, rabbits: answer.chickens })).toBe(
      answer.chickens === answer.rabbits,
    );
    expect(checkCage(problem, { chickens: answer.chickens + 1, rabbits: answer.rabbits - 1 })).toBe(false);
  }
});

test("half a rabbit, minus a chicken and no numbers are no answers", () => {
  expect(checkCage({ heads: 1, legs: 3 }, { chickens: 0.5, rabbits: 0.5 })).toBe(false);
  expect(checkCage({ heads: 1, legs: 6 }, { chickens: -1, rabbits: 2 })).toBe(false);
  expect(checkCage({ heads: 0, legs: 0 }, { chickens: Number.NaN, rabbits: 0 })).toBe(false);
  expect(() => cage({ rng: rng(1), most: 0 })).toThrow("cage most");
});
