/** R, second part: values of every kind. */
import assert from "node:assert/strict";
import { shown } from "../subject.ts";
import type { Behaviour } from "../types.ts";

export const values: readonly Behaviour[] = [
  {
    id: "R14",
    title: "A value that contains itself is shown.",
    reason: "Trees with parents; JSON alone would throw.",
    cells: {
      ts: "const loop: any = { a: 1 }; loop.self = loop; loop",
      py: 'loop = {"a": 1}; loop["self"] = loop; loop',
    },
    async check(kernel, cell) {
      assert.match((await kernel.run(cell!)).text ?? "", /a'?: 1/);
    },
  },
  {
    id: "R15",
    title: "A list of a million numbers is folded.",
    reason: "Two megabytes of digits make a notebook that no browser opens.",
    cells: { ts: "Array.from({ length: 1e6 }, (_, i) => i)", py: "list(range(1_000_000))" },
    async check(kernel, cell) {
      const { text = "" } = await kernel.run(cell!);
      assert.match(text, /^\[\s*0,\s*1,\s*2/);
      assert.ok(text.length < 20_000, `${text.length} characters`);
    },
  },
  {
    id: "R16",
    title: "A value whose display throws leaves a kernel that runs the next cell.",
    reason: "Half-initialised objects are shown while they are debugged.",
    cells: {
      ts: ['({ [Symbol.for("Jupyter.display")]() { throw new Error("no") } })', "console.log(1)"],
      py: ['class Bad:\n    def __repr__(self): raise ValueError("no")\nBad()', "print(1)"],
    },
    async check(kernel, bad, next) {
      const { outputs } = await kernel.run(bad!);
      assert.ok(shown(outputs).length > 0, "nothing was said");
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "R17",
    title: "Maps, sets, nested objects and class instances show what is in them.",
    reason: "`[object Object]` and `{}` teach nothing.",
    cells: {
      ts: "class Point { x = 3 }\n[new Map([['k', 7]]), new Set([8]), new Point(), { a: { b: { c: 9 } } }]",
      py: 'from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int = 3\n[{"k": 7}, {8}, Point(), {"a": {"b": {"c": 9}}}]',
    },
    async check(kernel, cell) {
      const { text = "" } = await kernel.run(cell!);
      for (const part of ["k", "7", "8", "Point", "3", "9"]) assert.ok(text.includes(part), `no ${part} in ${text}`);
    },
  },
  {
    id: "R18",
    title: "Numbers that JSON lacks are shown: NaN, negative zero, integers of any size.",
    reason: "A loss that is NaN must not be shown as null.",
    cells: { ts: "[NaN, -0, 2n ** 70n]", py: '[float("nan"), -0.0, 2 ** 70]' },
    async check(kernel, cell) {
      assert.match((await kernel.run(cell!)).text ?? "", /^\[\s*nan, -0(\.0)?, 1180591620717411303424n?\s*\]$/i);
    },
  },
  {
    id: "R19",
    title: "A typed array shows its type, length and first values.",
    reason: "Tensors' data are typed arrays.",
    cells: { ts: "Float32Array.of(1, 2.5, 3)", py: 'import array; array.array("f", [1, 2.5, 3])' },
    async check(kernel, cell) {
      const { text = "" } = await kernel.run(cell!);
      assert.match(text, /Float32Array|array\('f'/);
      assert.match(text, /1(\.0)?, 2\.5, 3/);
    },
  },
  {
    id: "R20",
    title: "An error that is a value, not thrown, is a result, and the cell is ok.",
    reason: "Results of Promise.allSettled are looked at.",
    cells: { ts: 'new RangeError("a value")', py: 'IndexError("a value")' },
    async check(kernel, cell) {
      const { reply, text, errors } = await kernel.run(cell!);
      assert.equal(reply.status, "ok");
      assert.match(text ?? "", /a value/);
      assert.deepEqual(errors, []);
    },
  },
  {
    id: "R21",
    title: "A result has no terminal colours in text/plain.",
    reason: "nbconvert, nbval and diffs see the codes as text.",
    cells: { ts: "[1, 'a', null, true]", py: "[1, 'a', None, True]" },
    async check(kernel, cell) {
      const { result } = await kernel.run(cell!);
      assert.ok(typeof result?.["text/plain"] === "string", "no result");
      assert.ok(!JSON.stringify(result).includes("u001b"), "colour codes");
    },
  },
  {
    id: "R22",
    title: "null is a result.",
    reason: "`map.get(key) ?? null` must not look as if nothing had run.",
    cells: { ts: "null" },
    notFor: { ipykernel: "Python has one such value only, None, and it shows nothing (R02)" },
    async check(kernel, cell) {
      assert.equal((await kernel.run(cell!)).text, "null");
    },
  },
  {
    id: "R23",
    title: "A form that cannot be JSON is said to be so, and the kernel goes on.",
    reason: "One BigInt in a table must not take the kernel's sender with it.",
    cells: {
      ts: [
        '({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": { big: 1n }, "text/plain": "j" }) })',
        "console.log(1)",
      ],
      py: ['from IPython.display import JSON\nJSON({"c": {1j}})', "print(1)"],
    },
    async check(kernel, bad, next) {
      const { outputs } = await kernel.run(bad!);
      assert.ok(shown(outputs).length > 0, "nothing was said");
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "R24",
    title: "A function and a class show their names.",
    reason: "Forgotten parentheses are a beginner's most common mistake.",
    cells: {
      ts: "function area() {}\nclass Shape {}\n[area, Shape]",
      py: "def area(): pass\nclass Shape: pass\n[area, Shape]",
    },
    async check(kernel, cell) {
      const { text = "" } = await kernel.run(cell!);
      assert.match(text, /area/);
      assert.match(text, /Shape/);
    },
  },
  {
    id: "R25",
    title: "A promise that nobody awaited shows as one, and the cell ends.",
    reason: "The forgotten await: the student should see why there is no value.",
    cells: { ts: "({ p: new Promise(() => {}) })", py: "import asyncio\nasyncio.get_event_loop().create_future()" },
    async check(kernel, cell) {
      assert.match((await kernel.run(cell!)).text ?? "", /Promise|Future/);
    },
  },
  {
    id: "R26",
    title: "An HTML form of five megabytes arrives whole.",
    reason: "Figures with data inside.",
    cells: {
      ts: '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "y".repeat(5e6) }) })',
      py: 'from IPython.display import HTML\nHTML("y" * 5_000_000)',
    },
    async check(kernel, cell) {
      assert.equal(String((await kernel.run(cell!)).result?.["text/html"]).length, 5_000_000);
    },
  },
];
