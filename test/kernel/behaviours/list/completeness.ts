/** B: whether Enter runs what was typed. */
import assert from "node:assert/strict";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

async function expectAll(kernel: Subject, codes: readonly string[], status: string): Promise<void> {
  const wrong: string[] = [];
  for (const code of codes) {
    const reply = await kernel.ask("is_complete_request", { code });
    if (reply.status !== status) wrong.push(`${JSON.stringify(code)} is ${String(reply.status)}`);
  }
  assert.ok(wrong.length === 0, wrong.join(", "));
}

export const completeness: Family = {
  letter: "B",
  name: "is_complete",
  behaviours: [
    {
      id: "B01",
      title: "A whole statement is complete.",
      reason: "Messaging 5.5, Code completeness: jupyter-console runs it.",
      cells: { ts: ["const a = 1", "f(1)", "a"], py: ["a = 1", "f(1)", "a"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
    {
      id: "B02",
      title: "An open brace, bracket or parenthesis is incomplete.",
      reason: "jupyter-console goes on with a new line.",
      cells: {
        ts: ["function f() {", "const a = [1,", "f(1,", "if (a) {\n  b()"],
        py: ["def f():", "a = [1,", "f(1,", "d = {"],
      },
      check: (kernel, ...codes) => expectAll(kernel, codes, "incomplete"),
    },
    {
      id: "B03",
      title: "What is incomplete comes with the indent of the next line.",
      reason: "Messaging 5.5, Code completeness, indent.",
      cells: { ts: ["function f() {", "  if (a) {"], py: ["def f():", "if a:\n    if b:"] },
      async check(kernel, ...codes) {
        const indents = [];
        for (const code of codes) indents.push((await kernel.ask("is_complete_request", { code })).indent);
        assert.match(String(indents[0]), /^( {2}| {4}|\t)$/);
        assert.ok(String(indents[1]).length > String(indents[0]).length, "the second is not deeper");
      },
    },
    {
      id: "B04",
      title: "An open text of several lines is incomplete.",
      reason: "Templates, triple quotes.",
      cells: { ts: ["const a = `one", "`a ${b"], py: ['a = """one', "'''a"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "incomplete"),
    },
    {
      id: "B05",
      title: "An open comment is incomplete.",
      reason: "Documentation is written before its function.",
      cells: { ts: ["/* one", "/** Adds.\n * two"] },
      notFor: { ipykernel: "Python's comments end with their line" },
      check: (kernel, ...codes) => expectAll(kernel, codes, "incomplete"),
    },
    {
      id: "B06",
      title: "What no further line can mend is invalid.",
      reason: "Enter runs it and shows the error; stock tslab and Deno never say so.",
      cells: { ts: ["const = 5", "let a = )", "1 + * 2"], py: ["def = 5", "a = )", "1 + / 2"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "invalid"),
    },
    {
      id: "B07",
      title: "Brackets in texts, comments and regular expressions are not open.",
      reason: "A counter of brackets gets this wrong, and Enter does nothing for ever.",
      cells: {
        ts: ["const a = '({['", "1 // ({[", "/[({]/.test('a')", "`}`"],
        py: ["a = '({['", "1 # ({[", "r'[({]'"],
      },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
    {
      id: "B08",
      title: "Nothing, blanks and a comment are complete.",
      reason: "Enter in an empty prompt gives a new prompt.",
      cells: { ts: ["", "  ", "// note"], py: ["", "  ", "# note"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
    {
      id: "B09",
      title: "A statement that only its next line can finish is incomplete.",
      reason: "An operator, an arrow, a backslash at the end.",
      cells: {
        ts: ["const a = 1 +", "const f = () =>", "for (const x of y)"],
        py: ["a = 1 + \\", "for x in y:", "@decorated"],
      },
      check: (kernel, ...codes) => expectAll(kernel, codes, "incomplete"),
    },
    {
      id: "B10",
      title: "Top-level await is complete code.",
      reason: "Every cell with tensors has it.",
      cells: { ts: ["await f()", "for await (const x of y) { z(x) }"], py: ["await f()"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
    {
      id: "B11",
      title: "The question runs nothing.",
      reason: "It is asked on every Enter.",
      cells: {
        ts: ["let asked = 0", "asked = 5", "console.log(asked)"],
        py: ["asked = 0", "asked = 5", "print(asked)"],
      },
      async check(kernel, declare, code, print) {
        await kernel.run(declare!);
        await expectAll(kernel, [code!], "complete");
        assert.equal(await kernel.prints(print!), "0");
      },
    },
    {
      id: "B12",
      title: "A text of one line that is not closed is invalid.",
      reason: "The quote was forgotten; a new line does not bring it.",
      cells: { ts: ["const a = 'one", 'f("one'], py: ["a = 'one"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "invalid"),
    },
    {
      id: "B13",
      title: "A mistake in types or an unknown name is complete: it can be run.",
      reason: "Whether the line ends is a question of grammar.",
      cells: { ts: ["const a: number = 'text'", "unknownName.x"], py: ["unknownName.x", "1 + 'text'"] },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
    {
      id: "B14",
      title: "Imports, classes, types and decorators are complete where they end.",
      reason: "The whole language, not what a bracket counter knows.",
      cells: {
        ts: [
          'import { a } from "b"',
          "class A { #x = 1; static { } }",
          "type A = { a: 1 } | null",
          "@dec class A {}",
          "enum E { A }",
        ],
        py: ["import a", "from a import (b,\n c)", "x: int = 1"],
      },
      check: (kernel, ...codes) => expectAll(kernel, codes, "complete"),
    },
  ],
};
