/** F: frames that are broken, forged or sent again. */
import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createHmac } from "node:crypto";
import type { Subject } from "../subject.ts";
import type { Cells, Family } from "../types.ts";

const fine = { ts: 'console.log("fine")', py: 'print("fine")' } satisfies Cells;
const evil = { ts: 'console.log("evil")', py: 'print("evil")' } satisfies Cells;
const both = { ts: [fine.ts, evil.ts], py: [fine.py, evil.py] };

type Frames = (Buffer | string)[];

/** Send, expect neither an answer nor a word, and that the kernel goes on. */
async function ignored(kernel: Subject, messages: Frames[], next: string): Promise<void> {
  const { client } = kernel;
  const [published, received] = [client.published.length, client.received.length];
  for (const frames of messages) {
    for (const channel of ["shell", "control"] as const) await client.sendRaw(frames, channel);
  }
  await delay(150);
  assert.equal(client.received.length, received, "it was answered");
  assert.deepEqual(
    client.published.slice(published).map(({ type }) => type),
    [],
    "something was published",
  );
  assert.equal(await kernel.prints(next), "fine");
}

/** The five frames of an execute request, with other JSON in their places. */
function withParts({ client, connection }: Subject, code: string, change: (parts: string[]) => string[]): Buffer[] {
  const { frames } = client.frames("execute_request", { code });
  const parts = change(frames.slice(2).map(String)).map((part) => Buffer.from(part));
  const hmac = createHmac("sha256", connection.signing.key);
  for (const part of parts) hmac.update(part);
  return [frames[0]!, Buffer.from(hmac.digest("hex")), ...parts];
}

