/** Whether layer normalisation is recognised is told by the operator in the graph; whether it may be, by the cpu backend's numbers. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../fused/float64.ts";
import { expectClose, expectSame } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { operatorsOf } from "./operators.ts";

beforeAll(startEngine);

type Form = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, epsilon?: number) => tf.Tensor;
const rsqrt = (variance: tf.Tensor, epsilon: number): tf.Tensor => tf.rsqrt(variance.add(epsilon));

/** Layer normalisation as people write it. */
const forms: Record<string, Form> = {
  "a mean, a mean of squares and rsqrt": (x, gain, bias, epsilon = 1e-5) => {
    const centred = x.sub(x.mean(-1, true));
    const variance = centred.square().mean(-1, true);
    return centred.mul(rsqrt(variance, epsilon)).mul(gain).add(bias);
  },
  "a quotient by a root": (x, gain, bias, epsilon = 1e-5) => {
    const centred = x.sub(x.mean(-1, true));
    const variance = centred.square().mean(-1, true);
    return centred.div(variance.add(epsilon).sqrt()).mul(gain).add(bias);
  },
  moments: (x, gain, bias, epsilon = 1e-5) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(gain).add(bias);
  },
  "moments without their axis, and the gain with the root": (x, gain, bias, epsilon = 1e-5) => {
    const { mean, variance } = tf.moments(x, -1);
    const scale = tf.mul(rsqrt(variance.expandDims(-1), epsilon), gain);
    return bias.add(tf.mul(scale, x.sub(mean.expandDims(-1))));
  },
  "a power": (x, gain, bias, epsilon = 1e-5) => {
    const centred = x.sub(x.mean(-1, true));
    const variance = tf.mul(centred, centred).mean(-1, true);
    return centred
      .mul(tf.pow(variance.add(epsilon), -0.5))
      .mul(gain)
      .add(bias);
  },
};

/** How many of the operators are layer normalisations. */
const fusedAmong = (operators: readonly string[]): number =>
  operators.filter((type) => type === "LayerNormalization").length;

/** How many layer normalisations the graphs have that are compiled meanwhile. */
const countFused = (run: () => void): number => fusedAmong(operatorsOf(run));

const lossOf = (form: Form, inputs: tf.Tensor[]): tf.Scalar =>
  tf.sum(tf.tanh(form(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor]))));

/** Rounding of a sum of a few dozen numbers of size 1. */
const tolerance = { relative: 1e-4, absolute: 2e-5, anyZero: true };

let length = 4;
/** A shape that no test had, so that its graph is compiled. */
const newShape = (): [number, number, number] => [2, 3, ++length];

function inputsOf(shape: number[]): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const features = shape.at(-1)!;
  const size = shape.reduce((product, each) => product * each, 1);
  return [tf.tensor(numbers(size), shape), tf.tensor1d(numbers(features, 1)), tf.tensor1d(numbers(features, 2))];
}

describe.each(Object.entries(forms))("written with %s", (_, form) => {
  test("it is one operator, and so are its gradients", () => {
    const shape = newShape();
    const run = (): tf.Tensor[] => {
      const [x, gain, bias] = inputsOf(shape);
      const { value, grads } = tf.valueAndGrads((...each: tf.Tensor[]) => lossOf(form, each))([x, gain, bias]);
      return [value, ...grads];
    };
    const operators = operatorsOf(() => expectSame(run, tolerance));
    expect(fusedAmong(operators)).toBe(1);
    expect(operators.filter((type) => ["ReduceMean", "Sqrt", "Pow"].includes(type))).toEqual([]);
  });

  test("it is so forward alone, between other parts of a model whose gradients meet its own, and behind a reshape", () => {
    const shape = newShape();
    expect(countFused(() => expectSame(() => tf.tidy(() => form(...inputsOf(shape))), tolerance))).toBe(1);
    const block = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Scalar => {
      const inner = form(x.mul(2), gain, bias).reshape([6, shape[2]]);
      const after = tf.add(x, tf.reshape(tf.matMul(inner as tf.Tensor2D, tf.eye(shape[2])), shape));
      return tf.sum(tf.square(form(after, gain, bias).add(after)));
    };
    const run = (): tf.Tensor[] => tf.grads(block as never)(inputsOf(shape));
    expect(countFused(() => expectSame(run, { ...tolerance, absolute: 2e-4 }))).toBe(2);
  });
});

