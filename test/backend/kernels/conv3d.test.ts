/** Windows over stacks of pictures, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, test } from "vitest";
import { expectClose, expectSame, filled } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const side = fc.integer({ min: 3, max: 5 });
const few = fc.integer({ min: 1, max: 3 });
const all = fc.record({
  shape: fc.tuple(fc.constantFrom(1, 2), side, side, side, fc.constantFrom(1, 2)),
  window: fc.tuple(few, few, few),
  strides: fc.tuple(few, few, few),
  pad: fc.constantFrom("same" as const, "valid" as const),
});
// with longer steps tfjs' padding is negative, and left to the cpu backend
const cases = all.filter(
  ({ window, strides, pad }) => pad === "valid" || strides.every((step, i) => step <= window[i]!),
);
const tolerance = { relative: 2e-5, absolute: 2e-5, anyZero: true };

test("a convolution gives the cpu backend's numbers and gradients", () => {
  fc.assert(
    fc.property(cases, ({ shape, window, strides, pad }) =>
      expectSame(() => {
        const [x, w] = [filled<tf.Rank.R5>(shape, 1), filled<tf.Rank.R5>([...window, shape[4], 3], 2)];
        const y = tf.conv3d(x, w, strides, pad);
        const dy = filled(y.shape, 3);
        const gradients = tf.grads((a, b) => tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, strides, pad).mul(dy));
        return [y, ...gradients([x, w])];
      }, tolerance),
    ),
    { numRuns: 40 },
  );
});

test("the largest and the mean of windows are the cpu backend's", () => {
  fc.assert(
    fc.property(cases, ({ shape, window, strides, pad }) =>
      expectSame(() => {
        const x = filled<tf.Rank.R5>(shape, 1);
        return [tf.maxPool3d(x, window, strides, pad), tf.avgPool3d(x, window, strides, pad)];
      }, tolerance),
    ),
    { numRuns: 40 },
  );
});

// the cpu backend loses some of what goes to windows at the edge; its gradient in two dimensions does not
test("the gradients in a stack of one picture are those of the picture", () => {
  fc.assert(
    fc.property(cases, ({ shape: [batch, , ...sizes], window: [, ...window], strides: [, ...strides], pad }) =>
      tf.tidy(() => {
        const [picture, stack] = [filled([batch, ...sizes], 1), filled([batch, 1, ...sizes], 1)];
        const [flat, deep] = [window as [number, number], [1, ...window] as [number, number, number]];
        const [steps, deepSteps] = [strides as [number, number], [1, ...strides] as [number, number, number]];
        const gradients = [
          [
            tf.grad((x) => tf.maxPool(x as tf.Tensor4D, flat, steps, pad).square())(picture),
            tf.grad((x) => tf.maxPool3d(x as tf.Tensor5D, deep, deepSteps, pad).square())(stack),
          ],
          [
            tf.grad((x) => tf.avgPool(x as tf.Tensor4D, flat, steps, pad).square())(picture),
            tf.grad((x) => tf.avgPool3d(x as tf.Tensor5D, deep, deepSteps, pad).square())(stack),
          ],
        ] as const;
        for (const [ofPicture, ofStack] of gradients)
          expectClose([...ofStack.dataSync()], [...ofPicture.dataSync()], tolerance);
      }),
    ),
    { numRuns: 40 },
  );
});

test("the gradient of the mean is the cpu backend's where every window is full", () => {
  expectSame(() => {
    const x = filled<tf.Rank.R5>([2, 4, 4, 4, 2], 1);
    return tf.grad((a) => tf.avgPool3d(a as tf.Tensor5D, 2, 2, "valid").square())(x);
  }, tolerance);
});
