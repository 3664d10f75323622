/** C: what may be typed next. */
import assert from "node:assert/strict";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

interface Completion {
  matches: string[];
  /** The text with each match in its place. */
  applied: string[];
  start: number;
  end: number;
  metadata: Record<string, unknown>;
}

/** Complete at the bar in `text`. Positions are code points, as the protocol has them. */
export async function complete(kernel: Subject, text: string): Promise<Completion> {
  const before = Array.from(text.slice(0, text.indexOf("|")));
  const points = [...before, ...Array.from(text.slice(text.indexOf("|") + 1))];
  const reply = await kernel.ask("complete_request", { code: points.join(""), cursor_pos: before.length });
  assert.equal(reply.status, "ok");
  const {
    matches,
    cursor_start: start,
    cursor_end: end,
    metadata,
  } = reply as unknown as Completion & {
    cursor_start: number;
    cursor_end: number;
  };
  const applied = matches.map((match) => points.slice(0, start).join("") + match + points.slice(end).join(""));
  return { matches, applied, start, end, metadata };
}

export const completion: Family = {
  letter: "C",
  name: "completion",
  behaviours: [
    {
      id: "C01",
      title: "A property of what the language brings is completed in place.",
      reason: "Messaging 5.5, Completion: the match replaces the text from cursor_start to cursor_end.",
      cells: { ts: "Math.sq|", py: ["import math", "math.sq|"], deno: "Math.sq|" },
      async check(kernel, ...cells) {
        for (const cell of cells.slice(0, -1)) await kernel.run(cell);
        const { applied } = await complete(kernel, cells.at(-1)!);
        assert.ok(
          applied.some((text) => text.toLowerCase() === "math.sqrt"),
          applied.join(),
        );
      },
    },
    {
      id: "C02",
      title: "A variable of an earlier cell is completed.",
      reason: "Students type the first letters of what they made.",
      cells: { ts: ["const learningRate = 1", "learni|"], py: ["learningRate = 1", "learni|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.ok((await complete(kernel, text!)).applied.includes("learningRate"));
      },
    },
    {
      id: "C03",
      title: "The members of an earlier cell's value are completed.",
      reason: "The way to learn a library.",
      cells: {
        ts: ["class Model { layers = 3; fit() {} }\nconst model = new Model()", "model.la|"],
        py: ["class Model:\n    layers = 3\n    def fit(self): pass\nmodel = Model()", "model.la|"],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.ok((await complete(kernel, text!)).applied.includes("model.layers"));
      },
    },
    {
      id: "C04",
      title: "All members are offered right after the dot.",
      reason: "Nobody knows the first letter of what they are looking for.",
      cells: {
        ts: ["const pair = { left: 1, right: 2 }", "pair.|"],
        py: ["class P:\n    left = 1\n    right = 2\npair = P()", "pair.|"],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { applied } = await complete(kernel, text!);
        for (const wanted of ["pair.left", "pair.right"]) assert.ok(applied.includes(wanted), wanted);
      },
    },
    {
      id: "C05",
      title: "In the middle of a text only the name at the cursor is replaced.",
      reason: "Code is mended more often than typed at the end.",
      cells: {
        ts: ["const wordCount = 1", "let x = 1\nconsole.log(wordC|, x)\nx"],
        py: ["wordCount = 1", "x = 1\nprint(wordC|, x)\nx"],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { applied } = await complete(kernel, text!);
        assert.ok(applied.includes(text!.replace("wordC|", "wordCount")), applied[0]);
      },
    },
    {
      id: "C06",
      title: "A name that is declared further up in the same text, which has not run, is completed.",
      reason: "The cell is being written.",
      cells: { ts: "const notYetRun = 1\nnotYe|", py: "notYetRun = 1\nnotYe|" },
      async check(kernel, text) {
        assert.ok((await complete(kernel, text!)).matches.includes("notYetRun"));
      },
    },
    {
      id: "C07",
      title: "Members are completed by the type of a name that has not run.",
      reason: "Types are known before values; Deno and plain introspection see values only.",
      cells: { ts: "const unrun = new Map<string, number>()\nunrun.ge|", py: "unrun = []\nunrun.appe|" },
      async check(kernel, text) {
        const { matches } = await complete(kernel, text!);
        assert.ok(
          matches.some((match) => /^(unrun)?\.?(get|append)$/.test(match)),
          matches.join(),
        );
      },
    },
    {
      id: "C08",
      title: "A parameter's members are completed inside its function.",
      reason: "Most code is inside functions.",
      cells: {
        ts: "function area(shape: { width: number; height: number }) {\n  return shape.wi|\n}",
        py: "def area(text: str):\n    return text.upp|",
      },
      async check(kernel, text) {
        const { matches } = await complete(kernel, text!);
        assert.ok(
          matches.some((match) => /(width|upper)$/.test(match)),
          matches.join(),
        );
      },
    },
    {
      id: "C09",
      title: "Where nothing fits the reply is ok and empty.",
      reason: "Messaging 5.5, Completion: an error is for errors.",
      cells: { ts: "zzzzqqqq|", py: "zzzzqqqq|" },
      async check(kernel, text) {
        assert.deepEqual((await complete(kernel, text!)).matches, []);
      },
    },
    {
      id: "C10",
      title: "The range that is replaced holds the cursor.",
      reason: "Front ends drop a completion whose range lies elsewhere.",
      cells: { ts: ["const rangeOf = 1", "1 + rang| + 2"], py: ["rangeOf = 1", "1 + rang| + 2"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { start, end, matches } = await complete(kernel, text!);
        assert.ok(matches.includes("rangeOf"));
        assert.deepEqual([start, end], [4, 8]);
      },
    },
    {
      id: "C11",
      title: "Behind an emoji the positions are still right.",
      reason: "Messaging 5.2: cursor_pos counts code points, JavaScript counts units.",
      cells: {
        ts: ["const emojiAfter = 1", '"😀😀😀😀😀😀😀😀😀😀😀😀"; emojiAf|'],
        py: ["emojiAfter = 1", '"😀😀😀😀😀😀😀😀😀😀😀😀"; emojiAf|'],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { applied } = await complete(kernel, text!);
        assert.ok(applied.includes('"😀😀😀😀😀😀😀😀😀😀😀😀"; emojiAfter'), applied[0]);
      },
    },
    {
      id: "C12",
      title: "Each match has a kind in the metadata.",
      reason: "JupyterLab draws its icons from _jupyter_types_experimental.",
      cells: { ts: ["function kindly() {}", "kindl|"], py: ["def kindly(): pass", "kindl|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { metadata } = await complete(kernel, text!);
        const types = metadata._jupyter_types_experimental as { text: string; type: string }[] | undefined;
        assert.equal(types?.find((each) => each.text === "kindly")?.type, "function");
      },
    },
    {
      id: "C13",
      title: "Completion runs nothing.",
      reason: "Tab must not train a model.",
      cells: {
        ts: ["let ran = 0; function effect() { ran++; return { member: 1 } }", "effect().mem|", "console.log(ran)"],
        py: ["ran = 0\ndef effect():\n    global ran\n    ran += 1\n    return 'x'", "effect().upp|", "print(ran)"],
      },
      async check(kernel, declare, text, print) {
        await kernel.run(declare!);
        await complete(kernel, text!);
        assert.equal(await kernel.prints(print!), "0");
      },
    },
    {
      id: "C14",
      title: "The members of a call's result are completed, by its type.",
      reason: "Chained calls are how tensors are written.",
      cells: {
        ts: ["function make() { return { weights: [1], bias: 2 } }", "make().wei|"],
        py: ["def make() -> str:\n    return ''", "make().upp|"],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { matches } = await complete(kernel, text!);
        assert.ok(
          matches.some((match) => /(weights|upper)$/.test(match)),
          matches.join(),
        );
      },
    },
    {
      id: "C15",
      title: "The names that a module exports are completed in an import.",
      reason: "The first cell of every notebook.",
      cells: { ts: 'import { dou| } from "./helper.ts"', py: "from helper import dou|" },
      async check(kernel, text) {
        const { matches } = await complete(kernel, text!);
        assert.ok(matches.includes("double"), matches.join());
      },
    },
    {
      id: "C16",
      title: "The path of an import is completed from the files beside the notebook.",
      reason: "Nobody remembers file names.",
      cells: { ts: 'import { double } from "./hel|"', py: "import hel|" },
      async check(kernel, text) {
        const { applied } = await complete(kernel, text!);
        assert.ok(
          applied.some((each) => /helper/.test(each)),
          applied.join(),
        );
      },
    },
    {
      id: "C17",
      title: "An empty text and one that cannot be parsed are answered.",
      reason: "Completion is asked for while the code is wrong, by definition.",
      async check(kernel) {
        for (const [code, cursor] of [
          ["", 0],
          ["((((", 4],
          ["'''`${", 6],
          ["const a = {", 3],
        ]) {
          const reply = await kernel.ask("complete_request", { code, cursor_pos: cursor });
          assert.equal(reply.status, "ok", String(code));
        }
      },
    },
    {
      id: "C18",
      title: "No match comes twice.",
      reason: "Two equal lines in the list look like two things.",
      cells: {
        ts: ["const twice = { twin: 1 }", "twice.tw|", "twic|"],
        py: ["class T: twin = 1\ntwice = T()", "twice.tw|", "twic|"],
      },
      async check(kernel, declare, ...texts) {
        await kernel.run(declare!);
        for (const text of texts) {
          const { matches } = await complete(kernel, text);
          assert.ok(matches.length > 0);
          assert.deepEqual(matches, [...new Set(matches)]);
        }
      },
    },
    {
      id: "C19",
      title: "A redeclared name is completed as what it is now.",
      reason: "Cells are run again with other types all the time.",
      cells: {
        ts: ["let thing = { before: 1 }", "let thing = { after: 1 }", "thing.|"],
        py: ["class A: before = 1\nthing = A()", "class A: after = 1\nthing = A()", "thing.|"],
      },
      async check(kernel, first, second, text) {
        await kernel.run(first!);
        await kernel.run(second!);
        const { applied } = await complete(kernel, text!);
        assert.ok(applied.includes("thing.after"));
        assert.ok(!applied.includes("thing.before"));
      },
    },
    {
      id: "C20",
      title: "Keywords are completed.",
      reason: "`function` is the longest word that a student types.",
      cells: { ts: "functio|", py: "lambd|" },
      async check(kernel, text) {
        const { matches } = await complete(kernel, text!);
        assert.ok(
          matches.some((match) => ["function", "lambda"].includes(match.trim())),
          matches.join(),
        );
      },
    },
    {
      id: "C21",
      known: {
        ipykernel: "the request fails on an assertion (`0 <= 100 <= 1`), which is logged, and no reply is sent",
      },
      title: "A cursor behind the end of the text is answered.",
      reason: "Clients that count in other units send it; one that gets no answer waits.",
      async check(kernel) {
        assert.equal((await kernel.ask("complete_request", { code: "a", cursor_pos: 100 })).status, "ok");
      },
    },
  ],
};
