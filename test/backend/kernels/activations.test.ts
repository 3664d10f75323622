/** Activation functions, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startEngine } from "../start.ts";
import {
  anyFloat,
  anyInteger,
  dense,
  expectClose,
  expectSame,
  smallFloat,
  specials,
  spreadPair,
  tensorOf,
} from "../on-both.ts";

beforeAll(startEngine);

const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  elu: tf.elu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  relu6: tf.relu6,
  selu: tf.selu,
  softplus: tf.softplus,
  step: (x) => tf.step(x),
  "step with a value for what is not positive": (x) => tf.step(x, -0.25),
};

// exp(x) - 1 is rounded to float32 before it is subtracted; relu6 of -0 is -0
const tolerance = { relative: 2e-6, absolute: 2e-7, anyZero: true };

describe.each(Object.entries(functions))("%s", (_, f) => {
  test("has the cpu backend's values for any numbers, infinities and NaN among them", () => {
    fc.assert(fc.property(dense(anyFloat), (x) => expectSame(() => f(tensorOf(x)), tolerance)));
  });

  test("has the cpu backend's values for special numbers wherever they stand", () => {
    expectSame(() => f(tf.tensor1d([...specials, ...specials, ...specials, 1].toReversed())), tolerance);
  });

  test("has the cpu backend's gradient", () => {
    fc.assert(fc.property(dense(smallFloat), (x) => expectSame(() => tf.grad((x) => f(x))(tensorOf(x)), tolerance)));
  });
});

test("softplus of a very negative number is exp of it, of a very large one itself", () => {
  const x = [-104, -50, -20, -15, -13.9, -13.8, 13.8, 13.9, 15, 88, 100, 3e38];
  expectSame(() => tf.softplus(tf.tensor1d(x)), { relative: 1e-6 });
});

test("step of integers is an integer, its value for the others without its fraction", () => {
  fc.assert(fc.property(dense(anyInteger), (x) => expectSame(() => tf.step(tensorOf(x, "int32"), 2.9))));
});

test("prelu multiplies what is negative by weights that are spread over it", () => {
  fc.assert(
    fc.property(spreadPair(anyFloat), ([x, alpha]) =>
      expectSame(() => tf.prelu(tensorOf(x), tensorOf(alpha)), { anyZero: true }),
    ),
  );
});

test("prelu has the cpu backend's gradients for input and weights", () => {
  const x = tf.tensor2d([1, -2, 0, 3, -4, -0.5], [2, 3]);
  const alpha = tf.tensor1d([0.1, -0.2, 0.3]);
  expectSame(() => tf.grads((x, alpha) => tf.prelu(x, alpha))([x, alpha]));
});

test("the derivative of elu is 1 for what is not negative, -0 included, else the value plus 1", () => {
  const y = [2, 0, -0, -0.25, -1];
  const gradient = tf.tidy(() => [
    ...(
      tf.engine().runKernel("EluGrad", { dy: tf.tensor1d([3, 3, 3, 3, 3]), y: tf.tensor1d(y) }) as tf.Tensor
    ).dataSync(),
  ]);
  expectClose(gradient, [3, 3, 3, 2.25, 0]);
  expect(gradient.length).toBe(5);
});
