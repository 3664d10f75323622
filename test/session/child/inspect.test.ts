import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { textOf } from "../../../lib/session/child/inspect.ts";

class Point {
  x = 1;
  y = 2;
}
const circle: Record<string, unknown> = { name: "circle" };
circle["self"] = circle;

test.each<[string, unknown, string]>([
  ["null", null, "null"],
  ["a negative zero", -0, "-0"],
  ["text", "a'b", `"a'b"`],
  ["a whole number without end", 12345678901234567890n, "12345678901234567890n"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["no date", new Date(NaN), "Invalid Date"],
  ["an object of a class", new Point(), "Point { x: 1, y: 2 }"],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), "[Object: null prototype] { a: 1 }"],
  ["a circle", circle, "<ref *1> { name: 'circle', self: [Circular *1] }"],
  ["a map", new Map([[1, new Set(["a"])]]), "Map(1) { 1 => Set(1) { 'a' } }"],
  ["typed numbers", Float64Array.of(0.5, NaN), "Float64Array(2) [ 0.5, NaN ]"],
  ["a settled promise", Promise.resolve(1), "Promise { 1 }"],
  ["a waiting promise", new Promise(() => {}), "Promise { <pending> }"],
  ["a list with holes", [, 1], "[ <1 empty item>, 1 ]"], // oxlint-disable-line no-sparse-arrays -- the hole is the case
  ["a function with members", Object.assign(function f() {}, { a: 1 }), "[Function: f] { a: 1 }"],
  [
    "a getter, which is not called",
    {
      get a() {
        return expect.unreachable();
      },
    },
    "{ a: [Getter] }",
  ],
])("%s reads well", (_, value, text) => {
  expect(textOf(value)).toBe(text);
});

const throws = (): never => {
  throw new Error("hostile");
};
test.each<[string, unknown]>([
  ["a proxy whose every trap throws", new Proxy({ a: 1 }, new Proxy({}, { get: () => throws }))],
  ["a proxy of a function", new Proxy(() => 1, { ownKeys: throws, get: throws })],
  ["a revoked proxy", revoked()],
  [
    "a name that throws",
    {
      get [Symbol.toStringTag]() {
        return throws();
      },
    },
  ],
  [
    "a constructor that throws",
    Object.create({
      get constructor() {
        return throws();
      },
    }),
  ],
  ["a text method that throws", { [inspect.custom]: throws }],
  ["a tensor that cannot be read", { shape: [1], dtype: "float32", dataSync: throws }],
  ["an error whose stack throws", Object.defineProperty(new Error("e"), "stack", { get: throws })],
  ["an error whose stack is no text", Object.assign(new Error("e"), { stack: 7 })],
])("%s is shown all the same", (_, value) => {
  expect(textOf(value)).toMatch(/./u);
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("a tensor inside a list or an object reads as a tensor", () => {
  const tensor = { shape: [2], dtype: "int32", dataSync: () => [1, 2], dataId: {} };
  expect(textOf([tensor, 3])).toBe("[\n  Tensor int32 [2]\n  [1, 2],\n  3\n]");
  expect(textOf({ loss: tensor })).toContain("loss: Tensor int32 [2]");
});

test("what is long is folded and says how much is left", () => {
  expect(textOf(Array(1000).fill(0))).toContain("... 900 more items");
  expect(textOf(new Float32Array(1000))).toContain("... 900 more items");
  expect(textOf(new Map(Array.from({ length: 150 }, (_, i) => [i, i])))).toContain("... 50 more items");
  expect(textOf("x".repeat(10_001))).toContain("... 1 more character");
  const wide = textOf(Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [`k${i}`, i])));
  expect(wide).toContain("k99: 99,\n  ... 1000 more properties\n}");
  expect(textOf({ 1: 2 })).not.toContain("more");
});

test("huge values are short and quick whatever their shape", () => {
  const cube = Array.from({ length: 60 }, () =>
    Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => [1, 2, 3])),
  );
  const wideInside = [Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`k${i}`, i]))];
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  const started = performance.now();
  for (const value of [cube, wideInside, deep, Array(1e7).fill(0), "x".repeat(1e8)])
    expect(textOf(value).length).toBeLessThanOrEqual(210_000);
  // generous for a machine that does other things too; each takes some 10 ms
  expect(performance.now() - started).toBeLessThan(3000);
});

test("no value can break it, whatever its shape", () => {
  const anything = fc.anything({
    maxDepth: 4,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      expect(textOf(value)).toMatch(/./u);
      expect(textOf(new Proxy({ value }, { get: throws, ownKeys: throws }))).toMatch(/./u);
    }),
  );
});

test("small values of JSON read as Node writes them", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(textOf(value)).toBe(inspect(value, { depth: 4, breakLength: 88 }));
    }),
  );
});
