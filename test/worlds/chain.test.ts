import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { dials } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const world = dials({ rng: rng(9) });

/** Reads a record from left to right, wheel by wheel: the Oracle. */
function isRight(record: readonly string[]): boolean {
  const asked = record.slice(0, record.indexOf("?"));
  let place = Number(asked[0]);
  const places = asked.slice(1).map((wheel) => (place = world.wheels[Number(wheel.slice(1))]![place]!));
  const thoughts = record.includes(":") ? record.slice(record.indexOf(":") + 1, record.indexOf("=")) : [];
  const honest = thoughts.every((thought, i) => thought === "hm" || thought === String(places[i]));
  return honest && world.answerIn(record) === place;
}

worldContract({
  draw: (die) =>
    world.record(world.problem({ rng: die, depth: 1 + die.int(6) }), die.pick(["direct", "steps", "filler"])),
  accepts: isRight,
  spoil(record, die) {
    const other = (token: string) => String((Number(token) + 1 + die.int(world.places - 1)) % world.places);
    const answer = [...record.slice(0, -1), other(record.at(-1)!)];
    const lie = record.indexOf(":") + 1;
    return lie > 0 && record[lie] !== "hm" ? [answer, record.with(lie, other(record[lie]!))] : [answer];
  },
  describe: world.describe,
});

test("wheels are permutations, so the last place says as much as the first", () => {
  for (const wheel of world.wheels) expect(wheel.toSorted()).toEqual([0, 1, 2, 3, 4]);
  // every place is the answer as often as each other, whatever the wheels
  const problem = world.problem({ rng: rng(1), depth: 5 });
  expect([0, 1, 2, 3, 4].map((start) => world.dials({ ...problem, start }).at(-1)).toSorted()).toEqual([0, 1, 2, 3, 4]);
});

test("the forms differ in what stands between question and answer, and fillers are as long as thoughts", () => {
  const problem = world.problem({ rng: rng(2), depth: 3 });
  const [direct, steps, filler] = (["direct", "steps", "filler"] as const).map((thoughts) =>
    world.record(problem, thoughts),
  );
  expect(direct).toEqual([...world.question(problem), "=", direct!.at(-1)]);
  expect(steps!.length).toBe(filler!.length);
  expect(filler!.slice(5, -2)).toEqual([":", "hm", "hm", "hm"]);
  expect(steps!.slice(6, -2)).toEqual(world.dials(problem).map(String));
  for (const token of [...direct!, ...steps!, ...filler!]) expect(world.tokens).toContain(token);
});

test("an answer is what stands after the last =, if it is a place", () => {
  expect(world.answerIn(["1", "f0", "?", "=", "3"])).toBe(3);
  for (const tokens of [[], ["="], ["=", "9"], ["=", "f0"], ["3"], ["=", ""]])
    expect(world.answerIn(tokens)).toBeUndefined();
});

test("bad problems are named", () => {
  expect(() => world.dials({ start: 5, wheels: [0] })).toThrow("dials start");
  expect(() => world.dials({ start: 0, wheels: [] })).toThrow("dials wheels: expected at least one wheel");
  expect(() => world.dials({ start: 0, wheels: [4] })).toThrow("dials wheels");
  expect(() => world.problem({ rng: rng(1), depth: 0 })).toThrow("dials depth");
  expect(() => dials({ rng: rng(1), places: 1 })).toThrow("dials places");
});
