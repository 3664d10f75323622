/** What values and displays become on the wire, in a real session. */
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { startSession } from "../../lib/session/index.ts";
import { startKernel } from "../../lib/kernel/index.ts";
import type { Kernel } from "../../lib/kernel/index.ts";
import { connect, freeConnection } from "./client.ts";
import type { Client, Received } from "./client.ts";

let kernel: Kernel;
let client: Client;
beforeAll(async () => {
  const connection = await freeConnection();
  kernel = await startKernel({ connection, startSession, cwd: import.meta.dirname });
  client = await connect(connection);
  const library = path.resolve(import.meta.dirname, "../../lib/index.ts").replaceAll("\\", "/");
  await run(`import { clearOutput, display, progress } from ${JSON.stringify(library)}`);
  return async () => {
    client.close();
    await kernel.close();
  };
});

/** What a cell shows between its `execute_input` and idle. */
async function run(code: string): Promise<Received[]> {
  const { outputs, reply } = await client.request("execute_request", { code });
  expect(reply.content).toMatchObject({ status: "ok" });
  return outputs.slice(2, -1);
}

test("progress is one display and then updates of it, in words and as a bar", async () => {
  const messages = await run(
    "for (const i of progress([1, 2], { label: 'wait' })) await new Promise((r) => setTimeout(r, 110))",
  );
  expect(messages.map(({ type }) => type)).toEqual(["display_data", ...Array(3).fill("update_display_data")]);
  expect(new Set(messages.map(({ content }) => JSON.stringify(content["transient"]))).size).toBe(1);
  expect(messages.at(-1)!.content["data"]).toEqual({
    "text/plain": expect.stringMatching(/^wait: 2 of 2 in 0\.\d\d s$/),
    "text/html": expect.stringContaining("<progress"),
  });
});

test("a cleared output is cleared at its place among prints and displays, now or with the next one", async () => {
  const messages = await run("console.log(1); clearOutput(); display(2); clearOutput({ wait: true }); console.log(3)");
  expect(messages.map(({ type }) => type)).toEqual([
    "stream",
    "clear_output",
    "display_data",
    "clear_output",
    "stream",
  ]);
  expect(messages.map(({ content }) => content["wait"])).toEqual([undefined, false, undefined, true, undefined]);
});

test("a result has its text and what reads better, and a call of display has nothing more to show", async () => {
  const [records] = await run("[{ a: 1 }, { a: 2 }]");
  expect(records).toMatchObject({
    type: "execute_result",
    content: { data: { "text/plain": "[ { a: 1 }, { a: 2 } ]" } },
  });
  expect((await run("display(1)")).map(({ type }) => type)).toEqual(["display_data"]);
  expect(await run("undefined")).toEqual([]);
  expect((await run("null"))[0]!.content["data"]).toEqual({ "text/plain": "null" });
});

test("a display that cannot be made is the cell's error, also when nobody waits for it", async () => {
  const code = "display({ [Symbol.for('Jupyter.display')]: async () => { throw new RangeError('too far') } }); 1";
  const { reply } = await client.request("execute_request", { code });
  expect(reply.content).toMatchObject({ status: "error", ename: "RangeError", evalue: "too far" });
});
