/**
 * Random programs of many kernels, run as one graph: what ONNX Runtime makes of neighbouring operators must not change
 * the numbers. The oracle is tfjs' cpu backend, which runs one kernel after the other.
 */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { backendName, backendReport } from "../../lib/backend/index.ts";
import { expectClose } from "./on-both.ts";
import { startEngine } from "./start.ts";

beforeAll(startEngine);

/** Numbers that decide what a program does, read one after the other. */
type Pick = (below: number) => number;
type Step = (pick: Pick, any: () => tf.Tensor) => tf.Tensor;

/** All tensors are [2, 3, 4], so that anything fits anything. */
const shape: [number, number, number] = [2, 3, 4];

/** Continuous ones: what is rounded otherwise must not become another number. */
const floatSteps: Record<string, Step> = {
  add: (_, any) => tf.add(any(), any()),
  "add a number": (pick, any) => tf.add(any(), pick(7) - 3),
  "add a row": (_, any) => tf.add(any(), tf.slice(any(), [0, 0, 0], [1, 1, 4])),
  sub: (_, any) => tf.sub(any(), any()),
  mul: (_, any) => tf.mul(any(), any()),
  "mul by a number": (pick, any) => tf.mul(any(), (pick(9) - 4) / 4),
  "div by what is not small": (_, any) => tf.div(any(), tf.add(tf.square(any()), 1)),
  "sqrt of what is not small": (_, any) => tf.sqrt(tf.add(tf.square(any()), 1)),
  "pow 2 or 3": (pick, any) => tf.pow(any(), 2 + pick(2)),
  "log of what is not small": (_, any) => tf.log(tf.add(tf.abs(any()), 1)),
  neg: (_, any) => tf.neg(any()),
  exp: (_, any) => tf.exp(tf.minimum(any(), 1)),
  tanh: (_, any) => tf.tanh(any()),
  sigmoid: (_, any) => tf.sigmoid(any()),
  erf: (_, any) => tf.erf(any()),
  gelu: (_, any) => {
    const x = any();
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));
  },
  "gelu by tanh": (_, any) => {
    const x = any();
    const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  },
  "x · sigmoid(x)": (_, any) => {
    const x = any();
    return tf.mul(x, tf.sigmoid(x));
  },
  relu: (_, any) => tf.relu(any()),
  elu: (_, any) => tf.elu(any()),
  softplus: (_, any) => tf.softplus(any()),
  softmax: (_, any) => tf.softmax(any()),
  logSumExp: (pick, any) => tf.add(any(), tf.logSumExp(any(), pick(3), true)),
  "layer norm": (_, any) => {
    const x = any();
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 0.1)));
  },
  maximum: (_, any) => tf.maximum(any(), any()),
  minimum: (_, any) => tf.minimum(any(), any()),
  clip: (_, any) => tf.clipByValue(any(), -1, 2),
  sum: (pick, any) => tf.add(any(), tf.sum(any(), pick(3), true)),
  mean: (pick, any) => tf.sub(any(), tf.mean(any(), [pick(3)], true)),
  max: (pick, any) => tf.sub(any(), tf.max(any(), pick(3), true)),
  min: (_, any) => tf.sub(any(), tf.min(any())),
  "matMul with a transpose": (_, any) => {
    const scores = tf.mul(tf.matMul(any(), any(), false, true), 0.125);
    return tf.matMul(scores, any());
  },
  "matMul of matrices": (_, any) => {
    const [a, b] = [tf.reshape(any(), [6, 4]), tf.reshape(any(), [6, 4])];
    const square = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, false);
    return tf.reshape(tf.mul(tf.matMul(a as tf.Tensor2D, square as tf.Tensor2D), 0.05), shape);
  },
  transpose: (_, any) => tf.transpose(tf.reshape(tf.transpose(any(), [2, 0, 1]), [4, 3, 2]), [2, 1, 0]),
  reshape: (_, any) => tf.reshape(tf.reshape(any(), [6, 4]), shape),
  reverse: (pick, any) => tf.reverse(any(), pick(3)),
  "slice and concat": (pick, any) => {
    const axis = pick(3);
    const x = any();
    const one = shape.with(axis, 1);
    return tf.concat([tf.slice(x, [0, 0, 0].with(axis, 1), [-1, -1, -1]), tf.slice(x, [0, 0, 0], one)], axis);
  },
  "split and stack": (pick, any) => tf.stack(tf.unstack(any(), 1).toReversed(), 1 - pick(1)),
  gather: (pick, any) => tf.gather(any(), tf.tensor1d([pick(3), pick(3), pick(3)], "int32"), 1),
  tile: (_, any) => tf.tile(tf.slice(any(), [0, 0, 0], [2, 1, 4]), [1, 3, 1]),
  cumsum: (pick, any) => tf.cumsum(any(), pick(3)),
  where: (pick, any) => tf.where(tf.equal(tf.range(0, 4, 1, "int32"), pick(4)), any(), any()),
};

