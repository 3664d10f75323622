/**
 * Every kernel of one number at a time and every reduction, called as tfjs calls it, on −0, NaN, ±∞, very small and very
 * large numbers, integers that overflow and truth values: the types, shapes and numbers are the cpu backend's.
 */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { backendName } from "../../../lib/backend/index.ts";
import { anyFloat, anyInteger, expectClose, integerSpecials, specials } from "../on-both.ts";
import type { Tolerance } from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

type Attributes = Record<string, number | boolean | number[]>;
interface Case {
  attributes?: Attributes;
  /** Of float32 (default: a few roundings). Integers and truth values are compared exactly. */
  tolerance?: Tolerance;
  /** Integers that are tried (default: up to the largest). */
  integers?: fc.Arbitrary<number>;
  /** Pairs of numbers for which something else than the cpu backend's is right; the reason stands beside it. */
  except?: (a: number, b: number) => boolean;
}

/** Sine and its like of large angles differ between libraries in the last digits. */
const angle: Case = { tolerance: { relative: 2e-6 } };
/** Of 0 and -0 either may come out. */
const anyZero: Case = { tolerance: { anyZero: true } };
/** exp(x) − 1 is computed in float32 here. */
const lost: Case = { tolerance: { relative: 2e-6, absolute: 2e-7 } };

const unary: Record<string, Case> = {
  Abs: {},
  Acos: {},
  Acosh: {},
  Asin: {},
  Asinh: {},
  Atan: {},
  Atanh: {},
  Ceil: {},
  ClipByValue: { attributes: { clipValueMin: -1.5, clipValueMax: 2 } },
  Cos: angle,
  Cosh: {},
  Elu: lost,
  // tfjs' own is a polynomial that is right to 1.5e-7
  Erf: { tolerance: { absolute: 3e-7 } },
  Exp: {},
  Expm1: angle,
  Floor: {},
  IsFinite: {},
  IsInf: {},
  IsNan: {},
  LeakyRelu: { attributes: { alpha: 0.3 } },
  Log: {},
  Log1p: { tolerance: { relative: 2e-6 } },
  LogicalNot: {},
  Neg: {},
  Reciprocal: {},
  Relu: anyZero,
  Relu6: anyZero,
  Round: anyZero,
  Rsqrt: {},
  Selu: lost,
  Sigmoid: {},
  Sign: {},
  Sin: angle,
  Sinh: {},
  Softplus: {},
  Sqrt: {},
  Square: {},
  Step: { attributes: { alpha: 0 } },
  Tan: angle,
  Tanh: {},
};

const binary: Record<string, Case> = {
  Add: {},
  Atan2: {},
  BitwiseAnd: {},
  Equal: {},
  FloorDiv: {},
  Greater: {},
  GreaterEqual: {},
  Less: {},
  LessEqual: {},
  LogicalAnd: {},
  LogicalOr: {},
  Maximum: anyZero,
  Minimum: anyZero,
  Mod: anyZero,
  // the cpu backend multiplies in float64, which loses the low digits of a large product; here they are exact
  Multiply: { except: (a, b) => Math.abs(a * b) > 2 ** 53 },
  NotEqual: {},
  // 1 to any power and −1 to ±∞ are 1 as in IEEE 754, in JavaScript NaN
  Pow: { tolerance: { relative: 3e-6 }, except: (a, b) => Math.abs(a) === 1 && !Number.isFinite(b) },
  Prelu: anyZero,
  RealDiv: {},
  SquaredDifference: {},
  Sub: {},
};

/** Along the last of two axes. */
const reductions: Record<string, Case> = {
  All: { attributes: { axis: [1] } },
  Any: { attributes: { axis: [1] } },
  ArgMax: { attributes: { axis: [1] } },
  ArgMin: { attributes: { axis: [1] } },
  // five of them overflow int32 but not the digits of float64, in which the cpu backend multiplies
  Cumprod: {
    attributes: { axis: 1, exclusive: false, reverse: false },
    integers: fc.integer({ min: -1000, max: 1000 }),
  },
  Cumsum: { attributes: { axis: 1, exclusive: false, reverse: false } },
  Max: { attributes: { reductionIndices: [1] }, ...anyZero },
  // the cpu backend divides each number first, and adds what was rounded
  Mean: { attributes: { axis: [1] }, tolerance: { absolute: 1e-7 } },
  Min: { attributes: { axis: [1] }, ...anyZero },
  Prod: { attributes: { axis: [1] } },
  Softmax: { attributes: { dim: 1 }, tolerance: { relative: 2e-6, absolute: 1e-30 } },
  Sum: { attributes: { axis: [1] } },
};

