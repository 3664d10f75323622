import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { gpt, mapParams, normal, rankOneEdit } from "../../lib/models/index.ts";
import { difference, expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";
import { randomIds } from "./token-ids.ts";

beforeEach(startCpu);

const answer = (weight: tf.Tensor, key: ArrayLike<number>) =>
  tf.matMul(tf.tensor2d([Array.from(key)]), weight as tf.Tensor2D).flatten();
const drawn = (count: number, seed: number) => {
  const chance = rng(seed);
  return Array.from({ length: count }, () => chance.normal());
};

test("one number: the weight becomes value / key", () => {
  const edited = rankOneEdit(tf.tensor2d([[3]]), { key: [2], value: [10] });
  expect([...edited.dataSync()]).toEqual([5]);
});

test("by hand, without usual keys: what is missing goes along the key", () => {
  // (1, 1) · W = (4, 6); wanted (4, 8): half of the missing 2 to each row of the second column
  const edited = rankOneEdit(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    { key: [1, 1], value: [4, 8] },
  );
  expect(edited.arraySync()).toEqual([
    [1, 3],
    [3, 5],
  ]);
});

const start = (seed: number, count: number) => {
  const weight = normal([6, 4], { rng: rng(seed), std: 1 });
  const keys = Array.from({ length: count }, (_, i) => drawn(6, 100 * seed + i));
  return { weight, keys, key: drawn(6, seed + 7000), value: drawn(4, seed + 9000) };
};

describe("for any weight, key, value and usual keys", () => {
  const seeds = fc.integer({ min: 1, max: 500 });

  test("the key is answered with the value, and the difference has rank one", () => {
    fc.assert(
      fc.property(seeds, fc.nat(12), (seed, count) => {
        const { weight, keys, key, value } = start(seed, count);
        const edited = rankOneEdit(weight, { key, value, keys });
        expectNear(answer(edited, key), value, { within: 1e-4 });
        const rows = tf.sub(edited, weight).arraySync() as number[][];
        const largest = Math.max(...rows.flat().map(Math.abs));
        // of rank one: every 2 × 2 part has determinant 0
        for (let i = 1; i < 6; i++)
          for (let j = 1; j < 4; j++) {
            const determinant = rows[0]![0]! * rows[i]![j]! - rows[0]![j]! * rows[i]![0]!;
            expect(Math.abs(determinant)).toBeLessThan(1e-5 * largest * largest);
          }
      }),
      { numRuns: 30 },
    );
  });

  test("no other weight with that answer changes the usual answers less", () => {
    fc.assert(
      fc.property(seeds, fc.nat(1000), (seed, other) => {
        const { weight, keys, key, value } = start(seed, 20);
        const edited = rankOneEdit(weight, { key, value, keys, ridge: 0 });
        const damage = (each: tf.Tensor) => {
          const changed = tf.matMul(tf.tensor2d(keys), tf.sub(each, weight) as tf.Tensor2D);
          return tf.sum(tf.square(changed)).dataSync()[0]!;
        };
        // moved along any direction that the key does not see, it answers the key alike
        const free = drawn(6, other);
        const along =
          free.reduce((sum, each, i) => sum + each * key[i]!, 0) / key.reduce((sum, each) => sum + each * each, 0);
        const direction = free.map((each, i) => each - along * key[i]!);
        const shift = tf.outerProduct(tf.tensor1d(direction), tf.tensor1d(drawn(4, other + 1))).mul(0.1);
        const alternative = tf.add(edited, shift);
        expectNear(answer(alternative, key), value, { within: 1e-4 });
        expect(damage(alternative)).toBeGreaterThan(damage(edited) * (1 - 1e-4));
      }),
      { numRuns: 30 },
    );
  });
});

test("usual keys at right angles to the key keep their answers", () => {
  const weight = normal([3, 2], { rng: rng(1), std: 1 });
  const edited = rankOneEdit(weight, {
    key: [2, 0, 0],
    value: [9, 9],
    keys: [
      [0, 1, 0],
      [0, 0, 3],
    ],
  });
  for (const key of [
    [0, 1, 0],
    [0, 0, 3],
  ])
    expect(difference(answer(edited, key), answer(weight, key))).toBe(0);
});

test("the unit in which keys are told does not matter: the ridge is in the same", () => {
  const weight = normal([3, 2], { rng: rng(1), std: 1 });
  const keys = [
    [1, 2, 0],
    [0, 1, 1],
  ]; // two of three directions
  const edit = { key: [1, 0, 2], value: [1, -1], ridge: 0.5 };
  const edited = rankOneEdit(weight, { ...edit, keys });
  const scaled = rankOneEdit(weight, { ...edit, keys: keys.map((key) => key.map((each) => 100 * each)) });
  expectNear(scaled, edited, { within: 1e-6 });
  expect(difference(rankOneEdit(weight, { ...edit, keys, ridge: 0.01 }), edited)).toBeGreaterThan(0.01);
});

test("in a GPT: the feed-forward answers with another vector at one place, and only the edited layer differs", () => {
  const model = gpt({ vocabSize: 9, dModel: 8, layers: 2, heads: 2, context: 6 });
  const params = model.init({ rng: rng(1), std: 0.5 });
  const ids = randomIds([1, 6], { vocab: 9, rng: rng(2) });
  const seen = (which: typeof params, place: string): number[][] => {
    let rows: number[][] = [];
    const hook = (at: string, each: tf.Tensor) =>
      void (at === place && (rows = (each.arraySync() as number[][][])[0]!));
    model.forward(which, ids, { hook });
    return rows;
  };
  const keys = seen(params, "blocks.1.mlp.hidden");
  const bias = params.blocks[1]!.mlp.down.bias!.dataSync();
  const wanted = drawn(8, 5);
  const { weight } = params.blocks[1]!.mlp.down;
  const value = wanted.map((each, i) => each - bias[i]!);
  const after = rankOneEdit(weight, { key: keys[4]!, value, keys: keys.filter((_, i) => i !== 4) });
  const edited = mapParams(params, (leaf) => (leaf === weight ? after : leaf));
  const [before, now] = [params, edited].map((each) => seen(each, "blocks.1.mlp"));
  expectNear(tf.tensor(now![4]!), wanted, { within: 1e-3 });
  // the other five places are usual keys: they move ten times less at least
  const moved = (i: number) => Math.hypot(...now![i]!.map((each, j) => each - before![i]![j]!));
  for (const i of [0, 1, 2, 3, 5]) expect(moved(i)).toBeLessThan(0.1 * moved(4));
});

test("what cannot be edited is refused", () => {
  const weight = tf.ones([2, 3]);
  const edit = { key: [1, 2], value: [1, 2, 3] };
  expect(() => rankOneEdit(weight, { ...edit, key: [1] })).toThrow("rankOneEdit key: expected 2 numbers");
  expect(() => rankOneEdit(weight, { ...edit, value: [1] })).toThrow("rankOneEdit value: expected 3 numbers");
  expect(() => rankOneEdit(weight, { ...edit, keys: [[1]] })).toThrow("rankOneEdit keys[0]: expected 2 numbers");
  expect(() => rankOneEdit(weight, { ...edit, key: [0, 0] })).toThrow("a key that is not 0");
  expect(() => rankOneEdit(weight, { ...edit, ridge: -1 })).toThrow("rankOneEdit ridge");
  // one usual key spans one direction of two
  expect(() => rankOneEdit(weight, { ...edit, keys: [[1, 0]], ridge: 0 })).toThrow("positive definite");
  expect(() => rankOneEdit(tf.ones([6]), edit)).toThrow("rankOneEdit weight: expected [in, out]");
});
