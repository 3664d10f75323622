import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { attend, attention, countAttention, countParams, initAttention } from "../../../lib/models/index.ts";
import { joinHeads, normal, splitHeads } from "../../../lib/models/index.ts";
import type { AttentionOptions } from "../../../lib/models/index.ts";
import { difference, expectNear, golden, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const deviation = (x: tf.Tensor) => Math.sqrt(tf.mean(tf.square(x)).dataSync()[0]!);
const like = () => initAttention(6, { rng: rng(1) });

describe("as PyTorch's MultiheadAttention in float64, which attention.safetensors holds", () => {
  const cases: Record<string, (file: ReturnType<typeof golden>) => Omit<AttentionOptions, "heads">> = {
    full: () => ({}),
    causal: () => ({ causal: true }),
    masked: (file) => ({ keyMask: file.get("keyMask") }),
    cross: (file) => ({ memory: file.get("memory") }),
  };
  test.each(Object.keys(cases))("values, weights and gradients: %s", (name) => {
    const file = golden("layers/attention");
    const options = { heads: 2, ...cases[name]!(file) };
    const params = file.tree("params", like());
    const [x, probe] = [file.get("x"), file.get("probe")];
    expectNear(attention(params, x, options), file.get(`${name}.y`));
    let weights = tf.scalar(0) as tf.Tensor;
    const hook = (place: string, value: tf.Tensor) => void (place === "weights" && (weights = value));
    expectNear(attention(params, x, { ...options, hook }), file.get(`${name}.y`));
    expectNear(weights, file.get(`${name}.weights`));
    const gradients = gradientsOf({ ...params, x }, ({ x, ...rest }) =>
      tf.sum(tf.mul(attention(rest, x, options), probe)),
    );
    for (const [each, expected] of file.all(`${name}.gradients`)) {
      // a key's bias moves all scores of a query alike: its gradient is 0 but for rounding
      if (each === "key.bias") expect(difference(gradients.get(each)!, tf.zeros([6]))).toBeLessThan(1e-5);
      else expectNear(gradients.get(each)!, expected, { within: 1e-5 });
    }
  });
});

test("one position sees only itself: the values go through unchanged", () => {
  const params = like();
  const x = normal([2, 1, 6], { rng: rng(2), std: 1 });
  const value = x.reshape([2, 6]).matMul(params.value.weight as tf.Tensor2D);
  const expected = value.matMul(params.output.weight as tf.Tensor2D).reshape([2, 1, 6]);
  for (const causal of [true, false]) expectNear(attention(params, x, { heads: 3, causal }), expected);
});

test("rows of the weights sum to 1, and what may not be seen has exactly none", () => {
  const hooked: tf.Tensor[] = [];
  const hook = (place: string, value: tf.Tensor) => void (place === "weights" && hooked.push(value));
  attention(like(), normal([2, 5, 6], { rng: rng(3), std: 9 }), { heads: 2, causal: true, hook });
  const [weights] = hooked;
  expectNear(tf.sum(weights!, -1), tf.ones([2, 2, 5]));
  const future = tf.sub(1, tf.linalg.bandPart(tf.ones([5, 5]), -1, 0));
  expect(difference(tf.mul(weights!, future), tf.zeros([2, 2, 5, 5]))).toBe(0);
});

test("a mask of keys and the order of time hold together: seen is what both allow", () => {
  const [q, k, v] = [1, 2, 3].map((seed) => normal([1, 1, 3, 4], { rng: rng(seed), std: 1 }) as tf.Tensor4D);
  let weights: number[][] = [];
  const hook = (place: string, value: tf.Tensor) =>
    void (place === "weights" && (weights = (value.arraySync() as number[][][][])[0]![0]!));
  attend({ q: q!, k: k!, v: v! }, { causal: true, keyMask: tf.tensor2d([[1, 0, 1]]), hook });
  expect(weights.map((row) => row.map((weight) => weight > 0))).toEqual([
    [true, false, false],
    [true, false, false],
    [true, false, true],
  ]);
  expect(weights[1]![0]).toBe(1);
});

test("what the mask hides stays hidden where attention is causal too", () => {
  const params = like();
  const x = normal([1, 3, 6], { rng: rng(2), std: 1 });
  const keyMask = tf.tensor2d([[0, 1, 1]]);
  const run = (each: tf.Tensor) => attention(params, each, { heads: 2, causal: true, keyMask }).slice([0, 1], [1, 2]);
  const changed = tf.concat([tf.ones([1, 1, 6]), x.slice([0, 1], [1, 2])], 1);
  expect(difference(run(x), run(changed))).toBe(0);
});

test("a query that may see nothing gets 0, not NaN", () => {
  const [q, k, v] = [1, 2, 3].map((seed) => normal([1, 1, 2, 4], { rng: rng(seed), std: 1 }) as tf.Tensor4D);
  const y = attend({ q: q!, k: k!, v: v! }, { keyMask: tf.tensor2d([[0, 0]]) });
  expect([...y.dataSync()].every((each) => each === 0)).toBe(true);
});

test("what a hook gives back is used: uniform weights make the mean of the values", () => {
  const [q, k, v] = [1, 2, 3].map((seed) => normal([1, 1, 4, 2], { rng: rng(seed), std: 1 }) as tf.Tensor4D);
  const uniform = attend(
    { q: q!, k: k!, v: v! },
    { hook: (place, value) => (place === "weights" ? tf.fill(value.shape, 1 / 4) : undefined) },
  );
  expectNear(uniform, tf.tile(tf.mean(v!, 2, true), [1, 1, 4, 1]));
});

test("without positions, full attention does not know the order", () => {
  const x = normal([1, 4, 6], { rng: rng(4), std: 1 });
  const params = like();
  const reversed = attention(params, tf.reverse(x, 1), { heads: 2 });
  expectNear(tf.reverse(reversed, 1), attention(params, x, { heads: 2 }));
});

test("heads are split and joined without loss; a number of heads that does not fit is refused", () => {
  const x = normal([2, 3, 8], { rng: rng(5), std: 1 });
  const heads = splitHeads(x, 4);
  expect(heads.shape).toEqual([2, 4, 3, 2]);
  // head h of position p is the h-th pair of numbers there
  expect(
    difference(heads.slice([1, 2, 1, 0], [1, 1, 1, 2]).reshape([2]), x.slice([1, 1, 4], [1, 1, 2]).reshape([2])),
  ).toBe(0);
  expect(difference(joinHeads(heads), x)).toBe(0);
  expect(() => splitHeads(x, 3)).toThrow("attention heads: expected a divisor of dModel = 8, got 3");
  expect(() => attention(like(), tf.zeros([3, 6]), { heads: 2 })).toThrow(
    "attention x: expected [batch, query, dModel]",
  );
  const memory = tf.zeros([1, 2, 6]);
  expect(() => attention(like(), tf.zeros([1, 3, 6]), { heads: 2, causal: true, memory })).toThrow("3 keys");
});

test.each([{ bias: true }, { bias: false }, { bias: true, dMemory: 4 }])(
  "has as many numbers as the formula says: %o",
  (options) => {
    expect(countParams(initAttention(6, { rng: rng(1), ...options }))).toBe(countAttention(6, options));
  },
);

test("the output's first weights have their own deviation", () => {
  const { query, output } = initAttention(64, { rng: rng(1), std: 0.02, outputStd: 0.001 });
  expect(deviation(query.weight)).toBeCloseTo(0.02, 3);
  expect(deviation(output.weight)).toBeCloseTo(0.001, 4);
});
