import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { countParams, countTransformerBlock, initTransformerBlock } from "../../../lib/models/index.ts";
import { normal, transformerBlock } from "../../../lib/models/index.ts";
import { difference, expectNear, golden, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const head = (each: tf.Tensor) => each.slice([0, 0, 0], [1, 3, 6]);
const like = () => initTransformerBlock([6, 10], { rng: rng(1) });

describe("as PyTorch's TransformerEncoderLayer in float64, which block.safetensors holds", () => {
  test.each(["before", "after"] as const)("values and gradients: norm %s", (norm) => {
    const file = golden("layers/block");
    const params = file.tree("params", like());
    const [x, probe] = [file.get("x"), file.get("probe")];
    const options = { heads: 2, norm, activation: "gelu" } as const;
    expectNear(transformerBlock(params, x, options), file.get(`${norm}.y`));
    const gradients = gradientsOf({ ...params, x }, ({ x, ...rest }) =>
      tf.sum(tf.mul(transformerBlock(rest, x, options), probe)),
    );
    for (const [each, expected] of file.all(`${norm}.gradients`)) {
      // moves all scores of a query alike: 0 but for rounding
      if (each === "attention.key.bias") continue;
      expectNear(gradients.get(each)!, expected, { within: 1e-5 });
    }
  });
});

test("the future weighs nothing: a change at one position leaves those before as they were, exactly", () => {
  const params = like();
  const x = normal([1, 5, 6], { rng: rng(2), std: 1 });
  const changed = tf.concat([x.slice([0, 0, 0], [1, 3, 6]), normal([1, 2, 6], { rng: rng(3), std: 1 })], 1);
  const run = (each: tf.Tensor) => head(transformerBlock(params, each, { heads: 2, causal: true }));
  expect(difference(run(x), run(changed))).toBe(0);
  const full = (each: tf.Tensor) => head(transformerBlock(params, each, { heads: 2 }));
  expect(difference(full(x), full(changed))).toBeGreaterThan(0.01);
});

test("with all outputs switched off a block passes on what it gets", () => {
  const x = normal([2, 3, 6], { rng: rng(4), std: 1 });
  const silent = transformerBlock(like(), x, {
    heads: 2,
    hook: (place, value) => (place === "attention" || place === "mlp" ? tf.zerosLike(value) : undefined),
  });
  expect(difference(silent, x)).toBe(0);
});

test("a hook sees every place, in the order of the computation, and looking changes nothing", () => {
  const x = normal([2, 3, 6], { rng: rng(4), std: 1 });
  const places: unknown[] = [];
  const looked = transformerBlock(like(), x, {
    heads: 2,
    causal: true,
    hook: (place, value) => void places.push([place, value.shape]),
  });
  expect(places).toEqual([
    ["attention.weights", [2, 2, 3, 3]],
    ["attention.heads", [2, 2, 3, 3]],
    ["attention", [2, 3, 6]],
    ["mlp.hidden", [2, 3, 10]],
    ["mlp", [2, 3, 6]],
  ]);
  expectNear(looked, transformerBlock(like(), x, { heads: 2, causal: true }), { within: 1e-6 });
});

test("one position, and a batch as a loop", () => {
  const params = like();
  expect(transformerBlock(params, tf.ones([1, 1, 6]), { heads: 2 }).shape).toEqual([1, 1, 6]);
  const x = normal([3, 4, 6], { rng: rng(5), std: 1 });
  const each = tf.unstack(x).map((one) => transformerBlock(params, one.expandDims(0), { heads: 2 }));
  expectNear(transformerBlock(params, x, { heads: 2 }), tf.concat(each, 0), { within: 1e-6 });
});

test.each([true, false])("has as many numbers as the formula says: bias %s", (bias) => {
  const params = initTransformerBlock([6, 10], { rng: rng(1), bias });
  expect(countParams(params)).toBe(countTransformerBlock([6, 10], { bias }));
});
