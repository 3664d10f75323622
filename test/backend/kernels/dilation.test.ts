/** Morphological dilation and its gradients, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { backendName } from "../../../lib/backend/index.ts";
import { anyFloat, expectSame, expectSameError, withShape } from "../on-both.ts";
import type { Dense } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

type Pair = [number, number];

const length = fc.integer({ min: 1, max: 6 });
const few = fc.integer({ min: 1, max: 3 });
/** Either strides or dilations may differ from 1, says tfjs. */
const steps = fc.oneof(
  fc.record({ strides: fc.tuple(few, few), dilations: fc.constant<Pair>([1, 1]) }),
  fc.record({ strides: fc.constant<Pair>([1, 1]), dilations: fc.tuple(few, few) }),
);

interface Case {
  x: Dense;
  filter: Dense;
  strides: Pair;
  dilations: Pair;
  pad: "same" | "valid";
}

function cases(value: fc.Arbitrary<number>): fc.Arbitrary<Case> {
  return fc
    .tuple(
      fc.tuple(few, length, length, few),
      fc.tuple(few, few),
      steps,
      fc.constantFrom("same" as const, "valid" as const),
    )
    .filter(([[, height, width], [rows, columns], { dilations }, pad]) => {
      const fits = height > (rows - 1) * dilations[0] && width > (columns - 1) * dilations[1];
      return pad === "same" || fits;
    })
    .chain(([shape, [rows, columns], { strides, dilations }, pad]) =>
      fc.record({
        x: withShape(shape, value),
        filter: withShape([rows, columns, shape[3]], value),
        strides: fc.constant(strides),
        dilations: fc.constant(dilations),
        pad: fc.constant(pad),
      }),
    );
}

const dilated = (x: tf.Tensor, filter: tf.Tensor, { strides, pad, dilations }: Case): tf.Tensor =>
  tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, strides, pad, dilations);

const tensors = ({ x, filter }: Case): [tf.Tensor, tf.Tensor] => [
  tf.tensor(x.values, x.shape),
  tf.tensor(filter.values, filter.shape),
];

const runs = { numRuns: 40 };

/** Few numbers, so that windows have several largest. */
const step = fc.constantFrom(-1, -0.5, 0, 0.5, 1);
const exact = { relative: 0, anyZero: true };

test("the largest of each window is the cpu backend's", () => {
  fc.assert(fc.property(cases(step), (given) => expectSame(() => dilated(...tensors(given), given), exact)));
});

test("NaN is passed over and infinities are taken as on the cpu backend", () => {
  fc.assert(
    fc.property(cases(anyFloat), (given) => expectSame(() => dilated(...tensors(given), given), { anyZero: true })),
    runs,
  );
  expectSame(() => {
    const x = tf.tensor4d([NaN, -Infinity, -3e38, 1], [1, 1, 4, 1]);
    return tf.dilation2d(x, tf.tensor3d([0], [1, 1, 1]), 1, "valid");
  });
});

describe.each([
  ["the picture", 0],
  ["the filter", 1],
] as const)("the gradient of %s", (_, which) => {
  const gradient = (given: Case): tf.Tensor => {
    const [x, filter] = tensors(given);
    return tf.grads((x, filter) => {
      const y = dilated(x!, filter!, given);
      return y.mul(tf.range(0, y.size).add(1).reshape(y.shape));
    })([x, filter])[which]!;
  };

  test("goes where the cpu backend's goes, to the first of equal numbers", () => {
    fc.assert(
      fc.property(cases(step), (given) => expectSame(() => gradient(given), exact)),
      runs,
    );
  });

  test("goes to the same places if numbers are not finite, or are nothing at all", () => {
    fc.assert(
      fc.property(cases(anyFloat), (given) => expectSame(() => gradient(given), exact)),
      runs,
    );
  });

  test("tells sums apart that are the same in float32", () => {
    const given: Case = {
      x: { shape: [1, 1, 3, 1], values: [1, 1 + 2 ** -23, 1] },
      filter: { shape: [1, 3, 1], values: [2 ** 10, 2 ** 10, 2 ** 10] },
      strides: [1, 1],
      dilations: [1, 1],
      pad: "valid",
    };
    expectSame(() => gradient(given), exact);
  });
});

test.each([1, 2])("%i numbers of padding are the cpu backend's, also where a window holds no pixel", (pad) => {
  const attributes = { strides: [1, 1], pad, dilations: [1, 1] } as never;
  const run = (kernel: string): tf.Tensor => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
    const filter = tf.tensor3d([0, 0.5, -0.5, 1], [2, 2, 1]);
    const dy = tf.range(0, (1 + 2 * pad) * (2 + 2 * pad)).reshape([1, 1 + 2 * pad, 2 + 2 * pad, 1]);
    return tf.engine().runKernel(kernel, kernel === "Dilation2D" ? { x, filter } : { x, filter, dy }, attributes);
  };
  expectSame(() => run("Dilation2D"));
  expectSame(() => run("Dilation2DBackpropFilter"), exact);
  if (pad === 1) expectSame(() => run("Dilation2DBackpropInput"), exact);
});

test("a filter that does not fit is refused in tfjs' words", () => {
  expectSameError(() =>
    tf.dilation2d(tf.ones([1, 3, 3, 2]) as tf.Tensor4D, tf.ones([2, 2, 1]) as tf.Tensor3D, 1, "valid"),
  );
});

test("one number alone is itself and the filter", () => {
  tf.setBackend(backendName);
  const y = tf.tidy(() =>
    tf.dilation2d(tf.tensor4d([3], [1, 1, 1, 1]), tf.tensor3d([2], [1, 1, 1]), 1, "same").dataSync(),
  );
  expect([...y]).toEqual([5]);
});
