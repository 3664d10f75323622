import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startSession } from "../../lib/session/index.ts";
import { startKernel } from "../../lib/kernel/index.ts";
import { freeConnection, summary } from "./client.ts";
import { connectTo, open, start } from "./open.ts";
import { printed, result } from "./scripted-session.ts";
import type { Script } from "./scripted-session.ts";

/** Prints, asks, and shows what was answered. */
const asks: Script = async ({ show, ask }) => {
  show(printed("before\n"));
  show(result(String(ask && (await ask({ prompt: "Name? ", password: false })))));
};

test("a question goes to the client that sent the cell, under the cell's header, and its answer to the cell", async () => {
  const { client } = await start({ asks });
  const id = await client.send("execute_request", { code: "asks" });
  const question = await client.inputRequest(id);
  expect(question).toMatchObject({ type: "input_request", content: { prompt: "Name? ", password: false } });
  await client.answer(question, "Ada");
  expect(await client.reply(id)).toMatchObject({ content: { status: "ok" } });
  const outputs = await client.outputs(id);
  expect(summary(outputs)).toEqual(["busy", "execute_input", "stdout before\n", "execute_result", "idle"]);
  expect(outputs[3]!.content).toMatchObject({ data: { "text/plain": "Ada" } });
});

test("what was printed before a question has been published when the question arrives", async () => {
  const { client } = await start({ asks });
  const id = await client.send("execute_request", { code: "asks" });
  await client.inputRequest(id);
  await client.until(({ content }) => content.text === "before\n");
});

test("of two clients only the one that asked sees the question and can answer it", async () => {
  const { client, connection } = await start({ asks });
  const other = await connectTo(connection);
  const id = await client.send("execute_request", { code: "asks" });
  const question = await client.inputRequest(id);
  await other.answer(question, "an intruder");
  await sleep(50);
  expect(other.received).toEqual([]);
  expect(client.received.map(({ type }) => type)).toEqual(["input_request"]);
  await client.answer(question, "Ada");
  expect((await client.outputs(id)).at(-2)!.content).toMatchObject({ data: { "text/plain": "Ada" } });
});

test("a client that cannot be asked is not asked", async () => {
  const { client } = await start({ asks });
  const { outputs } = await client.request("execute_request", { code: "asks", allow_stdin: false });
  expect(outputs.at(-2)!.content).toMatchObject({ data: { "text/plain": "undefined" } });
});

test.each([
  ["end-of-file, as terminal clients send it", { value: "\u0004" }],
  ["a reply that says error", { status: "error", ename: "E", evalue: "", traceback: [] }],
  ["a reply without a value", { status: "ok" }],
])("%s dismisses the question", async (_, content) => {
  const { client } = await start({ asks });
  const id = await client.send("execute_request", { code: "asks" });
  await client.inputRequest(id);
  // as jupyter_client sends it: without the question's header
  await client.sendRaw(client.frames("input_reply", content).frames, "stdin");
  expect((await client.outputs(id)).at(-2)!.content).toMatchObject({ data: { "text/plain": "null" } });
});

test("what answers no open question is ignored: malformed, of another type, unsigned, or too late", async () => {
  const { client } = await start({ asks });
  await client.sendRaw(client.frames("input_reply", { value: "too early" }).frames, "stdin");
  const id = await client.send("execute_request", { code: "asks" });
  const question = await client.inputRequest(id);
  const parent = { msg_id: "another question" };
  await client.sendRaw(client.frames("input_reply", { value: 7 }).frames, "stdin");
  await client.sendRaw(client.frames("kernel_info_request").frames, "stdin");
  await client.sendRaw(client.frames("input_reply", { value: "forged" }, { key: "wrong" }).frames, "stdin");
  await client.sendRaw(client.frames("input_reply", { value: "of another" }, { parent }).frames, "stdin");
  await client.sendRaw(["<IDS|MSG>"], "stdin");
  await client.answer(question, "Ada");
  await client.answer(question, "again");
  expect((await client.outputs(id)).at(-2)!.content).toMatchObject({ data: { "text/plain": "Ada" } });
  expect(await client.heartbeat()).toBe("beat");
});

test("in a real session: asked, dismissed, interrupted with its values kept, and refused where allow_stdin is false", async () => {
  const connection = await freeConnection();
  open.push(await startKernel({ connection, startSession, cwd: import.meta.dirname }));
  const client = await connectTo(connection);
  const sent = await client.send("execute_request", {
    code: "var n = Number(prompt('n?', { password: true })); n * 2",
  });
  const question = await client.inputRequest(sent);
  expect(question.content).toEqual({ prompt: "n? ", password: true });
  await client.answer(question, "21");
  expect((await client.outputs(sent)).at(-2)!.content).toMatchObject({ data: { "text/plain": "42" } });

  const waiting = await client.send("execute_request", { code: "n = 5; prompt('again?')" });
  const unanswered = await client.inputRequest(waiting);
  await client.request("interrupt_request", {}, { channel: "control" });
  expect((await client.reply(waiting)).content).toMatchObject({ status: "error", ename: "Interrupted" });
  await client.answer(unanswered, "too late");

  const refused = await client.request("execute_request", { code: "n; prompt('?')", allow_stdin: false });
  expect(refused.reply.content).toMatchObject({
    status: "error",
    evalue: expect.stringContaining("this front end cannot ask"),
  });
  const kept = await client.request("execute_request", { code: "n" });
  expect(kept.outputs.at(-2)!.content).toMatchObject({ data: { "text/plain": "5" } });
});