test("as many positions as features, or as many sequences, confuse nothing", () => {
  for (const shape of [
    [3, 4, 4],
    [4, 4],
    [2, 2, 4],
    [4, 1, 4],
    [1, 2, 2],
  ])
    for (const form of Object.values(forms))
      expectSame(() => {
        const [x, gain, bias] = inputsOf(shape);
        return tf.grads((...each: tf.Tensor[]) => lossOf(form, each))([x, gain, bias]);
      }, tolerance);
});

test("an ε that is another number the next time makes another graph of it, and the numbers are right", () => {
  const shape = newShape();
  for (const form of Object.values(forms))
    for (const epsilon of [1e-5, 0.5, 1e-5, 2])
      expectSame(() => tf.tidy(() => form(...inputsOf(shape), epsilon)), tolerance);
});

const centredBy = (x: tf.Tensor): [tf.Tensor, tf.Tensor] => {
  const centred = x.sub(x.mean(-1, true));
  return [centred, centred.square().mean(-1, true)];
};

describe("what looks like it is left as it is, and has the right numbers:", () => {
  const others: Record<string, Form> = {
    "ε outside of the root": (x, gain, bias) => {
      const [centred, variance] = centredBy(x);
      return centred.div(variance.sqrt().add(1e-5)).mul(gain).add(bias);
    },
    "no mean in the numerator": (x, gain, bias) =>
      x
        .mul(rsqrt(centredBy(x)[1], 1e-5))
        .mul(gain)
        .add(bias),
    "the root of the mean square": (x, gain, bias) =>
      x
        .mul(rsqrt(x.square().mean(-1, true), 1e-5))
        .mul(gain)
        .add(bias),
    "the mean of another tensor": (x, gain, bias) => {
      const [centred, variance] = centredBy(x);
      return centred.sub(x.square().mean(-1, true)).mul(rsqrt(variance, 1e-5)).mul(gain).add(bias);
    },
    "an unbiased variance": (x, gain, bias) => {
      const [centred, variance] = centredBy(x);
      return centred
        .mul(rsqrt(variance.mul(1.25), 1e-5))
        .mul(gain)
        .add(bias);
    },
    "the gain added, the bias multiplied with itself": (x, gain, bias) => {
      const [centred, variance] = centredBy(x);
      return centred.mul(rsqrt(variance, 1e-5)).mul(bias).add(gain.mul(bias));
    },
    "both added": (x, gain, bias) => {
      const [centred, variance] = centredBy(x);
      return centred.mul(rsqrt(variance, 1e-5)).add(gain).add(bias);
    },
  };
  test.each(Object.entries(others))("%s", (_, form) => {
    const shape = newShape();
    const run = (): tf.Tensor[] => {
      const [x, gain, bias] = inputsOf(shape);
      return [form(x, gain, bias), ...tf.grads((...each: tf.Tensor[]) => lossOf(form, each))([x, gain, bias])];
    };
    expect(countFused(() => expectSame(run, { ...tolerance, absolute: 1e-4 }))).toBe(0);
  });

  test("the same along another axis", () => {
    const shape = newShape();
    const run = (): tf.Tensor => {
      const [x, gain, bias] = inputsOf(shape);
      const centred = x.sub(x.mean(1, true));
      return centred
        .mul(rsqrt(centred.square().mean(1, true), 1e-5))
        .mul(gain)
        .add(bias);
    };
    expect(countFused(() => expectSame(run, tolerance))).toBe(0);
  });

  test("a normalisation whose mean is read too", () => {
    const shape = newShape();
    const run = (): tf.Tensor[] => {
      const [x, gain, bias] = inputsOf(shape);
      const mean = x.mean(-1, true);
      const centred = x.sub(mean);
      return [
        mean,
        centred
          .mul(rsqrt(centred.square().mean(-1, true), 1e-5))
          .mul(gain)
          .add(bias),
      ];
    };
    const before = countFused(() => {
      const ours = tf.tidy(() => {
        const results = run();
        // both are pending when the first is read
        return results.map((each) => [...each.dataSync()]);
      });
      expect(ours[0]!.length).toBe(6);
    });
    expect(before).toBe(0);
    expectSame(run, tolerance);
  });
});

