/** Batch normalisation, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, test } from "vitest";
import { expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const x = (): tf.Tensor4D => tf.range(0, 48).sin().reshape([2, 3, 4, 2]);
const tolerance = { relative: 1e-5, absolute: 1e-6, anyZero: true };

test.each([
  ["with scale and offset", [1, -2], [3, 0.5]],
  ["without both", undefined, undefined],
  ["with scale alone", undefined, [3, 0.5]],
  ["with offset alone", [1, -2], undefined],
])("for each channel, %s, gives the cpu backend's numbers", (_, offset, scale) => {
  expectSame(() => {
    const [mean, variance] = [tf.tensor1d([0.1, -0.2]), tf.tensor1d([0.5, 2])];
    return tf.batchNorm(x(), mean, variance, offset && tf.tensor1d(offset), scale && tf.tensor1d(scale), 1e-3);
  }, tolerance);
});

// without a scale tfjs' gradient throws, on every backend
test("the gradients are the cpu backend's", () => {
  expectSame(() => {
    const inputs = [x(), tf.tensor1d([0.1, -0.2]), tf.tensor1d([0.5, 2]), tf.tensor1d([1, -2]), tf.tensor1d([3, 0.5])];
    return tf.grads((x, mean, variance, offset, scale) =>
      tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as never, offset as never, scale as never).square(),
    )(inputs);
  }, tolerance);
});

test("for each number, it is the same", () => {
  expectSame(() => tf.batchNorm(x(), x().mul(0.5), x().square().add(1), x(), x(), 0.1), tolerance);
});
