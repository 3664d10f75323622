import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { functionText } from "../../../lib/session/child/function-text.ts";

/** Made from text, since the test's own compiler writes functions anew. */
const made = (source: string): (() => unknown) => runInThisContext(`(${source})`) as () => unknown;

test.each([
  ["function add(a, b) { return a + b }", "function add(a, b) { … }"],
  ["function add(a        , b        )         { }", "function add(a, b) { … }"],
  ["function g   (x   ) { }", "function g(x) { … }"],
  [
    "async function* f({ a, b } = { a: [1], b: '(' }, ...rest) {}",
    "async function* f({ a, b } = { a: [1], b: '(' }, ...rest) { … }",
  ],
  ["(a, b = ')') => a", "(a, b = ')') => …"],
  ["x => x", "x => …"],
  ["async x => { await x }", "async x => …"],
  ["(f = (y) => y) => f", "(f = (y) => y) => …"],
  ["(a /* :) */, b // (\n) => a", "(a /* :) */, b // () => …"],
  ["function () {}", "function () { … }"],
])("%s is shown as its head", (source, head) => {
  expect(functionText(made(source))).toBe(head);
});

test("a method is shown with its name", () => {
  const methods = made("{ m(a) {}, async *g() {} }") as unknown as Record<string, () => unknown>;
  expect(["m", "g"].map((name) => functionText(methods[name]!))).toEqual(["m(a) { … }", "async *g() { … }"]);
});

test("classes, native functions and what is too tangled to read are left to whoever writes them better", () => {
  expect(functionText(made("class A { constructor(a) {} }"))).toBeUndefined();
  expect(functionText(Math.max)).toBeUndefined();
  expect(functionText(made("(a = `${'`'})`) => a"))).toBeUndefined();
});

test("a long head is cut", () => {
  expect(functionText(made(`(a = "${"x".repeat(500)}") => a`))!.length).toBeLessThan(220);
});
