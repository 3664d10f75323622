import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { alibi, normal, rotary, rotation, sinusoidalPositions } from "../../../lib/models/index.ts";
import { difference, expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

test("sinusoids by hand: position 0 is (0, 1, 0, 1), the first wave has one radian for each position", () => {
  const table = sinusoidalPositions([3, 4]);
  const rows = [0, 1, 2].map((pos) => [Math.sin(pos), Math.cos(pos), Math.sin(pos / 100), Math.cos(pos / 100)]);
  expectNear(table, rows.flat());
  expect(sinusoidalPositions([0, 4]).shape).toEqual([0, 4]);
  expect(sinusoidalPositions([2, 3]).shape).toEqual([2, 3]);
});

test("the product of two sinusoids depends on their distance only", () => {
  // Σ sin a sin b + cos a cos b = Σ cos(a − b)
  const table = sinusoidalPositions([12, 8]) as tf.Tensor2D;
  const products = tf.matMul(table, table, false, true).arraySync() as number[][];
  for (let i = 1; i < 12; i++)
    for (let j = 1; j < 12; j++) expect(products[i]![j]).toBeCloseTo(products[i - 1]![j - 1]!, 4);
});

test.each(["adjacent", "halves"] as const)("a rotated pair is a product of complex numbers: pairs %s", (pairs) => {
  const x = normal([2, 3, 4], { rng: rng(1), std: 1 });
  const positions = [0, 1, 7];
  const expected = (x.arraySync() as number[][][]).map((rows) =>
    rows.map((row, at) => {
      const turned = [...row];
      for (const pair of [0, 1]) {
        const [re, im] = pairs === "adjacent" ? [2 * pair, 2 * pair + 1] : [pair, pair + 2];
        const angle = positions[at]! * [1, 0.01][pair]!;
        turned[re] = row[re]! * Math.cos(angle) - row[im]! * Math.sin(angle);
        turned[im] = row[re]! * Math.sin(angle) + row[im]! * Math.cos(angle);
      }
      return turned;
    }),
  );
  expectNear(rotary(x, { positions, pairs }), expected.flat(2));
});

test("position 0 turns nothing, and turning keeps lengths", () => {
  const x = normal([2, 6], { rng: rng(2), std: 1 });
  expect(difference(rotary(x, { positions: [0, 0] }), x)).toBe(0);
  expectNear(tf.norm(rotary(x, { positions: [5, 90] }), 2, -1), tf.norm(x, 2, -1));
});

test("a score of rotated vectors depends on how far apart they are, not on where", () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), fc.nat(30), (a, b, shift) => {
      const [q, k] = [3, 4].map((seed) => normal([1, 8], { rng: rng(seed), std: 1 }));
      const score = (from: number, to: number) =>
        tf.sum(tf.mul(rotary(q!, { positions: [from] }), rotary(k!, { positions: [to] }))).dataSync()[0]!;
      expect(score(a + shift, b + shift)).toBeCloseTo(score(a, b), 3);
    }),
    { numRuns: 20 },
  );
});

test("a rotation, computed once for many blocks, turns as rotary does, and keeps every length", () => {
  const x = normal([2, 3, 4, 8], { rng: rng(5), std: 1 }) as tf.Tensor4D;
  for (const pairs of ["adjacent", "halves"] as const) {
    const turned = rotation(8, { positions: [0, 3, 7, 1], base: 100, pairs })(x);
    expectNear(turned, rotary(x, { positions: [0, 3, 7, 1], base: 100, pairs }));
    expectNear(tf.norm(turned, 2, -1), tf.norm(x, 2, -1));
  }
});

test("what cannot be rotated is refused", () => {
  expect(() => rotary(tf.zeros([2, 3]), { positions: [0, 1] })).toThrow("an even number of features, got 3");
  expect(() => rotary(tf.zeros([2, 4]), { positions: [0] })).toThrow("rotary positions: expected 2 positions");
});

test("ALiBi by the paper's slopes: 1/2 … 1/256 for eight heads, times the distance", () => {
  const bias = alibi(8, { queries: [0, 3], keys: 4 }).arraySync() as number[][][];
  bias.forEach((head, h) => {
    const slope = 2 ** -(h + 1);
    expect(head[1]).toEqual([-3 * slope, -2 * slope, -slope, -0]);
    // to the right the distance counts as much: what is causal does not see it
    expect(head[0]).toEqual([-0, -slope, -2 * slope, -3 * slope]);
  });
  // not a power of two: those of two heads, then every other one of four
  const three = alibi(3, { queries: [1], keys: 2 }).arraySync() as number[][][];
  expect(three.map((head) => head[0]![0])).toEqual([-(2 ** -4), -(2 ** -8), -(2 ** -2)]);
  expect(() => alibi(0, { queries: [], keys: 0 })).toThrow("alibi heads: expected an integer of at least 1");
  expect(alibi(1, { queries: [], keys: 2 }).shape).toEqual([1, 0, 2]);
});
