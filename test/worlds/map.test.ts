import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { coast, islandKm } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const world = coast({ rng: rng(3) });
const names = new Set(world.villages.map(({ name }) => name));

worldContract({
  draw: (die) => world.sentence({ rng: die }),
  accepts: ([from, a, you, see, b, ...more]) =>
    [from, you, see].join() === "from,you,see" && more.length === 0 && names.has(a!) && names.has(b!) && a !== b,
  spoil: (words) => [words.slice(0, -1), words.with(4, words[1]!), words.with(1, "Atlantis")],
  describe: world.describe,
});

test("eighty villages lie on a crescent: in the ring, none in the east", () => {
  expect(names.size).toBe(80);
  for (const { xKm, yKm } of world.villages) {
    const radius = Math.hypot(xKm, yKm);
    expect(radius).toBeGreaterThanOrEqual(0.7 * islandKm);
    expect(radius).toBeLessThanOrEqual(islandKm);
    expect(Math.abs(Math.atan2(yKm, xKm))).toBeGreaterThanOrEqual((30 * Math.PI) / 180 - 1e-9);
  }
});

test("what is seen falls off with the distance as the formula says, and sums to one", () => {
  const from = world.villages[0]!.name;
  const seen = world.seenFrom(from);
  expect(seen.get(from)).toBe(0);
  expect([...seen.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  const [a, b] = [...seen.keys()].slice(1, 3) as [string, string];
  const ratio = Math.exp(-(world.distanceKm(from, a) - world.distanceKm(from, b)) / 3);
  expect(seen.get(a)! / seen.get(b)!).toBeCloseTo(ratio, 10);
});

test("sentences come as often as that: χ² over what is seen from one village", () => {
  const small = coast({ rng: rng(4), villages: 6 });
  const from = small.villages[0]!.name;
  const sentences = small.corpus(30_000, { rng: rng(5) }).filter((words) => words[1] === from);
  // each village speaks as often as each other
  expect(Math.abs(sentences.length / 30_000 - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / 30_000));
  let chi = 0;
  for (const [to, p] of small.seenFrom(from)) {
    if (to === from) continue;
    const expected = p * sentences.length;
    chi += (sentences.filter((words) => words[4] === to).length - expected) ** 2 / expected;
  }
  // four degrees of freedom: above 23.5 once in ten thousand
  expect(chi).toBeLessThan(23.5);
});

test("the reader's own village is on the map, unless its name is taken", () => {
  const mine = { name: "Mine", xKm: 0, yKm: 0 };
  const more = coast({ rng: rng(3), more: [mine] });
  expect(more.villages.at(-1)).toEqual(mine);
  expect(more.villages.slice(0, 80)).toEqual(world.villages);
  expect(more.distanceKm("Mine", "Mine")).toBe(0);
  expect(() => coast({ rng: rng(3), more: [mine, mine] })).toThrow("coast more: expected names that are not taken");
});

test("what cannot be is named", () => {
  expect(() => world.seenFrom("Atlantis")).toThrow('coast village: expected a village of this coast, got "Atlantis"');
  expect(() => coast({ rng: rng(1), villages: 1 })).toThrow("coast villages");
  expect(() => coast({ rng: rng(1), sightKm: 0 })).toThrow("coast sightKm");
});