const choice = (count: number): fc.Arbitrary<number> => fc.nat(count - 1);

test("whatever is put together from its pieces has the cpu backend's numbers and gradients", () => {
  const program = fc.record({
    shape: fc.constantFrom<number[]>([4, 4], [2, 2, 4], [3, 4], [2, 3, 3], [2, 1, 5], [3, 2, 2, 4]),
    centre: choice(4),
    spread: choice(4),
    root: choice(4),
    order: choice(4),
    extra: choice(4),
    epsilon: fc.constantFrom(1e-5, 1e-3, 0.1),
    wanted: choice(3),
  });
  fc.assert(
    fc.property(program, ({ shape, centre, spread, root, order, extra, epsilon, wanted }) => {
      const build = (...inputs: tf.Tensor[]): tf.Tensor => {
        const [x, gain, bias] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
        const mean = x.mean(-1, true);
        const centred = [() => x.sub(mean), () => x.sub(x.mean(0, true)), () => x, () => mean.sub(x)][centre]!();
        const variance = [
          () => centred.square().mean(-1, true),
          () => tf.abs(centred).mean(-1, true),
          () => centred.square().mean(0, true),
          () => x.sub(mean).square().mean(-1, true),
        ][spread]!();
        const scaled = [
          () => centred.mul(rsqrt(variance, epsilon)),
          () => centred.div(variance.add(epsilon).sqrt()),
          () => centred.div(variance.add(epsilon)),
          () => centred.mul(rsqrt(variance.mul(2), epsilon)),
        ][root]!();
        const result = [
          () => scaled.mul(gain).add(bias),
          () => bias.add(gain.mul(scaled)),
          () => scaled.add(bias).mul(gain),
          () => scaled.mul(gain).mul(gain).add(bias),
        ][order]!();
        return [
          () => result,
          () => result.add(x),
          () => result.mul(scaled),
          () => tf.add(result, tf.sum(tf.mul(result, centred), -1, true)),
        ][extra]!();
      };
      expectSame(
        () => {
          const all = inputsOf(shape);
          const grads = tf.grads((...each: tf.Tensor[]) => tf.sum(tf.tanh(build(...each))))(all);
          const value = tf.tidy(() => build(...all));
          return [[value], grads, [value, ...grads]][wanted]!;
        },
        { relative: 1e-3, absolute: 1e-3, anyZero: true },
      );
    }),
    { numRuns: 150 },
  );
});

const train = (backend: string): number[] => {
  tf.setBackend(backend);
  const [x, gain, bias] = inputsOf([2, 4, 6]);
  const variables = [tf.variable(gain), tf.variable(bias), tf.variable(tf.tensor2d(numbers(36, 3), [6, 6]))] as const;
  const optimizer = tf.train.adam(0.01);
  const losses = Array.from({ length: 10 }, () => {
    const loss = optimizer.minimize(
      () => {
        const first = x.add(tf.reshape(tf.matMul(x.reshape([8, 6]) as tf.Tensor2D, variables[2]), [2, 4, 6]));
        return tf.mean(tf.square(Object.values(forms)[0]!(first, variables[0], variables[1]).sub(x))) as tf.Scalar;
      },
      true,
      [...variables],
    )!;
    return loss.dataSync()[0]!;
  });
  tf.setBackend("onnx");
  return losses;
};

test("a training of a small model is the cpu backend's, step by step", () => {
  expectClose(train("onnx"), train("cpu"), { relative: 1e-4 });
});
