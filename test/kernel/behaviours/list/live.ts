/** L: what still answers while a cell computes. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { Request } from "zeromq";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

const loop = { ts: "while (true) {}", py: "while True: pass" };
const blocked = {
  ts: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)",
  py: "import time; time.sleep(3)",
};

async function beat({ connection }: Subject, body: Buffer, ms = 1_000): Promise<Buffer> {
  const socket = new Request({ linger: 0, receiveTimeout: ms });
  socket.connect(connection.addresses.hb);
  try {
    await socket.send(body);
    const [echo] = await socket.receive();
    return echo!;
  } catch {
    throw new Error(`no heartbeat within ${ms} ms`);
  } finally {
    socket.close();
  }
}

/** Run `cell`, which must still run when `look` is done, and stop it. */
async function during(kernel: Subject, cell: string, look: () => Promise<void>): Promise<void> {
  const id = await kernel.begin(cell);
  await look();
  assert.ok(!kernel.client.received.some(({ parent }) => parent.msg_id === id), "the cell had ended");
  await kernel.interrupt();
  await kernel.client.reply(id);
}

export const live: Family = {
  letter: "L",
  name: "alive while busy",
  behaviours: [
    {
      id: "L01",
      title: "The heartbeat echoes what it is sent, byte for byte.",
      reason: "Messaging 5.5, Heartbeat.",
      async check(kernel) {
        for (const body of [Buffer.from("ping"), Buffer.alloc(0), Buffer.from([0, 255, 128, 10]), Buffer.alloc(1e6, 7)])
          assert.ok((await beat(kernel, body)).equals(body), `${body.length} bytes`);
      },
    },
    {
      id: "L02",
      title: "The heartbeat answers during a loop without end.",
      reason: "A front end that hears none calls the kernel dead and restarts it.",
      cells: loop,
      check: (kernel, cell) =>
        during(kernel, cell!, async () => void assert.equal((await beat(kernel, Buffer.from("x"))).toString(), "x")),
    },
    {
      id: "L03",
      title: "The heartbeat answers while the thread is blocked.",
      reason: "Native training, long file operations.",
      cells: blocked,
      check: (kernel, cell) =>
        during(kernel, cell!, async () => void assert.equal((await beat(kernel, Buffer.from("x"))).toString(), "x")),
    },
    {
      id: "L04",
      title: "The control channel answers during a loop without end.",
      reason: "Messaging 5.5, Control: it is there for shutdown, interrupt and debug while cells run.",
      cells: loop,
      check: ({ client, ...kernel }, cell) =>
        during({ client, ...kernel }, cell!, async () => {
          const id = await client.send("kernel_info_request", {}, { channel: "control" });
          const reply = await Promise.race([client.reply(id), delay(2_000, undefined)]);
          assert.equal(reply?.content.status, "ok", "no answer within 2 s");
        }),
    },
    {
      id: "L05",
      title: "The control channel answers while the thread is blocked.",
      reason: "The same, where no JavaScript or Python runs at all.",
      cells: blocked,
      check: ({ client, ...kernel }, cell) =>
        during({ client, ...kernel }, cell!, async () => {
          const id = await client.send("kernel_info_request", {}, { channel: "control" });
          const reply = await Promise.race([client.reply(id), delay(1_500, undefined)]);
          assert.equal(reply?.content.status, "ok", "no answer within 1.5 s");
        }),
    },
    {
      id: "L06",
      title: "The heartbeat answers while a cell floods its output.",
      reason: "Verbose training in a loop.",
      cells: { ts: 'for (;;) console.log("line")', py: 'while True: print("line")' },
      check: (kernel, cell) =>
        during(
          kernel,
          cell!,
          async () => void assert.equal((await beat(kernel, Buffer.from("x"), 2_000)).toString(), "x"),
        ),
    },
    {
      id: "L07",
      known: { ipykernel: "the idle of a control request is the newest status, while the loop runs" },
      title: "The newest status of the kernel is busy while a cell runs, also after control requests.",
      reason: "Front ends show the newest status, whosever it is: idle, while the loop runs, is a lie.",
      cells: loop,
      check: ({ client, ...kernel }, cell) =>
        during({ client, ...kernel }, cell!, async () => {
          const id = await client.send("kernel_info_request", {}, { channel: "control" });
          await client.reply(id);
          await delay(200);
          const last = client.published.findLast(({ type }) => type === "status");
          assert.equal(last?.content.execution_state, "busy");
        }),
    },
    {
      id: "L08",
      title: "A kernel_info on the shell channel that is sent while a cell runs is answered at last.",
      reason: "A second window opens the notebook meanwhile.",
      cells: {
        ts: "await new Promise((r) => setTimeout(r, 800))",
        py: "import asyncio; await asyncio.sleep(0.8)",
      },
      async check({ client, ...kernel }, cell) {
        await kernel.begin(cell!);
        const { reply, outputs } = await client.request("kernel_info_request");
        assert.equal(reply.content.protocol_version !== undefined, true);
        assert.equal(outputs.at(-1)?.content.execution_state, "idle");
      },
    },
    {
      id: "L09",
      known: {
        ipykernel:
          "the shell channel is one queue, as the protocol has it; subshells would answer, but no notebook asks there",
      },
      title: "Completion answers while a cell runs.",
      reason: "The next cell is written while the model trains; the protocol does not ask for it, students do.",
      cells: { ts: ["const whileBusy = 1", loop.ts], py: ["whileBusy = 1", loop.py] },
      async check({ client, ...kernel }, declare, cell) {
        await kernel.run(declare!);
        await during({ client, ...kernel }, cell!, async () => {
          const id = await client.send("complete_request", { code: "whileBu", cursor_pos: 7 });
          const reply = await Promise.race([client.reply(id), delay(2_000, undefined)]);
          assert.ok(reply, "no answer within 2 s");
          assert.ok((reply.content.matches as string[]).includes("whileBusy"));
        });
      },
    },
    {
      id: "L10",
      known: {
        ipykernel:
          "the shell channel is one queue, as the protocol has it; subshells would answer, but no notebook asks there",
      },
      title: "Inspection answers while a cell runs.",
      reason: "As completion: Shift-Tab in the next cell.",
      cells: { ts: ["const lookAtMe = 'x'", loop.ts], py: ["lookAtMe = 'x'", loop.py] },
      async check({ client, ...kernel }, declare, cell) {
        await kernel.run(declare!);
        await during({ client, ...kernel }, cell!, async () => {
          const id = await client.send("inspect_request", { code: "lookAtMe", cursor_pos: 4, detail_level: 0 });
          const reply = await Promise.race([client.reply(id), delay(2_000, undefined)]);
          assert.equal(reply?.content.found, true, "no answer within 2 s");
        });
      },
    },
    {
      id: "L11",
      title: "Ten clients may beat at once.",
      reason: "Each window and each tool has its own heartbeat.",
      async check(kernel) {
        const bodies = Array.from({ length: 10 }, (_, i) => Buffer.from(`beat ${i}`));
        const echoes = await Promise.all(bodies.map((body) => beat(kernel, body)));
        assert.deepEqual(echoes.map(String), bodies.map(String));
      },
    },
  ],
};
