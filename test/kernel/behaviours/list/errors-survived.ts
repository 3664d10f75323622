/** E, second part: errors that a kernel must survive. */
import assert from "node:assert/strict";
import { plain } from "../subject.ts";
import type { Behaviour } from "../types.ts";

export const survived: readonly Behaviour[] = [
  {
    id: "E15",
    title: "Endless recursion is an error, and the kernel goes on.",
    reason: "The first recursive function of a student.",
    cells: {
      ts: ["function down(n: number): number { return down(n + 1) }\ndown(0)", "console.log(1)"],
      py: ["def down(n): return down(n + 1)\ndown(0)", "print(1)"],
    },
    async check(kernel, bad, next) {
      const { traceback } = await kernel.fails(bad!);
      assert.match(traceback, /Maximum call stack|recursion/);
      assert.ok(traceback.length < 200_000, `${traceback.length} characters`);
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "E16",
    title: "A message of a megabyte arrives.",
    reason: "Assertions print what they compare.",
    cells: { ts: 'throw new Error("m".repeat(1e6))', py: 'raise ValueError("m" * 1_000_000)' },
    async check(kernel, cell) {
      assert.ok(String((await kernel.fails(cell!)).reply.evalue).length >= 1_000_000);
    },
  },
  {
    id: "E17",
    title: "An error whose own message throws is still an error, and the kernel goes on.",
    reason: "Half-made error classes; the kernel must not fail while it tells of a failure.",
    cells: {
      ts: [
        'throw Object.defineProperty(new Error(), "message", { get() { throw new Error("no") } })',
        "console.log(1)",
      ],
      py: ['class Bad(Exception):\n    def __str__(self): raise ValueError("no")\nraise Bad()', "print(1)"],
    },
    async check(kernel, bad, next) {
      await kernel.fails(bad!);
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "E18",
    title: "An error class of one's own is named.",
    reason: "ename is what papermill and nbclient report.",
    cells: {
      ts: 'class ShapeError extends Error { override name = "ShapeError" }\nthrow new ShapeError("x")',
      py: 'class ShapeError(Exception): pass\nraise ShapeError("x")',
    },
    async check(kernel, cell) {
      assert.equal((await kernel.fails(cell!)).reply.ename, "ShapeError");
    },
  },
  {
    id: "E19",
    title: "An error after an await names its line.",
    reason: "Most model code awaits; a trace that stops there hides the place.",
    cells: {
      ts: 'async function later() {\n  await null\n  throw new Error("later")\n}\nawait later()',
      py: 'import asyncio\nasync def later():\n    await asyncio.sleep(0)\n    raise ValueError("later")\nawait later()',
    },
    async check(kernel, cell) {
      const { traceback } = await kernel.fails(cell!);
      assert.match(traceback, /later/);
      assert.match(traceback, kernel.language === "ts" ? /:3:\d+/ : /line 4\b/);
    },
  },
  {
    id: "E20",
    title: "A name that does not exist is named.",
    reason: "The commonest error of all.",
    cells: { ts: "lossHistroy", py: "lossHistroy" },
    async check(kernel, cell) {
      const { traceback, reply } = await kernel.fails(cell!);
      assert.match(traceback + String(reply.evalue), /lossHistroy/);
    },
  },
  {
    id: "E21",
    title: "Asking for more memory than there is at once is an error of the cell.",
    reason: "A tensor with one zero too many must not cost the session.",
    cells: {
      ts: ["const survivor = 5", "new Float64Array(2 ** 52)", "console.log(survivor)"],
      py: ["survivor = 5", "bytearray(2 ** 60)", "print(survivor)"],
    },
    async check(kernel, before, bad, after) {
      await kernel.run(before!);
      await kernel.fails(bad!);
      assert.equal(await kernel.prints(after!), "5");
    },
  },
  {
    id: "E22",
    title: "A failed assertion says what was compared.",
    reason: "Checks in lectures and graders are assertions.",
    cells: {
      ts: 'import assert from "node:assert/strict"\nassert.equal(1 + 1, 3, "one and one is not three")',
      py: 'assert 1 + 1 == 3, "one and one is not three"',
    },
    async check(kernel, cell) {
      const { reply } = await kernel.fails(cell!);
      assert.equal(reply.ename, "AssertionError");
      assert.match(String(reply.evalue), /one and one is not three/);
    },
  },
  {
    id: "E23",
    title: "A rejection that nobody handles is shown in the cell that made it.",
    reason: "A forgotten await hides the error; Deno shows nothing.",
    cells: {
      ts: 'void Promise.reject(new RangeError("nobody waits"));\nawait new Promise((r) => setTimeout(r, 50))',
    },
    notFor: { ipykernel: "Python tells of such a task only when it is collected" },
    async check(kernel, cell) {
      const { outputs } = await kernel.run(cell!);
      assert.match(plain(JSON.stringify(outputs.map(({ content }) => content))), /nobody waits/);
    },
  },
  {
    id: "E24",
    title: "A variable may have the name of something that the language brings.",
    reason: "Students call their variables Map, Event, print or list.",
    cells: {
      ts: ["const JSON = 1, Map = 2, Promise = 3, Object = 4, Error = 5", "[1 + JSON]", "nothing.y.z"],
      py: ["print = 1; list = 2; Exception = 3; repr = 4; len = 5", "[1 + print]", "nothing.y.z"],
    },
    fresh: true,
    async check(kernel, declare, next, bad) {
      assert.equal((await kernel.run(declare!)).reply.status, "ok");
      assert.match((await kernel.run(next!)).text ?? "", /^\[\s*2\s*\]$/);
      assert.match((await kernel.fails(bad!)).traceback, /nothing/);
    },
  },
  {
    id: "E25",
    title: "Objects of another realm and revoked proxies are thrown and shown without harm.",
    reason: "Libraries with sandboxes throw errors of their own realm.",
    cells: {
      ts: [
        'import vm from "node:vm"\nthrow vm.runInNewContext("new RangeError(\'other realm\')")',
        "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy",
        "console.log(1)",
      ],
    },
    notFor: { ipykernel: "Python has neither" },
    async check(kernel, other, revoked, next) {
      const { reply, traceback } = await kernel.fails(other!);
      assert.match(traceback + String(reply.evalue), /other realm/);
      await kernel.fails(revoked!);
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "E26",
    known: {
      ipykernel:
        "without `builtins.print` it cannot show an error any more: the traceback is empty, and ename is `TypeError`",
    },
    title: "A cell that replaces parts of the language does not break the kernel.",
    reason: "Polyfills and monkey patches; an error in one must not cost the session.",
    cells: {
      ts: [
        "(globalThis as any).JSON = undefined; Array.prototype.map = null as any; Error.prototype.toString = null as any",
        "1 + 1",
        "nothing.y.z",
      ],
      py: ["import builtins; builtins.print = builtins.open = None", "1 + 1", "nothing.y.z"],
    },
    fresh: true,
    async check(kernel, replace, next, bad) {
      await kernel.run(replace!);
      assert.equal((await kernel.run(next!)).text, "2");
      assert.match((await kernel.fails(bad!)).traceback, /nothing/);
    },
  },
];
