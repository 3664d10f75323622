/** Convolutions of each channel for itself, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, test } from "vitest";
import { expectSame, filled } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const side = fc.integer({ min: 4, max: 9 });
const few = fc.integer({ min: 1, max: 3 });
const cases = fc
  .record({
    shape: fc.tuple(fc.constantFrom(1, 3), side, side, fc.constantFrom(1, 4)),
    window: fc.tuple(few, few),
    multiples: fc.constantFrom(1, 3),
    stride: few,
    dilation: fc.constantFrom(1, 1, 2),
    pad: fc.constantFrom("same" as const, "valid" as const),
  })
  .map((each) => ({ ...each, stride: each.dilation > 1 ? 1 : each.stride }))
  .filter(({ shape, window, dilation }) => window.every((k, i) => (k - 1) * dilation + 1 <= shape[i + 1]!));

test("any sizes, steps, dilations and multiples give the cpu backend's numbers and gradients", () => {
  fc.assert(
    fc.property(cases, ({ shape, window, multiples, stride, dilation, pad }) =>
      expectSame(
        () => {
          const [x, w] = [filled(shape, 1), filled([...window, shape[3], multiples], 2)];
          const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor4D =>
            tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad, "NHWC", dilation);
          const y = convolve(x, w);
          if (dilation > 1) return [y];
          return [y, ...tf.grads((a, b) => convolve(a!, b!).mul(filled(y.shape, 3)))([x, w])];
        },
        { relative: 2e-5, absolute: 2e-5, anyZero: true },
      ),
    ),
  );
});

test.each(["linear", "relu", "sigmoid", "prelu"] as const)("with bias and %s", (activation) => {
  expectSame(
    () => {
      const [x, filter] = [filled([2, 5, 5, 2], 1), filled([3, 3, 2, 2], 2)];
      const bias = tf.tensor1d([1, -1, 0, 2]);
      const slopes = activation === "prelu" ? { preluActivationWeights: tf.tensor1d([0.1, 0.2, 0.3, 0.4]) } : {};
      return tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", bias, activation, ...slopes });
    },
    { relative: 2e-5, absolute: 2e-5, anyZero: true },
  );
});

test("a bias of one number is added to every channel", () => {
  expectSame(
    () => {
      const [x, filter] = [filled([2, 5, 5, 2], 1), filled([3, 3, 2, 2], 2)];
      return tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", bias: tf.tensor1d([0.5]) });
    },
    { relative: 2e-5, absolute: 2e-5, anyZero: true },
  );
});

test("a dilation of zero is left to the cpu backend, which takes it", () => {
  expectSame(
    () => tf.depthwiseConv2d(filled<tf.Rank.R4>([1, 3, 3, 2], 1), filled([2, 2, 2, 1], 2), 1, "valid", "NHWC", 0),
    { fallbacks: ["DepthwiseConv2dNative"] },
  );
});
