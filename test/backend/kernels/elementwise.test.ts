/** Kernels of one number at a time, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  anyFloat,
  anyInteger,
  dense,
  expectClose,
  expectSame,
  expectSameError,
  integerSpecials,
  pairs,
  specials,
  spreadPair,
  tensorOf,
} from "../on-both.ts";
import type { Tolerance } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

/** Each shape is a graph of its own, which takes longer than to compute it. */
const runs = { numRuns: 25 };

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary: Record<string, [f: Unary, tolerance?: Tolerance]> = {
  abs: [tf.abs],
  acos: [tf.acos],
  asin: [tf.asin],
  atan: [tf.atan],
  ceil: [tf.ceil],
  cos: [tf.cos],
  // tfjs' own is a polynomial that is right to 1.5e-7
  erf: [tf.erf, { absolute: 3e-7 }],
  exp: [tf.exp],
  floor: [tf.floor],
  log: [tf.log],
  neg: [tf.neg],
  reciprocal: [tf.reciprocal],
  // that of -0 is -0, on the cpu backend 0
  relu: [tf.relu, { anyZero: true }],
  rsqrt: [tf.rsqrt],
  sigmoid: [tf.sigmoid],
  sin: [tf.sin],
  softplus: [tf.softplus],
  sqrt: [tf.sqrt],
  square: [tf.square],
  tan: [tf.tan],
  tanh: [tf.tanh],
};

describe.each(Object.entries(unary))("%s", (_, [f, tolerance]) => {
  test("of −0, NaN, infinities, very small and very large numbers is the cpu backend's, wherever they stand", () => {
    // several times, so that vectors of numbers and the rest behind them are both computed
    expectSame(() => f(tf.tensor1d([...specials, ...specials, ...specials, 87, -87, 88.8, -88.8, -20])), tolerance);
  });

  test("of any numbers in any shape is the cpu backend's", () => {
    fc.assert(
      fc.property(dense(anyFloat), (x) => expectSame(() => f(tensorOf(x)), tolerance)),
      runs,
    );
  });
});

const binary: Record<string, [f: Binary, tolerance?: Tolerance]> = {
  add: [tf.add],
  div: [tf.div],
  // of 0 and -0 either may come out
  maximum: [tf.maximum, { anyZero: true }],
  minimum: [tf.minimum, { anyZero: true }],
  mul: [tf.mul],
  squaredDifference: [tf.squaredDifference],
  sub: [tf.sub],
  equal: [tf.equal],
  greater: [tf.greater],
  greaterEqual: [tf.greaterEqual],
  less: [tf.less],
  lessEqual: [tf.lessEqual],
};

describe.each(Object.entries(binary))("%s", (_, [f, tolerance]) => {
  test("of special numbers, each with each, is the cpu backend's", () => {
    const [a, b] = pairs(specials);
    expectSame(() => f(tf.tensor1d(a), tf.tensor1d(b)), tolerance);
  });

  test("spreads one input over the other", () => {
    fc.assert(fc.property(spreadPair(anyFloat), ([a, b]) => expectSame(() => f(tensorOf(a), tensorOf(b)), tolerance)));
  });

  test("refuses shapes that do not fit when it is called, in tfjs' words", () => {
    expectSameError(() => f(tf.zeros([2, 3]), tf.zeros([2, 2])));
  });
});

describe("pow", () => {
  test("is the cpu backend's for any numbers", () => {
    fc.assert(
      fc.property(spreadPair(fc.float({ min: -30, max: 30, noNaN: true })), ([a, b]) =>
        expectSame(() => tf.pow(tensorOf(a), tensorOf(b)), { relative: 3e-6 }),
      ),
    );
  });

  test("of special numbers is IEEE 754's: unlike in JavaScript, 1 to any power and −1 to ±∞ are 1", () => {
    const [a, b] = pairs(specials);
    const expected = a.map((base, i) => {
      const exponent = b[i]!;
      if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
      return Math.fround(Math.fround(base) ** Math.fround(exponent));
    });
    const powers = tf.tidy(() => [...tf.pow(tf.tensor1d(a), tf.tensor1d(b)).dataSync()]);
    expectClose(powers, expected, { relative: 3e-6 });
  });
});