const truths = [0, 1];
const numbersOf = { float32: specials, int32: integerSpecials, bool: truths };
type Type = keyof typeof numbersOf;
const types = Object.keys(numbersOf) as Type[];

interface Result {
  dtype?: string;
  shape?: number[];
  values: number[];
  error?: string;
}

function run(backend: string, name: string, inputs: () => tf.NamedTensorMap, attributes: Attributes): Result {
  tf.setBackend(backend);
  try {
    return tf.tidy(() => {
      const result = tf.engine().runKernel(name, inputs(), attributes as tf.NamedAttrMap) as tf.Tensor;
      return { dtype: result.dtype, shape: result.shape, values: [...result.dataSync()] };
    });
  } catch (error) {
    return { values: [], error: (error as Error).message };
  } finally {
    tf.setBackend(backendName);
  }
}

function expectKernel(
  name: string,
  inputs: () => tf.NamedTensorMap,
  { attributes = {}, tolerance, isExcepted = () => false }: Case & { isExcepted?: (at: number) => boolean },
): void {
  const theirs = run("cpu", name, inputs, attributes);
  const ours = run(backendName, name, inputs, attributes);
  expect({ ...ours, values: [] }).toEqual({ ...theirs, values: [] });
  const compared = (values: number[]): number[] => values.filter((_, at) => !isExcepted(at));
  const isExact = theirs.dtype !== "float32";
  expectClose(compared(ours.values), compared(theirs.values), isExact ? { relative: 0 } : tolerance);
}

describe.each(Object.entries(unary))("%s", (name, each) => {
  test.each(types)("of special numbers of %s", (dtype) => {
    const numbers = numbersOf[dtype];
    expectKernel(name, () => ({ x: tf.tensor1d([...numbers, ...numbers, ...numbers], dtype) }), each);
  });

  test("of any numbers", () => {
    fc.assert(
      fc.property(fc.array(anyFloat, { minLength: 24, maxLength: 24 }), (numbers) =>
        expectKernel(name, () => ({ x: tf.tensor2d(numbers, [3, 8]) }), each),
      ),
      { numRuns: 20 },
    );
  });
});

describe.each(Object.entries(binary))("%s", (name, each) => {
  const [x, y] = name === "Prelu" ? ["x", "alpha"] : ["a", "b"];

  test.each(types)("of special numbers of %s, each with each", (dtype) => {
    const numbers = numbersOf[dtype];
    const [a, b] = [numbers.flatMap((a) => numbers.map(() => a)), numbers.flatMap(() => numbers)];
    const isExcepted = (at: number): boolean => each.except?.(a[at]!, b[at]!) ?? false;
    expectKernel(name, () => ({ [x!]: tf.tensor1d(a, dtype), [y!]: tf.tensor1d(b, dtype) }), { ...each, isExcepted });
  });
});

describe.each(Object.entries(reductions))("%s", (name, each) => {
  const input = name === "Softmax" ? "logits" : "x";

  test("of rows with −0, NaN, infinities and small and large numbers", () => {
    // in float32 a sum or a product on the way may be infinite where in float64 it is not: none of 3e38 with another
    const moderate = specials.filter((number) => Math.abs(number) !== 3e38);
    const rows = moderate.flatMap((a) => moderate.map((b) => [1, a, 2, b, -1]));
    expectKernel(name, () => ({ [input]: tf.tensor2d(rows) }), each);
  });

  // tfjs has the softmax of real numbers only
  if (name === "Softmax") return;

  test("of rows of integers that overflow", () => {
    fc.assert(
      fc.property(fc.array(each.integers ?? anyInteger, { minLength: 30, maxLength: 30 }), (numbers) =>
        expectKernel(name, () => ({ [input]: tf.tensor2d(numbers, [6, 5], "int32") }), {
          ...each,
          // of the mean: five numbers that may cancel, each of up to 2³¹ and rounded to 24 digits
          tolerance: { absolute: 512 },
        }),
      ),
      { numRuns: 30 },
    );
  });

  test("of rows of truth values", () => {
    const rows = [0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1];
    expectKernel(name, () => ({ [input]: tf.tensor2d(rows, [4, 3], "bool") }), each);
  });
});
