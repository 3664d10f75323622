/** Numbers moved, repeated, converted and looked at in another way, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { backendReport } from "../../../lib/backend/index.ts";
import {
  anyFloat,
  anyInteger,
  dense,
  expectSame,
  expectSameError,
  integerSpecials,
  specials,
  tensorOf,
} from "../on-both.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

const runs = { numRuns: 30 };

test("transpose turns tensors of any type and rank", () => {
  const turned = dense(anyFloat).chain((x) =>
    fc.record({
      x: fc.constant(x),
      perm: fc.shuffledSubarray([...x.shape.keys()], { minLength: x.shape.length }),
      dtype: fc.constantFrom("float32" as const, "bool" as const),
    }),
  );
  fc.assert(
    fc.property(turned, ({ x, perm, dtype }) => {
      const values = dtype === "bool" ? x.values.map((each) => (each > 0 ? 1 : 0)) : x.values;
      expectSame(() => tf.transpose(tensorOf({ ...x, values }, dtype), perm));
    }),
    runs,
  );
});

test("tile repeats along every axis", () => {
  const tiled = dense(anyInteger, { minRank: 1 }).chain((x) =>
    fc.record({ x: fc.constant(x), reps: fc.tuple(...x.shape.map(() => fc.integer({ min: 1, max: 3 }))) }),
  );
  fc.assert(
    fc.property(tiled, ({ x, reps }) => expectSame(() => tf.tile(tensorOf(x, "int32"), reps))),
    runs,
  );
});

describe("cast", () => {
  const edges = [2 ** 31, -(2 ** 31), 2 ** 32 + 512, -(2 ** 33) - 1024, 1e12, 2 ** 62, 2 ** 63, 2 ** 80, 5.9, -5.9];

  test("of real numbers to integers goes towards zero and wraps around, and is 0 for what is not finite", () => {
    expectSame(() => tf.cast(tf.tensor1d([...specials, ...edges]), "int32"));
  });

  test("of numbers to truth values is true for all but 0 and −0, NaN too", () => {
    expectSame(() => tf.cast(tf.tensor1d([...specials, 1e-45]), "bool"));
    expectSame(() => tf.cast(tf.tensor1d(integerSpecials, "int32"), "bool"));
  });

  test("of integers and truth values to real numbers rounds to the nearest", () => {
    expectSame(() => tf.cast(tf.tensor1d([...integerSpecials, 2 ** 24 + 1, 2 ** 24 + 3], "int32"), "float32"));
    expectSame(() => tf.cast(tf.tensor1d([1, 0], "bool"), "float32"));
    expectSame(() => tf.cast(tf.tensor1d([1, 0], "bool"), "int32"));
  });
});

describe("views", () => {
  test("of strings, of complex numbers and of nothing are given without the cpu backend's help", () => {
    backendReport({ reset: true });
    const text = tf.tensor1d(["a", "b"]);
    expect(text.reshape([2, 1]).expandDims(0).clone().dataSync()).toEqual(["a", "b"]);
    expect(tf.zeros([0, 3]).reshape([3, 0, 1]).shape).toEqual([3, 0, 1]);
    const z = tf.complex(tf.tensor1d([1, 2]).add(1), tf.tensor1d([3, 4]));
    expect([...tf.imag(z).dataSync()]).toEqual([3, 4]);
    expect([...z.reshape([2, 1]).dataSync()]).toEqual([2, 3, 3, 4]);
    expect(backendReport()!.fallbacks).toEqual([]);
  });

  test("the halves of complex numbers outlive them, and these the numbers that they were made from", () => {
    const before = tf.memory().numDataBuffers;
    const [real, imag] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
    const z = tf.complex(real, imag);
    tf.dispose([real, imag]);
    const half = tf.imag(z);
    expect([...z.dataSync()]).toEqual([1, 3, 2, 4]);
    z.dispose();
    expect([...half.dataSync()]).toEqual([3, 4]);
    half.dispose();
    expect(tf.memory().numDataBuffers).toBe(before);
  });

  test("refuse sizes and axes that do not fit when they are called, in tfjs' words", () => {
    expectSameError(() => tf.reshape(tf.zeros([2, 3]), [4]));
    expectSameError(() => tf.reshape(tf.zeros([2, 3]), [-1, 4]));
    expectSameError(() => tf.expandDims(tf.zeros([2]), 3));
  });
});

describe("filling", () => {
  test("gives any number of any type, small and large", () => {
    for (const shape of [[], [3], [17, 19]])
      for (const dtype of ["float32", "int32", "bool"] as const) {
        expectSame(() => tf.fill(shape, 1, dtype));
        expectSame(() => tf.zerosLike(tf.ones(shape, dtype)));
        expectSame(() => tf.onesLike(tf.zeros(shape, dtype)));
      }
    for (const shape of [[5], [15, 20]]) {
      for (const value of specials) expectSame(() => tf.fill(shape, value, "float32"));
      expectSame(() => tf.fill(shape, 2.9, "int32"));
    }
  });
});