export const hostile: Family = {
  letter: "F",
  name: "hostile frames and signatures",
  behaviours: [
    {
      id: "F01",
      title: "A message that is signed with another key is ignored, and leaves no trace.",
      reason: "Messaging 5.5, Wire protocol: the key is all that keeps others from running code.",
      cells: both,
      async check(kernel, next, code) {
        const { frames } = kernel.client.frames("execute_request", { code }, { key: "another key" });
        await ignored(kernel, [frames], next!);
      },
    },
    {
      id: "F02",
      title: "So is one without a signature, with a short one, and with one of another hash.",
      reason: "An empty comparison is true in too many languages.",
      cells: both,
      async check(kernel, next, code) {
        const { frames } = kernel.client.frames("execute_request", { code });
        const signed = (signature: string): Buffer[] => [frames[0]!, Buffer.from(signature), ...frames.slice(2)];
        const right = frames[1]!.toString();
        const sha512 = createHmac("sha512", kernel.connection.signing.key);
        for (const part of frames.slice(2)) sha512.update(part);
        const wrong = ["", "0", right.slice(0, -1), `${right}0`, right.toUpperCase(), sha512.digest("hex")];
        await ignored(kernel, wrong.map(signed), next!);
      },
    },
    {
      id: "F03",
      title: "Nobody is told what the right signature would have been.",
      reason: "Stock tslab publishes it: whoever sends rubbish learns how to run code.",
      cells: both,
      async check(kernel, next, code) {
        const { frames } = kernel.client.frames("execute_request", { code });
        const unsigned = [frames[0]!, Buffer.from("wrong"), ...frames.slice(2)];
        const before = kernel.client.published.length;
        await kernel.client.sendRaw(unsigned);
        await delay(200);
        const said = JSON.stringify(kernel.client.published.slice(before)) + kernel.said();
        assert.ok(!said.includes(frames[1]!.toString()), "it was told");
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
    {
      id: "F04",
      title: "A right signature with another body is ignored.",
      reason: "All four parts are signed.",
      cells: both,
      async check(kernel, next, code) {
        const { frames } = kernel.client.frames("execute_request", { code: "1" });
        const forged = [2, 3, 4, 5].map((place) => frames.with(place, Buffer.from(JSON.stringify({ code, a: 1 }))));
        await ignored(kernel, forged, next!);
      },
    },
    {
      id: "F05",
      title: "A message that is sent a second time is not run a second time.",
      reason: "jupyter_client's Session keeps the signatures it has seen: who listens must not be able to repeat.",
      cells: {
        ts: ["var runs05 = 0", "runs05++", "console.log(runs05)"],
        py: ["runs05 = 0", "runs05 += 1", "print(runs05)"],
      },
      async check(kernel, declare, bump, print) {
        await kernel.run(declare!);
        const { frames, id } = kernel.client.frames("execute_request", { code: bump });
        await kernel.client.sendRaw(frames);
        await kernel.client.outputs(id);
        await kernel.client.sendRaw(frames);
        await delay(200);
        assert.equal(await kernel.prints(print!), "1");
      },
    },
    {
      id: "F06",
      title: "Too few frames, no delimiter, and delimiters alone are ignored.",
      reason: "Port scanners, and clients of other protocols.",
      cells: fine,
      async check(kernel, next) {
        const { frames } = kernel.client.frames("kernel_info_request");
        const cut: Frames[] = frames.map((_, i) => frames.slice(0, i + 1)).slice(0, -1);
        const rubbish: Frames[] = [
          [""],
          ["<IDS|MSG>"],
          ["<IDS|MSG>", "<IDS|MSG>", "<IDS|MSG>"],
          frames.slice(1),
          [Buffer.alloc(0), Buffer.alloc(0)],
        ];
        await ignored(kernel, [...cut, ...rubbish], next!);
      },
    },
    {
      id: "F07",
      title: "A signed message that is no JSON, no UTF-8, or JSON of another form does not stop the kernel.",
      reason: "Faults of clients, which have the key.",
      cells: fine,
      async check(kernel, next) {
        for (const header of [
          "",
          "{",
          "[]",
          "null",
          "5",
          '"text"',
          "{}",
          '{"msg_id":1,"msg_type":2}',
          '{"msg_id":"a"}',
        ]) {
          await kernel.client.sendRaw(withParts(kernel, "1", (parts) => parts.with(0, header)));
          await kernel.client.sendRaw(
            withParts(kernel, "1", (parts) => parts.with(0, header)),
            "control",
          );
        }
        for (const content of ["", "[]", "null", '{"code":'])
          await kernel.client.sendRaw(withParts(kernel, "1", (parts) => parts.with(3, content)));
        await delay(200);
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
    {
      id: "F08",
      title: "Sixteen megabytes of rubbish, and a thousand empty frames, do not stop the kernel.",
      reason: "Robustness before the signature is checked.",
      cells: fine,
      async check(kernel, next) {
        await ignored(
          kernel,
          [[Buffer.alloc(2 ** 24, 1)], Array.from({ length: 1_000 }, () => Buffer.alloc(0))],
          next!,
        );
      },
    },
    {
      id: "F09",
      title: "JSON that is nested a hundred thousand deep does not stop the kernel.",
      reason: "Recursive parsers run out of stack.",
      cells: fine,
      async check(kernel, next) {
        const deep = `{"code":"1","x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`;
        await kernel.client.sendRaw(withParts(kernel, "1", (parts) => parts.with(3, deep)));
        await delay(300);
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
    {
      id: "F10",
      title: "Rubbish on the stdin channel does not stop the kernel.",
      reason: "Nobody expects a message there while nothing was asked.",
      cells: fine,
      async check(kernel, next) {
        const { client } = kernel;
        await client.sendRaw(["rubbish"], "stdin");
        await client.sendRaw(client.frames("input_reply", { value: "nobody asked" }).frames, "stdin");
        await client.sendRaw(client.frames("execute_request", { code: "1" }).frames, "stdin");
        await delay(100);
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
    {
      id: "F11",
      title: "Names that every object has do no harm as keys or types.",
      reason: "__proto__ and constructor, in a kernel that is written in JavaScript.",
      cells: fine,
      async check(kernel, next) {
        const content =
          '{"code":"1","user_expressions":{"__proto__":"1","constructor":"1"},"__proto__":{"silent":true}}';
        await kernel.client.sendRaw(withParts(kernel, "1", (parts) => parts.with(3, content)));
        for (const type of ["__proto__", "constructor", "hasOwnProperty", "toString_request"])
          await kernel.client.send(type);
        await delay(100);
        const { outputs, stdout } = await kernel.run(next!);
        assert.equal(stdout, "fine\n");
        assert.ok(outputs.length >= 3);
      },
    },
    {
      id: "F12",
      title: "Positions and numbers that make no sense do not stop the kernel.",
      reason: "Negative, fractional, huge, text.",
      cells: fine,
      async check(kernel, next) {
        for (const cursor_pos of [-1, 1.5, 1e300, "3", null, [], {}]) {
          await kernel.client.send("complete_request", { code: "abc", cursor_pos });
          await kernel.client.send("inspect_request", { code: "abc", cursor_pos, detail_level: cursor_pos });
          await kernel.client.send("history_request", {
            hist_access_type: "tail",
            n: cursor_pos,
            output: false,
            raw: true,
          });
        }
        await delay(300);
        assert.match(await kernel.prints(next!), /^fine/);
      },
    },
    {
      id: "F13",
      title: "A stranger who speaks HTTP to a port does not stop the kernel.",
      reason: "Browsers and scanners find open ports.",
      cells: fine,
      async check(kernel, next) {
        const { ports } = kernel.connection;
        for (const port of Object.values(ports)) {
          const socket = createConnection(port, "127.0.0.1").on("error", () => {});
          socket.write(`GET / HTTP/1.1\r\nHost: x\r\n\r\n${"A".repeat(1_000)}`);
          await delay(30);
          socket.destroy();
        }
        assert.equal(await kernel.prints(next!), "fine");
        assert.equal(await kernel.client.heartbeat(), "beat");
      },
    },
    {
      id: "F14",
      title: "An unsigned shutdown or interrupt on the control channel does nothing.",
      reason: "Otherwise anyone on the machine ends anyone's work.",
      cells: {
        ts: 'await new Promise((r) => setTimeout(r, 600)); console.log("fine")',
        py: 'import asyncio; await asyncio.sleep(0.6); print("fine")',
      },
      async check(kernel, cell) {
        const { client } = kernel;
        const id = await client.send("execute_request", { code: cell });
        await delay(200);
        for (const type of ["interrupt_request", "shutdown_request"])
          await client.sendRaw(client.frames(type, { restart: false }, { key: "x" }).frames, "control");
        assert.equal((await client.reply(id)).content.status, "ok");
        assert.ok(!(await kernel.exitsWithin(100)));
      },
    },
    {
      id: "F15",
      title: "Contents of the wrong types for each request do not stop the kernel.",
      reason: "Every field may be of any type.",
      cells: fine,
      async check(kernel, next) {
        const types = ["complete", "inspect", "is_complete", "history", "comm_info", "execute", "kernel_info"];
        const wrong = {
          code: [],
          cursor_pos: "x",
          hist_access_type: {},
          target_name: 5,
          silent: "yes",
          user_expressions: [1],
          n: {},
        };
        for (const type of types) await kernel.client.send(`${type}_request`, wrong);
        await delay(300);
        assert.equal(await kernel.prints(next!), "fine");
      },
    },
  ],
};
