import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { wordOfTheDay } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const world = wordOfTheDay();

worldContract({
  draw(die) {
    const shots = 1 + die.int(6);
    return world.question(world.agreement({ rng: die, prior: 0.5 }), { rng: die, shots });
  },
  // what the examples say of the word that is asked for: nothing else is known of the day
  accepts({ tokens, answer }) {
    const asked = tokens.at(-1)!;
    const meanings = tokens.slice(0, -1).flatMap((token, i) => (i % 2 === 0 && token === asked ? [tokens[i + 1]] : []));
    return meanings.length > 0 && meanings.every((meaning) => meaning === answer);
  },
  spoil: ({ tokens, answer }) => [{ tokens, answer: world.meanings.find((meaning) => meaning !== answer)! }],
  describe: world.describe,
});

const usual = (agreement: readonly number[]) => agreement.join() === world.usual.join();

test("nearly all days are usual if the prior says so, and without one every agreement is as likely", () => {
  const die = rng(1);
  const n = 4_000;
  const share = (prior: number, is: (agreement: readonly number[]) => boolean) =>
    Array.from({ length: n }, () => world.agreement({ rng: die, prior })).filter(is).length / n;
  expect(share(1, usual)).toBe(1);
  // 2⁴ agreements
  expect(Math.abs(share(0, usual) - 1 / 16)).toBeLessThan(5 * Math.sqrt(1 / 16 / n));
  expect(Math.abs(share(0.9, usual) - (0.9 + 0.1 / 16))).toBeLessThan(5 * Math.sqrt(0.1 / n));
});

test("flipped days give every word another meaning", () => {
  for (const kinds of [2, 3, 4]) {
    const { usual, flipped } = wordOfTheDay({ words: 8, meanings: kinds });
    usual.forEach((meaning, word) => expect(flipped[word]).not.toBe(meaning));
  }
});

test("without examples any word is asked for", () => {
  const die = rng(2);
  const asked = new Set(
    Array.from({ length: 100 }, () => world.question(world.usual, { rng: die, shots: 0 }).tokens.join()),
  );
  expect([...asked].toSorted()).toEqual([...world.words].toSorted());
});

test("what cannot be is named", () => {
  expect(() => wordOfTheDay({ words: 0 })).toThrow("wordOfTheDay words");
  expect(() => wordOfTheDay({ meanings: 1 })).toThrow("wordOfTheDay meanings");
  expect(() => world.examples([0], { rng: rng(1), shots: 1 })).toThrow("examples agreement: expected 4 meanings");
  expect(() => world.agreement({ rng: rng(1), prior: 2 })).toThrow("agreement prior");
});
