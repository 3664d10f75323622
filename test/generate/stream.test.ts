import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { generate, stream, topK, topP } from "../../lib/generate/index.ts";
import { surprise } from "./statistics.ts";

const exact = new Map([
  ["a", 0.4],
  ["b", 0.3],
  ["c", 0.2],
  ["d", 0.1],
]);
const model = { nextDistribution: () => new Map(exact) };

test("tokens come one by one, and are those of generate", () => {
  const written: string[] = [];
  for (const token of stream(model, { rng: rng(1), maxTokens: 20 })) written.push(token);
  expect(written).toEqual(generate(model, { rng: rng(1), maxTokens: 20 }));
  // nothing is asked of the model before somebody wants a token
  const untouched = stream(
    {
      nextDistribution: () => {
        throw new Error("asked");
      },
    },
    { rng: rng(1), maxTokens: 1 },
  );
  expect(() => untouched.next()).toThrow("asked");
});

const draw = (warp: Parameters<typeof generate<string>>[1]["warp"], seed: number) =>
  generate(model, { rng: rng(seed), maxTokens: 20_000, ...(warp ? { warp } : {}) });

test("draws come from the warped distribution: χ² over 20,000 of each", () => {
  expect(surprise(draw([], 1), exact)).toBeLessThan(6);
  expect(
    surprise(
      draw([topK(2)], 2),
      new Map([
        ["a", 4 / 7],
        ["b", 3 / 7],
      ]),
    ),
  ).toBeLessThan(6);
  expect(
    surprise(
      draw([topP(0.85)], 3),
      new Map([
        ["a", 4 / 9],
        ["b", 3 / 9],
        ["c", 2 / 9],
      ]),
    ),
  ).toBeLessThan(6);
  // the test can fail: what was drawn from all of them is not from the three
  expect(
    surprise(
      draw([], 4),
      new Map([
        ["a", 4 / 9],
        ["b", 3 / 9],
        ["c", 2 / 9],
      ]),
    ),
  ).toBe(Infinity);
  expect(
    surprise(
      draw([], 5),
      new Map([
        ["a", 0.38],
        ["b", 0.32],
        ["c", 0.2],
        ["d", 0.1],
      ]),
    ),
  ).toBeGreaterThan(6);
});

test("stops where it is told to, with what made it stop", () => {
  const counted = { nextDistribution: (context: readonly number[]) => new Map([[context.length, 1]]) };
  const options = { rng: rng(1), prompt: [7, 7], maxTokens: 100 };
  expect(generate(counted, { ...options, stop: (written) => written.includes(4) })).toEqual([2, 3, 4]);
  expect(generate(counted, { ...options, end: 4 })).toEqual([2, 3]);
  expect(generate(counted, { ...options, maxTokens: 0 })).toEqual([]);
});

test("a warp sees the prompt and what was written", () => {
  const seen: string[][] = [];
  const watch = (distribution: ReadonlyMap<string, number>, before: readonly string[]) => {
    seen.push([...before]);
    return new Map(distribution);
  };
  const [first] = generate(model, { rng: rng(1), prompt: ["x"], maxTokens: 2, warp: [watch] });
  expect(seen).toEqual([["x"], ["x", first]]);
});
