import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { sumAnswer, sumProblem, sumQuestion, sumSteps } from "../../lib/worlds/index.ts";

test("by hand: 47 + 85 = 132, digit by digit from the end, with what is carried", () => {
  const problem = { a: 47, b: 85 };
  expect(sumQuestion(problem).join(" ")).toBe("4 7 + 8 5 =");
  expect(sumAnswer(problem).join(" ")).toBe("1 3 2");
  expect(sumSteps(problem).join(" ")).toBe("2 1 ; 3 1 ; 1 0");
});

test("the digits that the steps write, read backwards, are the answer, and each carry is right", () => {
  fc.assert(
    fc.property(fc.nat(10 ** 9), fc.nat(10 ** 9), (a, b) => {
      const steps = sumSteps({ a, b })
        .join(" ")
        .split(" ; ")
        .map((step) => step.split(" ").map(Number) as [number, number]);
      expect(
        steps
          .map(([digit]) => digit)
          .toReversed()
          .join(""),
      ).toBe(String(a + b));
      steps.forEach(([, carry], i) =>
        expect(carry).toBe(Math.floor(((a % 10 ** (i + 1)) + (b % 10 ** (i + 1))) / 10 ** (i + 1))),
      );
    }),
  );
});

test("numbers have the digits that were asked for", () => {
  const die = rng(1);
  for (const digits of [1, 2, 5, 15])
    for (let i = 0; i < 50; i++)
      for (const n of Object.values(sumProblem({ rng: die, digits })) as number[])
        expect(String(n)).toHaveLength(digits);
  expect(() => sumProblem({ rng: die, digits: 16 })).toThrow("sumProblem digits");
  expect(sumSteps({ a: 0, b: 0 })).toEqual(["0", "0"]);
  expect(() => sumQuestion({ a: -1, b: 0 })).toThrow("sum numbers");
});
