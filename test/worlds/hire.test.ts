import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { hiringOffice, impactRatio, readResume, villages, writeResume } from "../../lib/worlds/index.ts";

const draw = (count: number, seed: number) => {
  const die = rng(seed);
  return Array.from({ length: count }, () => hiringOffice().applicant({ rng: die }));
};
const share = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length / items.length;

test("what a résumé says of the job is drawn alike for both villages; the boat is not", () => {
  const n = 20_000;
  const [shore, hill] = villages.map((village) => draw(n, 1).filter((who) => who.village === village));
  const mean = (people: typeof shore, of: "years" | "exam" | "letters") =>
    people!.reduce((sum, who) => sum + who[of], 0) / people!.length;
  // five standard errors of a difference of two means of n / 2 each: σ √(4 / n), σ of 0 … k being √(k (k + 2) / 12)
  for (const [of, k] of [
    ["years", 9],
    ["exam", 10],
    ["letters", 3],
  ] as const)
    expect(Math.abs(mean(shore, of) - mean(hill, of))).toBeLessThan(
      5 * Math.sqrt((k * (k + 2)) / 12) * Math.sqrt(4 / n),
    );
  expect(share(shore!, ({ boat }) => boat === "ferry")).toBeCloseTo(0.9, 1);
  expect(share(hill!, ({ boat }) => boat === "ferry")).toBeCloseTo(0.1, 1);
});

test("a fair office hires both alike, a biased one does not: the known cause", () => {
  const fair = hiringOffice({ bias: 0 });
  expect(fair.hireRate("shore")).toBe(fair.hireRate("hill"));
  const rates = [0, 2, 4, 6, 8].map((bias) => hiringOffice({ bias }).hireRate("hill"));
  expect(rates).toEqual(rates.toSorted((a, b) => b - a));
  const { hireRate } = hiringOffice();
  expect(impactRatio([hireRate("shore"), hireRate("hill")])).toBeLessThan(0.8);
});

test("the exact rate is what many decisions come to", () => {
  const office = hiringOffice({ bias: 5 });
  const die = rng(3);
  for (const village of villages) {
    const decided = Array.from({ length: 20_000 }, () =>
      office.decide(office.applicant({ rng: die, village }), { rng: die }),
    );
    const rate = office.hireRate(village);
    const error = Math.sqrt((rate * (1 - rate)) / decided.length);
    expect(Math.abs(share(decided, (yes) => yes) - rate)).toBeLessThan(5 * error);
  }
});

const logit = (p: number) => Math.log(p / (1 - p));

test("another name costs exactly the bias, in log-odds half of it, and nothing else changes", () => {
  const office = hiringOffice({ bias: 6 });
  for (const who of draw(100, 4)) {
    const other = office.renamed(who);
    expect({ ...other, name: who.name, village: who.village }).toEqual(who);
    expect(office.renamed(other)).toEqual(who);
    const [shore, hill] = who.village === "shore" ? [who, other] : [other, who];
    expect(logit(office.hireProbability(shore)) - logit(office.hireProbability(hill))).toBeCloseTo(3, 6);
  }
});

test("a résumé can be read again, and what is none is refused", () => {
  for (const who of draw(200, 5)) expect(readResume(writeResume(who))).toEqual(who);
  const text = writeResume(draw(1, 6)[0]!);
  for (const bad of [
    "",
    `${text} `,
    text.replace("years", "age"),
    text.replace(/name \w+/u, "name Bob"),
    text.replace(/exam \d+/u, "exam 11"),
  ])
    expect(() => readResume(bad), bad).toThrow(/readResume (?:text|name|exam)/u);
});

test("the four-fifths rule: 9 of 20 against 12 of 20 is .75 (the guidelines' kind of example)", () => {
  expect(impactRatio([0.45, 0.6])).toBeCloseTo(0.75, 12);
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (a, b) => {
        expect(impactRatio([a, b])).toBe(impactRatio([b, a]));
        expect(impactRatio([a, b])).toBeLessThanOrEqual(1);
      },
    ),
  );
  expect(impactRatio([0, 1])).toBe(0);
  expect(() => impactRatio([0, 0])).toThrow("impactRatio rates: expected at least one above 0");
  expect(() => impactRatio([0.5, 1.5])).toThrow("impactRatio rates");
});

test("the same die gives the same people; describes itself with three of them", () => {
  expect(draw(5, 1)).toEqual(draw(5, 1));
  expect(
    hiringOffice()
      .describe({ rng: rng(1) })
      .split("\n"),
  ).toHaveLength(4);
  expect(() => hiringOffice({ bias: Number.NaN })).toThrow("hiringOffice bias");
});