describe("of integers", () => {
  test.each(["add", "sub", "maximum", "minimum", "equal", "greater", "greaterEqual", "less", "lessEqual"])(
    "%s is the cpu backend's, and wraps around where it does not fit",
    (name) => {
      const f = binary[name]![0];
      const [a, b] = pairs(integerSpecials);
      expectSame(() => f(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")));
      fc.assert(
        fc.property(spreadPair(anyInteger), ([a, b]) =>
          expectSame(() => f(tensorOf(a, "int32"), tensorOf(b, "int32"))),
        ),
        runs,
      );
    },
  );

  test("mul wraps around exactly, also where float64, which the cpu backend uses, loses digits", () => {
    const [a, b] = pairs(integerSpecials);
    const products = tf.tidy(() => [...tf.mul(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")).dataSync()]);
    expect(products).toEqual(a.map((each, i) => Math.imul(each, b[i]!)));
  });

  test("mul is the cpu backend's where no digits are lost", () => {
    fc.assert(
      fc.property(spreadPair(fc.integer({ min: -(2 ** 26), max: 2 ** 26 })), ([a, b]) =>
        expectSame(() => tf.mul(tensorOf(a, "int32"), tensorOf(b, "int32"))),
      ),
    );
  });

  test("neg leaves the smallest integer as it is", () => {
    expectSame(() => tf.neg(tf.tensor1d(integerSpecials, "int32")));
  });
});

describe("of truth values", () => {
  const [a, b] = pairs([0, 1]);
  const truth: Record<string, Binary> = {
    equal: tf.equal,
    greater: tf.greater,
    greaterEqual: tf.greaterEqual,
    less: tf.less,
    lessEqual: tf.lessEqual,
    notEqual: tf.notEqual,
    logicalAnd: tf.logicalAnd,
    logicalOr: tf.logicalOr,
    logicalXor: tf.logicalXor,
  };

  test.each(Object.entries(truth))("%s is the cpu backend's", (_, f) => {
    expectSame(() => f(tf.tensor1d(a, "bool"), tf.tensor1d(b, "bool")));
  });

  test("logicalNot turns them round", () => {
    expectSame(() => tf.logicalNot(tf.tensor1d([1, 0], "bool")));
  });
});

test("the logarithm of a small sigmoid is finite", () => {
  const x = [-18, -20, -50, -80];
  const logarithms = tf.tidy(() => [...tf.log(tf.sigmoid(tf.tensor1d(x))).dataSync()]);
  // log(1 / (1 + e⁻ˣ)) = x − log(1 + eˣ), which is x to float32's digits
  expectClose(logarithms, x, { relative: 1e-6 });
});

test("a sigmoid that is fused with a product is the same", () => {
  const x = tf.tensor2d([-18, -20, -50, 0, 3], [5, 1]);
  const one = tf.tensor2d([1], [1, 1]);
  expectSame(() => tf.fused.matMul({ a: x, b: one, activation: "sigmoid" }));
});

test("sigmoid is right down to −88, and 0 below", () => {
  const values = tf.tidy(() => [...tf.sigmoid(tf.tensor1d([-30, -87, -89, -100])).dataSync()]);
  expectClose(values.slice(0, 2), [Math.exp(-30), Math.exp(-87)], { relative: 1e-6 });
  expect(values[3]).toBe(0);
});

test("erf is right to the last digits", () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 7.1
  const table: [x: number, erf: number][] = [
    [0.1, 0.112462916],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [1.5, 0.9661051465],
    [2, 0.995322265],
  ];
  const values = tf.tidy(() => [...tf.erf(tf.tensor1d(table.map(([x]) => x))).dataSync()]);
  expectClose(
    values,
    table.map(([, y]) => y),
    { relative: 2e-7 },
  );
});
