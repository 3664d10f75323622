import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { maskTokens } from "../../../lib/models/index.ts";
import { startCpu } from "../start.ts";
import { randomIds } from "../token-ids.ts";

beforeEach(startCpu);

/** Five standard deviations of a binomial's share. */
const within = (share: number, n: number) => 5 * Math.sqrt((share * (1 - share)) / n);
const numbers = (each: tf.Tensor) => [...each.dataSync()];

test("no tokens, and none picked", () => {
  const options = { rng: rng(1), maskId: 0, vocabSize: 5 };
  expect(maskTokens(tf.zeros([0, 3], "int32"), options).ids.shape).toEqual([0, 3]);
  const ids = tf.tensor2d([[1, 2, 3]], undefined, "int32");
  const lesson = maskTokens(ids, { ...options, share: 0 });
  expect([numbers(lesson.ids), numbers(lesson.counts)]).toEqual([
    [1, 2, 3],
    [0, 0, 0],
  ]);
});

test("targets are the text; what does not count is read as it was", () => {
  fc.assert(
    fc.property(fc.nat(999), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
      const ids = randomIds([3, 8], { vocab: 9, rng: rng(seed) });
      const lesson = maskTokens(ids, { rng: rng(seed), maskId: 9, vocabSize: 10, share });
      expect(numbers(lesson.targets)).toEqual(numbers(ids));
      expect([lesson.ids.dtype, lesson.targets.dtype, lesson.ids.shape]).toEqual(["int32", "int32", [3, 8]]);
      const [read, right, counts] = [lesson.ids, lesson.targets, lesson.counts].map(numbers);
      counts!.forEach((count, i) => count === 1 || expect(read![i]).toBe(right![i]));
    }),
    { numRuns: 30 },
  );
});

test("15 % are picked; of these 80 % are hidden, 10 % become any token, 10 % stay", () => {
  const ids = tf.ones([100, 1000], "int32");
  const lesson = maskTokens(ids, { rng: rng(1), maskId: 0, vocabSize: 1000 });
  const [read, counts] = [numbers(lesson.ids), numbers(lesson.counts)];
  const picked = counts.filter((each) => each === 1).length;
  expect(Math.abs(picked / 1e5 - 0.15)).toBeLessThan(within(0.15, 1e5));
  const shareOf = (test: (id: number) => boolean) =>
    read.filter((id, i) => counts[i] === 1 && test(id)).length / picked;
  expect(Math.abs(shareOf((id) => id === 0) - 0.8 - 0.0001)).toBeLessThan(within(0.8, picked));
  expect(Math.abs(shareOf((id) => id === 1) - 0.1 - 0.0001)).toBeLessThan(within(0.1, picked));
  expect(Math.abs(shareOf((id) => id > 1) - 0.0998)).toBeLessThan(within(0.1, picked));
});

test("what may not be picked is not", () => {
  const ids = randomIds([10, 50], { vocab: 4, rng: rng(1) });
  const options = { rng: rng(2), maskId: 4, vocabSize: 5, share: 1, pickable: (id: number) => id > 1 };
  const { counts } = maskTokens(ids, options);
  expect(numbers(counts)).toEqual(numbers(ids).map((id) => Number(id > 1)));
});

test("a mask that is no token, and a share that is none, are refused", () => {
  const ids = tf.zeros([1, 1], "int32");
  expect(() => maskTokens(ids, { rng: rng(1), maskId: 5, vocabSize: 5 })).toThrow("maskTokens maskId");
  for (const share of [-0.1, 1.1, Number.NaN])
    expect(() => maskTokens(ids, { rng: rng(1), maskId: 0, vocabSize: 5, share })).toThrow("maskTokens share");
});
