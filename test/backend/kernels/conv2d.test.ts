/** The oracle is tfjs' cpu backend, which sums window by window. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectSame, filled } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

interface Case {
  batch: number;
  size: [number, number];
  channels: [number, number];
  kernel: [number, number];
  strides: [number, number];
  pad: "same" | "valid" | tf.backend_util.ExplicitPadding;
  dilation: number;
  format: "NHWC" | "NCHW";
}

const explicit = fc
  .tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2))
  .map(([a, b, c, d]): tf.backend_util.ExplicitPadding => [
    [0, 0],
    [a, b],
    [c, d],
    [0, 0],
  ]);

const cases = fc
  .record({
    batch: fc.constantFrom(1, 2, 16, 17),
    size: fc.tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 5, max: 12 })),
    channels: fc.tuple(fc.constantFrom(1, 3, 16, 32), fc.constantFrom(1, 5, 16, 32)),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.oneof(fc.constantFrom("same" as const, "valid" as const), explicit),
    dilation: fc.integer({ min: 1, max: 2 }),
    format: fc.constantFrom("NHWC" as const, "NCHW" as const),
  })
  .map((each): Case => {
    const isSquare = each.dilation > 1;
    // tfjs takes strides or dilations, and explicit padding for channels last only
    const pad = typeof each.pad === "string" || each.format === "NHWC" ? each.pad : "same";
    return { ...each, pad, strides: isSquare ? [1, 1] : each.strides };
  })
  // the cpu backend takes a second for some ten million products
  .filter(
    ({ batch, size, channels, kernel }) => batch * [...size, ...channels, ...kernel].reduce((a, b) => a * b) < 2e6,
  )
  .filter(({ size, kernel, dilation }) => kernel.every((k, i) => (k - 1) * dilation + 1 <= size[i]!));

/** What the convolution gives, and its gradients where tfjs has them. */
function compute({ batch, size, channels, kernel, strides, pad, dilation, format }: Case): tf.Tensor[] {
  const input = format === "NHWC" ? [batch, ...size, channels[0]] : [batch, channels[0], ...size];
  const [x, w] = [filled(input, 1), filled([...kernel, ...channels], 2)];
  const convolve = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D => tf.conv2d(a, b, strides, pad, format, dilation);
  const y = convolve(x, w);
  if (dilation > 1) return [y];
  const dy = filled(y.shape, 3);
  return [
    y,
    ...tf.grads((a, b) =>
      convolve(a as tf.Tensor4D, b as tf.Tensor4D)
        .mul(dy)
        .sum(),
    )([x, w]),
  ];
}

/** Thousands of summands of size 1, in another order. */
const tolerance = { relative: 2e-5, absolute: 2e-4, anyZero: true };

test("every size, stride, padding, dilation and layout gives the cpu backend's numbers and gradients, without it", () => {
  fc.assert(
    fc.property(cases, (each) => expectSame(() => compute(each), tolerance)),
    { numRuns: 50 },
  );
});

describe("the convolution of a layer, with bias and activation", () => {
  test.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const)("%s", (activation) => {
    expectSame(() => {
      const [x, filter] = [filled([2, 6, 5, 3], 1), filled([3, 2, 3, 4], 2)];
      const bias = tf.tensor1d([0.5, -1, 0, 2]);
      const options = { x, filter, strides: 1, pad: "same" as const, bias, activation, leakyreluAlpha: 0.3 };
      const slopes = activation === "prelu" ? { preluActivationWeights: tf.tensor1d([0.1, 0.2, 0.3, 0.4]) } : {};
      return tf.fused.conv2d({ ...options, ...slopes });
    }, tolerance);
  });
});

function loss(a: tf.Tensor4D, b: tf.Tensor4D): tf.Scalar {
  return tf.conv2d(a, b, 2, "same").square().sum() as tf.Scalar;
}

test("gradients are those of finite differences", () => {
  const [x, w] = [filled([1, 4, 4, 2], 1), filled([3, 3, 2, 2], 2)];
  const [dx, dw] = tf.grads((a, b) => loss(a as tf.Tensor4D, b as tf.Tensor4D))([x, w]) as [tf.Tensor4D, tf.Tensor4D];
  for (const [of, gradient] of [
    [x, dx],
    [w, dw],
  ] as const) {
    for (let i = 0; i < of.size; i += 5) {
      const moved = (by: number): number => {
        const values = of.dataSync();
        values[i]! += by;
        const other = tf.tensor4d(values, of.shape);
        return (of === x ? loss(other, w) : loss(x, other)).dataSync()[0]!;
      };
      const slope = (moved(0.01) - moved(-0.01)) / 0.02;
      expect(gradient.dataSync()[i]!).toBeCloseTo(slope, 1);
    }
  }
});
