import fc from "fast-check";
import { expect, test } from "vitest";
import { isTensor, tensorText } from "../../../lib/session/child/tensor.ts";
import type { TensorLike } from "../../../lib/session/child/tensor.ts";

function tensor(shape: number[], data: ArrayLike<unknown>, dtype = "float32"): TensorLike {
  return { shape, dtype, dataSync: () => data };
}

const body = (shape: number[], data: ArrayLike<unknown>, dtype?: string): string =>
  tensorText(tensor(shape, data, dtype))
    .split("\n")
    .slice(1)
    .join("\n");

test("the head says kind, type and shape", () => {
  expect(tensorText(tensor([2, 0], []))).toBe("Tensor float32 [2, 0]\n[[],\n []]");
  expect(tensorText({ ...tensor([1], [7], "int32"), assign: () => {} } as TensorLike)).toBe("Variable int32 [1]\n[7]");
});

test("numbers stand as in the documentation of numpy 2.3, `numpy.set_printoptions`, precision 4", () => {
  expect(body([2], [1.123456789, 0])).toBe("[1.1235, 0.0000]");
  expect(body([4], [-4.9304e-32, -4.4409e-16, 0, 0])).toBe("[-4.9304e-32, -4.4409e-16,  0.0000e+00,  0.0000e+00]");
});

test.each([
  [[], [3], "3"],
  // the float32 nearest to 0.1
  [[], [0.10000000149011612], "0.1"],
  [[], [1 / 3], "0.3333333"],
  [[3], [1, -2, 3], "[ 1, -2,  3]"],
  [[3], [0.5, 10, -0.25], "[ 0.50, 10.00, -0.25]"],
  [[2], [1 / 3, 2 / 3], "[0.3333, 0.6667]"],
  [[4], [NaN, Infinity, -Infinity, 0.5], "[      NaN,  Infinity, -Infinity,       0.5]"],
  [[2], [1e9, 1], "[1e+09, 1e+00]"],
  [[2], [1000.5, 0.25], "[1.0005e+03, 2.5000e-01]"],
  [[2, 2], [1, 2, 3, 4], "[[1, 2],\n [3, 4]]"],
  [[2, 1, 2], [1, 2, 3, 4], "[[[1, 2]],\n\n [[3, 4]]]"],
  [[0], [], "[]"],
])("a tensor of shape %j holding %j reads %s", (shape, data, text) => {
  expect(body(shape, data)).toBe(text);
});

test("truth values, text and complex numbers are written as what they are", () => {
  expect(body([2], Uint8Array.of(1, 0), "bool")).toBe("[ true, false]");
  expect(body([2], ['a"b', "字"], "string")).toBe('["a\\"b", "字"]');
  expect(body([2], Float32Array.of(1, -0.5, 0, 2), "complex64")).toBe("[1.0 - 0.5i, 0.0 + 2.0i]");
});

test("a tensor of more than a thousand elements shows three at each end of every axis", () => {
  const line = body(
    [1001],
    Array.from({ length: 1001 }, (_, i) => i),
  );
  expect(line).toBe("[   0,    1,    2, …,  998,  999, 1000]");
  const cube = body([2, 1000, 5], new Float32Array(10_000));
  expect(cube.split("\n")).toHaveLength(2 * 7 + 1);
  expect(body([1000], new Float32Array(1000))).not.toContain("…");
});

test("a disposed tensor says so and is not read", () => {
  const disposed = { ...tensor([2], []), isDisposed: true, dataSync: () => expect.unreachable() };
  expect(tensorText(disposed)).toBe("Tensor float32 [2], disposed");
});

test("what only resembles a tensor is none", () => {
  for (const value of [
    null,
    1,
    {},
    { shape: [1], dtype: "x" },
    { ...tensor([1], []), shape: "1" },
    { ...tensor([-1], []) },
  ])
    expect(isTensor(value)).toBe(false);
  expect(isTensor(tensor([], [1]))).toBe(true);
});

const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });

test("what is not folded can be read back: whole numbers exactly, with the shape as nesting", () => {
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.integer({ min: -9999, max: 9999 })), (shape, numbers) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const data = [...numbers.take(size)];
      const read: unknown = JSON.parse(body(shape, data));
      expect([read].flat(Infinity)).toEqual(data.map((each) => each + 0));
      let inner = read;
      for (const length of shape) {
        expect(inner).toHaveLength(length);
        if (length === 0) break;
        inner = (inner as unknown[])[0];
      }
    }),
  );
});

test("columns stand under each other, and no line is longer than a page is wide", () => {
  const numbers = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 2, maxLength: 300 }), (data) => {
      const lines = body([data.length], data).slice(1, -1).split("\n");
      const items = lines.map((line, index) => (index === 0 ? line : line.slice(1)).replace(/,$/, "").split(", "));
      expect(new Set(items.flat().map((item) => item.length)).size).toBe(1);
      expect(items.flat()).toHaveLength(data.length);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(90);
    }),
  );
});