/** Exact ones, which wrap around. */
const integerSteps: Record<string, Step> = {
  add: (_, any) => tf.add(any(), any()),
  sub: (_, any) => tf.sub(any(), any()),
  // of numbers that are not large: float64, in which the cpu backend multiplies, has 53 digits
  mul: (_, any) => tf.mul(any(), tf.mod(any(), tf.scalar(1000, "int32"))),
  neg: (_, any) => tf.neg(any()),
  maximum: (_, any) => tf.maximum(any(), any()),
  floorDiv: (pick, any) => tf.floorDiv(any(), tf.scalar(pick(9) - 4, "int32")),
  mod: (pick, any) => tf.mod(any(), tf.scalar(pick(9) - 4, "int32")),
  sum: (pick, any) => tf.add(any(), tf.sum(any(), pick(3), true)),
  max: (pick, any) => tf.sub(any(), tf.max(any(), pick(3), true)),
  compare: (_, any) => tf.cast(tf.greater(any(), any()), "int32"),
  where: (_, any) => tf.where(tf.less(any(), any()), any(), any()),
  // of numbers that float32 can hold: those of the cpu backend stay integers in a tensor of float32
  "to float32 and back": (_, any) =>
    tf.cast(tf.mul(tf.cast(tf.mod(any(), tf.scalar(1000, "int32")), "float32"), 2.5), "int32"),
  "to truth and back": (_, any) => tf.cast(tf.cast(any(), "bool"), "int32"),
  gather: (pick, any) => tf.gather(any(), tf.tensor1d([pick(3), pick(3), pick(3)], "int32"), 1),
  cumsum: (pick, any) => tf.cumsum(any(), pick(3)),
  oneHot: (_, any) => tf.oneHot(tf.cast(tf.slice(any(), [0, 0, 0], [2, 3, 1]), "int32").reshape([2, 3]), 4),
  transpose: (_, any) => tf.transpose(tf.reshape(any(), [2, 4, 3]), [0, 2, 1]),
};

interface Program {
  steps: { name: string; choices: number[] }[];
}

function programs(names: readonly string[], { longest = 30 } = {}): fc.Arbitrary<Program> {
  const step = fc.record({
    name: fc.constantFrom(...names),
    choices: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
  });
  return fc.record({ steps: fc.array(step, { minLength: 1, maxLength: longest, size: "max" }) });
}

interface Setting {
  table: Record<string, Step>;
  start: () => tf.Tensor[];
  /** What is done to each result. */
  bound: (x: tf.Tensor) => tf.Tensor;
}

/** What `compute` makes of a setting's first tensors, on both backends. */
function runBoth(
  { start }: Setting,
  compute: (pool: tf.Tensor[]) => tf.Tensor[],
): { ours: number[][]; theirs: number[][] } {
  const [theirs, ours] = ["cpu", backendName].map((backend) => {
    tf.setBackend(backend);
    backendReport({ reset: true });
    try {
      // read only when all is recorded, so that it is one graph
      return tf.tidy(() => compute(start()).map((tensor) => [...tensor.dataSync()]));
    } finally {
      tf.setBackend(backendName);
    }
  });
  expect(backendReport()!.fallbacks).toEqual([]);
  return { ours: ours!, theirs: theirs! };
}

/** `pool` and what each step makes of it. */
function extend(pool: tf.Tensor[], { steps }: Program, { table, bound }: Setting): tf.Tensor[] {
  const all = [...pool];
  for (const { name, choices } of steps) {
    let next = 0;
    const pick: Pick = (below) => choices[next++ % choices.length]! % below;
    const made = table[name]!(pick, () => all[pick(all.length)]!);
    expect([name, made.shape]).toEqual([name, shape]);
    all.push(bound(made));
  }
  return all;
}

/** Without chance, none near another's, from −1 to 1. */
const waves = Array.from({ length: 24 }, (_, i) => Math.sin(i * 12.9898));
const reals: Setting = {
  table: floatSteps,
  start: () => [tf.tensor(waves, shape)],
  // small, so that errors do not grow
  bound: (x) => tf.mul(tf.tanh(tf.mul(x, 0.5)), 2),
};
const integers: Setting = {
  table: integerSteps,
  start: () => [
    tf.tensor(
      waves.map((each) => Math.trunc(each * 2 ** 31)),
      shape,
      "int32",
    ),
    tf.tensor([...waves.keys()], shape, "int32"),
  ],
  bound: (x) => x,
};

test("a program of real numbers gives the cpu backend's numbers", () => {
  fc.assert(
    fc.property(programs(Object.keys(floatSteps)), (program) => {
      const { ours, theirs } = runBoth(reals, (pool) => extend(pool, program, reals));
      ours.forEach((values, i) => expectClose(values, theirs[i]!, { relative: 1e-4, absolute: 1e-4, anyZero: true }));
    }),
    { numRuns: 200 },
  );
});

test("a program of integers gives the cpu backend's integers", () => {
  fc.assert(
    fc.property(programs(Object.keys(integerSteps)), (program) => {
      const { ours, theirs } = runBoth(integers, (pool) => extend(pool, program, integers));
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 200 },
  );
});

const withoutGradient = new Set([
  // their slope jumps, and rounding may put a number on the other side
  "relu",
  "maximum",
  "minimum",
  "clip",
  "max",
  "min",
  "exp",
  "log of what is not small",
  // tfjs' own gradient along a leading axis has the wrong shape, on every backend
  "cumsum",
]);

test("a program of real numbers has the cpu backend's gradient", () => {
  const smooth = Object.keys(floatSteps).filter((name) => !withoutGradient.has(name));
  fc.assert(
    fc.property(programs(smooth, { longest: 12 }), (program) => {
      const last = (x: tf.Tensor): tf.Tensor => extend([x], program, reals).at(-1)!;
      const { ours, theirs } = runBoth(reals, (pool) => pool.map((x) => tf.grad((each) => last(each).square())(x)));
      ours.forEach((values, i) => expectClose(values, theirs[i]!, { relative: 1e-3, absolute: 1e-3, anyZero: true }));
    }),
    { numRuns: 100 },
  );
});
