import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { detectWatermark, generate, isGreen, watermark } from "../../lib/generate/index.ts";

const vocabulary = Array.from({ length: 50 }, (_, i) => `w${i}`);
const even = { nextDistribution: () => new Map(vocabulary.map((token) => [token, 1 / vocabulary.length])) };
const write = (seed: number, strength?: number, key = 42) =>
  generate(even, {
    rng: rng(seed),
    maxTokens: 200,
    ...(strength === undefined ? {} : { warp: [watermark<string>({ key, strength })] }),
  });

test("the green share is what was asked for, whatever came before, and neighbours of a word are independent", () => {
  for (const greenShare of [0.25, 0.5, 0.75]) {
    let green = 0;
    for (const previous of vocabulary)
      for (const token of vocabulary) green += Number(isGreen(token, { key: 7, greenShare, previous }));
    const n = vocabulary.length ** 2;
    expect(Math.abs(green / n - greenShare)).toBeLessThan(5 * Math.sqrt((greenShare * (1 - greenShare)) / n));
  }
  // the same token after two others: green twice as often as chance says, a quarter of the time
  let both = 0;
  for (const token of vocabulary)
    for (const previous of vocabulary.slice(0, 25))
      both += Number(isGreen(token, { key: 7, previous }) && isGreen(token, { key: 7, previous: `${previous}'` }));
  const n = vocabulary.length * 25;
  expect(Math.abs(both / n - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / n));
});

test("δ is added to the log-probability: the odds of green against red are e^δ of what they were", () => {
  const distribution = new Map([
    ["a", 0.5],
    ["b", 0.3],
    ["c", 0.2],
  ]);
  const key = { key: 3, greenShare: 0.5 };
  const after = watermark<string>({ ...key, strength: 1.5 })(distribution, ["x"]);
  const green = (token: string) => isGreen(token, { ...key, previous: "x" });
  for (const [token, p] of distribution)
    for (const [other, q] of distribution)
      if (green(token) && !green(other))
        expect(after.get(token)! / after.get(other)!).toBeCloseTo((p / q) * Math.exp(1.5), 10);
  expect([...distribution.keys()].map(green)).toContain(true);
  expect([...distribution.keys()].map(green)).toContain(false);
});

test("a marked text is found with the key, not with another; texts without a mark are as green as chance", () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(detectWatermark(write(seed, 2), { key: 42 }).z).toBeGreaterThan(4);
    expect(Math.abs(detectWatermark(write(seed, 2), { key: 43 }).z)).toBeLessThan(4);
  }
});

test("the false alarm of z is that of the normal distribution: 2.3 % above 2", () => {
  // with another key for each text: one key on a small vocabulary is one draw of its green share, for all texts
  const zs = Array.from({ length: 2_000 }, (_, seed) => detectWatermark(write(seed), { key: seed }).z);
  const mean = zs.reduce((sum, z) => sum + z, 0) / zs.length;
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(zs.length));
  const share = zs.filter((z) => z > 2).length / zs.length;
  // a count, so z comes in steps of 2 / √n; what is above 2 is 2 % to 3 % for the binomial of 199
  expect(share).toBeGreaterThan(0.01);
  expect(share).toBeLessThan(0.04);
});

test("repeating a pair proves nothing: each counts once", () => {
  const pair = vocabulary.find(
    (token) => isGreen(token, { key: 1, previous: "a" }) && isGreen("a", { key: 1, previous: token }),
  )!;
  const text = Array.from({ length: 50 }, () => ["a", pair]).flat();
  expect(detectWatermark(text, { key: 1 })).toMatchObject({ count: 2, green: 2 });
});

test("nothing to count has z 0; strength 0 changes nothing; bad numbers are named", () => {
  expect(detectWatermark([], { key: 1 })).toEqual({ count: 0, green: 0, z: 0 });
  expect(detectWatermark(["a"], { key: 1 })).toEqual({ count: 0, green: 0, z: 0 });
  expect(write(1, 0)).toEqual(write(1));
  expect(() => isGreen("a", { key: -1, previous: "b" })).toThrow("watermark key");
  expect(() => isGreen("a", { key: 1, greenShare: 1, previous: "b" })).toThrow("watermark greenShare");
  expect(() => watermark({ key: 1, strength: -1 })).toThrow("watermark strength");
});
