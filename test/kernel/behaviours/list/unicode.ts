/** U: texts of all kinds, and positions in them. */
import assert from "node:assert/strict";
import { complete } from "./completion.ts";
import { plain } from "../subject.ts";
import type { Family } from "../types.ts";

export const unicode: Family = {
  letter: "U",
  name: "unicode and offsets",
  behaviours: [
    {
      id: "U01",
      title: "Every script is printed as it is, astral characters and combining marks included.",
      reason: "The course is taught in Chinese and English.",
      cells: { ts: "console.log('字 é e\\u0301 😀 👩‍👩‍👧 ‏عربي ∑')", py: "print('字 é e\\u0301 😀 👩‍👩‍👧 ‏عربي ∑')" },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "字 é e\u0301 😀 👩‍👩‍👧 ‏عربي ∑");
      },
    },
    {
      id: "U02",
      title: "Names may be Chinese or Greek, also in later cells.",
      reason: "σ and 学习率 are what the formula says.",
      cells: {
        ts: ["const 学习率 = 1; let σ = 2", "console.log(学习率 + σ)"],
        py: ["学习率 = 1; σ = 2", "print(学习率 + σ)"],
      },
      async check(kernel, declare, print) {
        await kernel.run(declare!);
        assert.equal(await kernel.prints(print!), "3");
      },
    },
    {
      id: "U03",
      title: "A name in Chinese is completed.",
      reason: "Word boundaries are not those of ASCII.",
      cells: { ts: ["const 学习率二 = 1", "学习|"], py: ["学习率二 = 1", "学习|"] },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        assert.ok((await complete(kernel, text!)).applied.includes("学习率二"));
      },
    },
    {
      id: "U04",
      title: "Completion behind many emoji on earlier lines replaces the right characters.",
      reason: "The error of one unit for each emoji adds up over the text.",
      cells: {
        ts: ["const manyLines = 1", '// 😀😀😀😀😀😀😀😀😀😀😀😀\nlet s = "🎉🎉"\nmanyLi| + 1 // 😀'],
        py: ["manyLines = 1", '# 😀😀😀😀😀😀😀😀😀😀😀😀\ns = "🎉🎉"\nmanyLi| + 1 # 😀'],
      },
      async check(kernel, declare, text) {
        await kernel.run(declare!);
        const { applied } = await complete(kernel, text!);
        assert.ok(applied.includes(text!.replace("manyLi|", "manyLines")), applied[0]);
      },
    },
    {
      id: "U05",
      title: "Half a character, a lone surrogate, is sent as something that Python can read.",
      reason: "A notebook that holds one cannot be saved by Jupyter.",
      cells: {
        ts: ['console.log("a\\ud83db"); "c\\ude00"', "console.log(1)"],
        py: ['print("a\\ud83db"); "c\\ud83d"', "print(1)"],
      },
      async check(kernel, cell, next) {
        const { outputs } = await kernel.run(cell!);
        const texts = outputs.flatMap(({ content }) => [
          content.text,
          ...Object.values((content.data as object | undefined) ?? {}),
        ]);
        assert.ok(
          texts.every((text) => typeof text !== "string" || text.isWellFormed()),
          "it is sent",
        );
        assert.equal(await kernel.prints(next!), "1");
      },
    },
    {
      id: "U06",
      title: "Line separators that are rare do not break a line of code or of output.",
      reason: "U+2028 inside a text is no line end in today's JavaScript.",
      cells: { ts: 'console.log("a\u2028b\u2029c\u0085d".length)', py: 'print(len("a\u2028b\u2029c\u0085d"))' },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "7");
      },
    },
    {
      id: "U07",
      title: "An error's message and traceback keep their characters.",
      reason: "The sentence for the student is in Chinese.",
      cells: {
        ts: 'function 错误() { throw new Error("不行 😀") }\n错误()',
        py: 'def 错误(): raise ValueError("不行 😀")\n错误()',
      },
      async check(kernel, cell) {
        const { reply, traceback } = await kernel.fails(cell!);
        assert.equal(reply.evalue, "不行 😀");
        assert.match(traceback, /错误/);
        assert.match(traceback, /不行 😀/);
      },
    },
    {
      id: "U08",
      title: "The mark under an error's line stands where the error is, behind wide characters too.",
      reason: "Columns on the screen are not characters.",
      cells: { ts: 'const a8 = "字字字"; null!.x', py: 'a8 = "字字字"; None.x' },
      async check(kernel, cell) {
        const { traceback, reply } = await kernel.fails(cell!);
        assert.match(traceback + plain(String(reply.evalue)), /字字字/);
      },
    },
    {
      id: "U09",
      title: "Files are written and read with names and contents in any script.",
      reason: "Homework is called 作业.",
      cells: {
        ts: 'import { readFileSync, writeFileSync } from "node:fs"\nwriteFileSync("作业 😀.txt", "é字")\nconsole.log(readFileSync("作业 😀.txt", "utf8"))',
        py: 'open("作业 😀.txt", "w", encoding="utf8").write("é字");\nprint(open("作业 😀.txt", encoding="utf8").read())',
      },
      async check(kernel, cell) {
        assert.equal((await kernel.prints(cell!)).split("\n").at(-1), "é字");
      },
    },
    {
      id: "U10",
      title: "The request's user name and text come back unchanged in parent and input.",
      reason: "Other clients show who ran what.",
      async check({ client }) {
        const code = '"字 😀 \u2028"';
        const { frames, id } = client.frames("execute_request", { code }, { header: { username: "林黛玉 😀" } });
        await client.sendRaw(frames);
        const outputs = await client.outputs(id);
        const input = outputs.find(({ type }) => type === "execute_input");
        assert.equal(input?.content.code, code);
        assert.equal((input?.parent as Record<string, unknown> | undefined)?.username, "林黛玉 😀");
      },
    },
    {
      id: "U11",
      known: { ipykernel: "Python's `compile()` refuses the mark, which Python accepts at the start of a file" },
      title: "A byte order mark at the start of a cell is no error.",
      reason: "Code pasted from Windows.",
      cells: { ts: "\ufeffconsole.log(11)", py: "\ufeffprint(11)" },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "11");
      },
    },
    {
      id: "U12",
      title: "A cursor inside what the front end draws as one sign is taken, and answered.",
      reason: "👩‍👩‍👧 is five code points; the cursor may stand between any two.",
      async check(kernel) {
        const code = '"👩‍👩‍👧"; Ma';
        for (let cursor = 0; cursor <= Array.from(code).length; cursor++) {
          const reply = await kernel.ask("complete_request", { code, cursor_pos: cursor });
          assert.equal(reply.status, "ok");
          assert.ok(Number(reply.cursor_start) <= cursor && cursor <= Number(reply.cursor_end) + 1, `at ${cursor}`);
        }
      },
    },
  ],
};
