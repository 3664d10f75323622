/** A: a cell asks the reader. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ranOf } from "../subject.ts";
import type { Ran, Subject } from "../subject.ts";
import type { Family } from "../types.ts";

/** Run a cell, answer its questions in turn, and give what became of it. */
async function answering({ client }: Subject, code: string, answers: string[]): Promise<Ran> {
  const id = await client.send("execute_request", { code, allow_stdin: true });
  for (const [n, answer] of answers.entries()) await client.answer(await client.inputRequest(id, n), answer);
  return ranOf({ id, reply: await client.reply(id), outputs: await client.outputs(id) });
}

const askName = { ts: 'console.log("hello " + prompt("name? "))', py: 'print("hello " + input("name? "))' };

export const stdin: Family = {
  letter: "A",
  name: "asking the reader",
  behaviours: [
    {
      id: "A01",
      title: "A question arrives as input_request, with its text, and the answer is its value.",
      reason: "Messaging 5.5, Messages on the stdin channel.",
      cells: askName,
      async check(kernel, cell) {
        const { client } = kernel;
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        assert.equal(request.type, "input_request");
        assert.match(String(request.content.prompt), /^name\?/);
        assert.equal(request.content.password, false);
        await client.answer(request, "Ann");
        const { stdout } = ranOf({ id, reply: await client.reply(id), outputs: await client.outputs(id) });
        assert.match(stdout, /hello Ann/);
      },
    },
    {
      id: "A02",
      title: "The question's parent is the cell's request.",
      reason: "JupyterLab draws the box under the cell that asks.",
      cells: askName,
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        assert.equal(request.parent.msg_id, id);
        await client.answer(request, "");
        await client.reply(id);
      },
    },
    {
      id: "A03",
      title: "An empty answer is an empty text.",
      reason: "Enter alone; not the same as no answer.",
      cells: { ts: 'console.log("[" + prompt("x") + "]")', py: 'print("[" + input("x") + "]")' },
      async check(kernel, cell) {
        assert.match((await answering(kernel, cell!, [""])).stdout, /\[\]/);
      },
    },
    {
      id: "A04",
      title: "Chinese and emoji pass both ways.",
      reason: "The course is taught in two languages.",
      cells: { ts: 'console.log("[" + prompt("名字？😀") + "]")', py: 'print("[" + input("名字？😀") + "]")' },
      async check(kernel, cell) {
        const { client } = kernel;
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        assert.match(String(request.content.prompt), /名字？😀/);
        await client.answer(request, "林 🎉");
        assert.equal((await client.reply(id)).content.status, "ok");
        assert.match(
          ranOf({ id, reply: await client.reply(id), outputs: await client.outputs(id) }).stdout,
          /\[林 🎉\]/,
        );
      },
    },
    {
      id: "A05",
      title: "A cell may ask several times.",
      reason: "Guessing games, quizzes, forms of three fields.",
      cells: {
        ts: 'console.log(prompt("a") + "-" + prompt("b") + "-" + prompt("c"))',
        py: 'print(input("a") + "-" + input("b") + "-" + input("c"))',
      },
      async check(kernel, cell) {
        assert.match((await answering(kernel, cell!, ["1", "2", "3"])).stdout, /1-2-3/);
      },
    },
    {
      id: "A06",
      title: "Where the client takes no questions, asking is an error of the cell.",
      reason: "Messaging 5.5, Execute, allow_stdin: nbconvert would wait for ever.",
      cells: { ts: 'prompt("name?")', py: 'input("name?")' },
      async check(kernel, cell) {
        const { reply } = await kernel.run(cell!, { allow_stdin: false });
        assert.equal(reply.status, "error");
        assert.match(`${String(reply.ename)} ${String(reply.evalue)}`, /stdin|input|answer|ask/i);
      },
    },
    {
      id: "A07",
      title: "Only the client that sent the cell is asked.",
      reason: "Messaging 5.5: the request goes to one identity.",
      cells: askName,
      async check(kernel, cell) {
        const other = await kernel.connect();
        const id = await other.send("execute_request", { code: cell, allow_stdin: true });
        const request = await other.inputRequest(id);
        await delay(100);
        assert.ok(!kernel.client.received.some(({ parent }) => parent.msg_id === id), "the first client was asked");
        await other.answer(request, "Bob");
        assert.equal((await other.reply(id)).content.status, "ok");
      },
    },
    {
      id: "A08",
      title: "An interrupt ends the wait for an answer.",
      reason: "The box is gone and the cell still runs, otherwise.",
      cells: { ts: ['prompt("x")', "console.log(1)"], py: ['input("x")', "print(1)"] },
      async check(kernel, cell, next) {
        const id = await kernel.client.send("execute_request", { code: cell, allow_stdin: true });
        await kernel.client.inputRequest(id);
        await kernel.interrupt();
        assert.equal((await kernel.client.reply(id)).content.status, "error");
        await kernel.client.outputs(id);
        await kernel.settle();
        assert.equal(await kernel.prints(next!), "1");
      },
    },
    {
      id: "A09",
      title: "An answer that comes after the interrupt is not taken for the next question's.",
      reason: "The student typed it into the old box.",
      cells: askName,
      async check(kernel, cell) {
        const { client } = kernel;
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const old = await client.inputRequest(id);
        await kernel.interrupt();
        await client.reply(id);
        await client.outputs(id);
        await client.answer(old, "late");
        await delay(300);
        const { stdout } = await answering(kernel, cell!, ["fresh"]);
        assert.match(stdout, /hello fresh/);
      },
    },
    {
      id: "A10",
      title: "What was printed before the question is there when it is asked.",
      reason: "The question refers to it.",
      cells: { ts: 'console.log("before"); prompt("x")', py: 'print("before"); input("x")' },
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        await delay(50);
        const seen = client.published.some(
          ({ parent, content }) => parent.msg_id === id && content.text === "before\n",
        );
        assert.ok(seen, "it is not there");
        await client.answer(request, "");
        await client.reply(id);
      },
    },
    {
      id: "A11",
      title: "Control and heartbeat answer while a question is open.",
      reason: "A student thinks for minutes; the front end must not call the kernel dead.",
      cells: askName,
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        assert.equal(await client.heartbeat(), "beat");
        const info = await client.send("kernel_info_request", {}, { channel: "control" });
        assert.equal((await client.reply(info)).content.status, "ok");
        await client.answer(request, "x");
        await client.reply(id);
      },
    },
    {
      id: "A12",
      title: "An answer with a wrong signature is not taken.",
      reason: "Messaging 5.5, Wire protocol: every channel is signed.",
      cells: askName,
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell, allow_stdin: true });
        const request = await client.inputRequest(id);
        const forged = client.frames("input_reply", { value: "forged" }, { key: "x", parent: request.header });
        await client.sendRaw(forged.frames, "stdin");
        await delay(200);
        await client.answer(request, "right");
        const ran = ranOf({ id, reply: await client.reply(id), outputs: await client.outputs(id) });
        assert.match(ran.stdout, /hello right/);
      },
    },
    {
      id: "A13",
      title: "A question inside a function that was called after an await is asked too.",
      reason: "Most cells of the course await something first.",
      cells: {
        ts: 'const askLater = async () => { await new Promise((r) => setTimeout(r, 20)); return prompt("x") }\nconsole.log(await askLater())',
        py: 'import asyncio\nasync def ask_later():\n    await asyncio.sleep(0.02)\n    return input("x")\nprint(await ask_later())',
      },
      async check(kernel, cell) {
        assert.match((await answering(kernel, cell!, ["later"])).stdout, /later/);
      },
    },
    {
      id: "A14",
      title: "A yes-or-no question gives a boolean.",
      reason: "confirm() is what a JavaScript student knows; it must not be undefined.",
      cells: { ts: 'console.log(confirm("sure?") === true, confirm("sure?") === false)' },
      notFor: { ipykernel: "Python has no such function" },
      async check(kernel, cell) {
        assert.match((await answering(kernel, cell!, ["y", "n"])).stdout, /true true/);
      },
    },
    {
      id: "A15",
      title: "Reading standard input itself is an error or an end, never a hang.",
      reason: "Programs from a book read stdin; nobody can type there.",
      cells: {
        ts: 'import { readFileSync } from "node:fs"\ntry { console.log("[" + readFileSync(0, "utf8") + "]") } catch (e) { console.log("error", (e as Error).message) }',
        py: 'import os\ntry:\n    print("[" + os.read(0, 10).decode() + "]")\nexcept OSError as e:\n    print("error", e)',
      },
      async check(kernel, cell) {
        assert.match(await kernel.prints(cell!), /^(\[\]|error)/);
      },
    },
  ],
};
