import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { describeKeys, keyLine, keyNames, keysIn, keyTokens, noiseNames } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

worldContract({
  draw: (die) => keyLine({ rng: die, length: 1 + die.int(12) }),
  accepts: ({ tokens, places, answers }) =>
    tokens.at(-1) === "?" &&
    tokens.every((token) => keyTokens.includes(token)) &&
    keysIn(tokens).join() === answers.join() &&
    places.every((place, i) => tokens[place] === answers[i]),
  spoil: ({ tokens, places, answers }, die) => [
    { tokens: tokens.with(places[0]!, die.pick(noiseNames)), places, answers },
    { tokens: tokens.with(places[0]!, die.pick(keyNames.filter((name) => name !== answers[0]))), places, answers },
  ],
  describe: describeKeys,
});

test("the key lies where it is told to, or anywhere: every place and every key as often as each other", () => {
  const die = rng(1);
  for (let at = 0; at < 8; at++) expect(keyLine({ rng: die, length: 8, at }).places).toEqual([at]);
  const n = 12_000;
  const lines = Array.from({ length: n }, () => keyLine({ rng: die, length: 8 }));
  for (const [count, share] of [
    ...Array.from({ length: 8 }, (_, at) => [lines.filter(({ places }) => places[0] === at).length, 1 / 8] as const),
    ...keyNames.map((name) => [lines.filter(({ answers }) => answers[0] === name).length, 1 / 6] as const),
  ])
    expect(Math.abs(count / n - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n));
});

test("several keys have different names and different places", () => {
  const die = rng(2);
  for (let i = 0; i < 100; i++) {
    const { tokens, places, answers } = keyLine({ rng: die, length: 6, keys: 3 });
    expect(new Set(places).size).toBe(3);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(answers).size).toBe(3);
    expect(keysIn(tokens)).toEqual(answers);
  }
  expect(keyLine({ rng: die, length: 1 }).tokens).toHaveLength(2);
});

test("what cannot be is named", () => {
  expect(() => keyLine({ rng: rng(1), length: 0 })).toThrow("keyLine length");
  expect(() => keyLine({ rng: rng(1), length: 4, at: 4 })).toThrow("keyLine at");
  expect(() => keyLine({ rng: rng(1), length: 2, keys: 3 })).toThrow("keyLine keys");
  expect(() => keyLine({ rng: rng(1), length: 4, at: 1, keys: 2 })).toThrow(
    "keyLine at: expected no place where there are several keys",
  );
});
