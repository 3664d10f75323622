/** I: what is known of a name. */
import assert from "node:assert/strict";
import { plain } from "../subject.ts";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

/** Inspect at the bar in `text`; the forms of the answer as one text without colours. */
async function inspect(
  kernel: Subject,
  text: string,
  detail = 0,
): Promise<{ found: unknown; text: string; data: object }> {
  const before = Array.from(text.slice(0, text.indexOf("|"))).length;
  const request = { code: text.replace("|", ""), cursor_pos: before, detail_level: detail };
  const reply = await kernel.ask("inspect_request", request);
  assert.equal(reply.status, "ok");
  const data = (reply.data ?? {}) as Record<string, unknown>;
  return { found: reply.found, text: plain(Object.values(data).join("\n")), data };
}

const documented = {
  ts: "/** Adds two numbers carefully. */\nfunction addUp(left: number, right: number): number { return left + right }",
  py: 'def addUp(left: int, right: int) -> int:\n    """Adds two numbers carefully."""\n    return left + right',
};

export const inspection: Family = {
  letter: "I",
  name: "inspection",
  behaviours: [
    {
      id: "I01",
      title: "What the language brings is found, with text/plain.",
      reason: "Messaging 5.5, Introspection: text/plain is the form that every client shows.",
      cells: { ts: "parseInt|", py: "len|" },
      async check(kernel, text) {
        const { found, data } = await inspect(kernel, text!);
        assert.equal(found, true);
        assert.ok(String((data as Record<string, string>)["text/plain"]).length > 10);
      },
    },
    {
      id: "I02",
      title: "A function of an earlier cell shows its parameters.",
      reason: "Shift-Tab while the call is typed.",
      cells: { ts: [documented.ts, "addUp|"], py: [documented.py, "addUp|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const answer = await inspect(kernel, text!);
        assert.match(answer.text, /left: (int|number)/);
        assert.match(answer.text, /right: (int|number)/);
      },
    },
    {
      id: "I03",
      title: "Its documentation is shown.",
      reason: "JSDoc, docstrings: why they are written.",
      cells: { ts: [documented.ts, "addUp|"], py: [documented.py, "addUp|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.match((await inspect(kernel, text!)).text, /Adds two numbers carefully/);
      },
    },
    {
      id: "I04",
      title: "A variable shows its type.",
      reason: "`number[]` or `number[][]` is the question of every second error.",
      cells: { ts: ["const shape = [[1, 2], [3, 4]]", "shape|"], py: ["shape = [[1, 2], [3, 4]]", "shape|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.match((await inspect(kernel, text!)).text, /number\[\]\[\]|list/);
      },
    },
    {
      id: "I05",
      title: "What is not known is not found: status ok, found false, no data.",
      reason: "Messaging 5.5, Introspection.",
      cells: { ts: "nobodyKnowsThis|", py: "nobodyKnowsThis|" },
      async check(kernel, text) {
        const { found, data } = await inspect(kernel, text!);
        assert.equal(found, false);
        assert.deepEqual(data, {});
      },
    },
    {
      id: "I06",
      title: "The cursor may be before, inside or behind the name.",
      reason: "It stands wherever the student clicked.",
      cells: { ts: [documented.ts, "|addUp", "ad|dUp", "addUp|"], py: [documented.py, "|addUp", "ad|dUp", "addUp|"] },
      async check(kernel, declare, ...texts) {
        await kernel.run(declare!);
        for (const text of texts) assert.equal((await inspect(kernel, text)).found, true, text);
      },
    },
    {
      id: "I07",
      title: "Inside the parentheses of a call the function is meant.",
      reason: "Shift-Tab is pressed there: which argument comes next?",
      cells: { ts: [documented.ts, "addUp(|)", "addUp(1, |"], py: [documented.py, "addUp(|)", "addUp(1, |"] },
      async check(kernel, declare, ...texts) {
        await kernel.run(declare!);
        for (const text of texts) assert.match((await inspect(kernel, text)).text, /left: (int|number)/, text);
      },
    },
    {
      id: "I08",
      title: "A member is found by its object.",
      reason: "tf.layers.dense, Math.sqrt.",
      cells: { ts: "Math.sqr|t(4)", py: ["import math", "math.sqr|t(4)"], deno: "Math.sqr|t(4)" },
      async check(kernel, ...cells) {
        for (const cell of cells.slice(0, -1)) await kernel.run(cell);
        const { found, text } = await inspect(kernel, cells.at(-1)!);
        assert.equal(found, true);
        assert.match(text, /square root|sqrt/);
      },
    },
    {
      id: "I09",
      title: "Inspection runs nothing.",
      reason: "Hovering must not have effects.",
      cells: {
        ts: [
          "let looked = 0; const box = { get inside() { looked++; return 1 } }",
          "box.ins|ide",
          "console.log(looked)",
        ],
        py: ["looked = 0\ndef touch():\n    global looked\n    looked += 1", "touch()|", "print(looked)"],
      },
      async check(kernel, declare, text, print) {
        await kernel.run(declare!);
        await inspect(kernel, text!);
        assert.equal(await kernel.prints(print!), "0");
      },
    },
    {
      id: "I10",
      title: "Behind an emoji the right name is inspected.",
      reason: "Messaging 5.2: positions are code points.",
      cells: {
        ts: [documented.ts, '"😀😀😀😀😀😀😀😀😀😀😀😀"; addUp|'],
        py: [documented.py, '"😀😀😀😀😀😀😀😀😀😀😀😀"; addUp|'],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.match((await inspect(kernel, text!)).text, /carefully/);
      },
    },
    {
      id: "I11",
      title: "A name of the same text that has not run is found.",
      reason: "The cell is being written.",
      cells: { ts: "/** Not run. */\nfunction unrun(a: string) {}\nunr|un" },
      notFor: { ipykernel: "Python's names have no declarations, so that only values can be inspected" },
      async check(kernel, text) {
        const answer = await inspect(kernel, text!);
        assert.equal(answer.found, true);
        assert.match(answer.text, /a: string/);
      },
    },
    {
      id: "I12",
      title: "An imported function shows the documentation and types of its module.",
      reason: "The library of the course is imported.",
      cells: { ts: ['import { double } from "./helper.ts"', "double|"], py: ["from helper import double", "double|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.match((await inspect(kernel, text!)).text, /double\W*\(n/);
      },
    },
    {
      id: "I13",
      title: "A redeclared name is shown as what it is now.",
      reason: "Cells are run again.",
      cells: {
        ts: ["class Older {}\nlet now = new Older()", "let now = 5", "now|"],
        py: ["class Older: pass\nnow = Older()", "now = 5", "now|"],
      },
      async check(kernel, first, second, text) {
        await kernel.run(first!);
        await kernel.run(second!);
        const answer = await inspect(kernel, text!);
        assert.match(answer.text, /number|int/);
        assert.doesNotMatch(answer.text, /Older/);
      },
    },
    {
      id: "I14",
      title: "detail_level 1 tells no less than 0.",
      reason: "Messaging 5.5, Introspection: `??` in IPython, a second Shift-Tab elsewhere.",
      cells: { ts: [documented.ts, "addUp|"], py: [documented.py, "addUp|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const [less, more] = [await inspect(kernel, text!, 0), await inspect(kernel, text!, 1)];
        assert.ok(less.text.length > 0 && more.text.length >= less.text.length);
      },
    },
    {
      id: "I15",
      title: "A text that cannot be parsed, an empty one and a cursor out of range are answered.",
      reason: "Front ends ask on every hover.",
      async check(kernel) {
        for (const [code, cursor] of [
          ["", 0],
          ["((((", 2],
          ["'''`${", 6],
          ["a", 100],
          [" ", 1],
        ]) {
          const reply = await kernel.ask("inspect_request", { code, cursor_pos: cursor, detail_level: 0 });
          assert.equal(reply.status, "ok", String(code));
          assert.equal(typeof reply.found, "boolean");
        }
      },
    },
  ],
};
