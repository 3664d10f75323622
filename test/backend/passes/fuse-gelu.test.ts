/** Whether x · sigmoid(α x) is recognised is told by the operator in the graph; whether it may be, by the cpu backend's numbers. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../fused/float64.ts";
import { expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { operatorsOf } from "./operators.ts";

beforeAll(startEngine);

type Form = (x: tf.Tensor) => tf.Tensor;
const forms: Record<string, Form> = {
  "the form of most GPTs": (x) => x.mul(x.mul(1.702).sigmoid()),
  "the factors the other way round": (x) => tf.mul(tf.sigmoid(tf.mul(1.702, x)), x),
  "no factor": (x) => x.mul(x.sigmoid()),
  "a negative factor": (x) => x.mul(x.mul(-0.5).sigmoid()),
};

const tolerance = { relative: 1e-4, absolute: 1e-5, anyZero: true };

let length = 4;
/** A shape that no test had, so that its graph is compiled. */
const newShape = (): [number, number] => [3, ++length];
const tensorOf = (shape: number[]): tf.Tensor =>
  tf.tensor(
    numbers(shape.reduce((product, each) => product * each, 1)).map((each) => 3 * each),
    shape,
  );

describe.each(Object.entries(forms))("%s", (_, form) => {
  test("is one operator, and its gradient does without a second exponential", () => {
    const shape = newShape();
    const run = (): tf.Tensor => tf.grad((x) => tf.sum(tf.tanh(form(x))))(tensorOf(shape));
    const operators = operatorsOf(() => expectSame(run, tolerance));
    expect(operators).toContain("QuickGelu");
    expect(operators).not.toContain("Exp");
  });

  test("is so forward alone, behind a reshape, and where other gradients meet its own", () => {
    const shape = newShape();
    expect(operatorsOf(() => expectSame(() => tf.tidy(() => form(tensorOf(shape))), tolerance))).toContain("QuickGelu");
    const loss = (x: tf.Tensor): tf.Scalar => {
      const inner = x.mul(2).reshape([3, 1, shape[1]]);
      const y = form(inner).reshape(shape).matMul(tf.eye(shape[1]));
      return tf.sum(tf.square(y.add(inner.reshape(shape).tanh())));
    };
    const operators = operatorsOf(() => expectSame(() => tf.grad(loss)(tensorOf(shape)), tolerance));
    expect(operators).toContain("QuickGelu");
    expect(operators).not.toContain("Exp");
  });
});

test("a factor that is another number the next time makes another graph of it, and the numbers are right", () => {
  const shape = newShape();
  for (const factor of [1.702, 0.5, 1.702, 3])
    expectSame(() => tf.grad((x) => tf.sum(x.mul(x.mul(factor).sigmoid())))(tensorOf(shape)), tolerance);
});

test.each(
  Object.entries({
    "the sigmoid of another tensor": (x) => x.mul(x.square().sigmoid()),
    "a factor for each feature": (x) => x.mul(x.mul(tf.range(1, x.shape[1]! + 1)).sigmoid()),
    "a shifted argument": (x) => x.mul(x.add(1).sigmoid()),
    "a sigmoid that is used twice": (x) => {
      const sigmoid = x.mul(1.702).sigmoid();
      return x.mul(sigmoid).add(sigmoid.square());
    },
  } satisfies Record<string, Form>),
)("%s is left as it is, and has the right numbers", (_, form: Form) => {
  const shape = newShape();
  const run = (): tf.Tensor[] => [
    tf.tidy(() => form(tensorOf(shape))),
    tf.grad((x) => tf.sum(tf.tanh(form(x))))(tensorOf(shape)),
  ];
  expect(operatorsOf(() => expectSame(run, tolerance))).not.toContain("QuickGelu");
});

test("whatever is put together from its pieces has the cpu backend's numbers and gradients", () => {
  const choice = fc.nat(3);
  const program = fc.record({
    inner: choice,
    outer: choice,
    extra: choice,
    both: fc.boolean(),
    shape: fc.constantFrom<number[]>([2, 3], [2], [1, 4]),
  });
  fc.assert(
    fc.property(program, ({ inner, outer, extra, both, shape }) => {
      const build = (x: tf.Tensor): tf.Tensor => {
        const argument = [() => x.mul(1.702), () => x, () => x.mul(x), () => x.mul(2).sub(x)][inner]!();
        const sigmoid = argument.sigmoid();
        const y = [() => x.mul(sigmoid), () => sigmoid.mul(x), () => argument.mul(sigmoid), () => x.sub(sigmoid)][
          outer
        ]!();
        return [() => y, () => y.add(x), () => y.mul(x), () => y.mul(sigmoid)][extra]!();
      };
      expectSame(() => {
        const x = tensorOf(shape);
        const gradient = tf.grad((each) => tf.sum(tf.tanh(build(each))))(x);
        return both ? [tf.tidy(() => build(x)), gradient] : gradient;
      }, tolerance);
    }),
    { numRuns: 150 },
  );
});
