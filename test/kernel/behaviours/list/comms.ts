/** W: the channels of widgets. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Family } from "../types.ts";

export const comms: Family = {
  letter: "W",
  name: "comms",
  behaviours: [
    {
      id: "W01",
      title: "comm_info is answered with the open comms, by id.",
      reason: "Messaging 5.5, Comm info: JupyterLab asks at every connection.",
      async check(kernel) {
        const reply = await kernel.ask("comm_info_request");
        assert.equal(reply.status, "ok");
        assert.deepEqual(reply.comms, {});
      },
    },
    {
      id: "W02",
      title: "comm_info for a target that nobody has gives none.",
      reason: "Messaging 5.5, Comm info, target_name: ipywidgets' manager restores its widgets by it.",
      async check({ client }) {
        const { reply } = await client.request("comm_info_request", { target_name: "jupyter.widget" });
        assert.equal(reply.type, "comm_info_reply");
        assert.deepEqual(reply.content.comms, {});
      },
    },
    {
      id: "W03",
      title: "A comm for an unknown target is refused with comm_close on the output channel.",
      reason: "Messaging 5.5, Opening a Comm: otherwise the front end waits for ever.",
      async check({ client }) {
        const comm_id = randomUUID();
        const id = await client.send("comm_open", { comm_id, target_name: "nobody", data: {} });
        const closed = (await client.outputs(id)).find(({ type }) => type === "comm_close");
        assert.equal(closed?.content.comm_id, comm_id);
      },
    },
    {
      id: "W04",
      title: "Messages of comms are bracketed by busy and idle like all others.",
      reason: "Messaging 5.5, Kernel status.",
      async check({ client }) {
        for (const type of ["comm_open", "comm_msg", "comm_close"]) {
          const id = await client.send(type, { comm_id: randomUUID(), target_name: "nobody", data: {} });
          const states = (await client.outputs(id)).map(({ content }) => content.execution_state);
          assert.deepEqual([states[0], states.at(-1)], ["busy", "idle"], type);
        }
      },
    },
    {
      id: "W05",
      title: "A message or a close for a comm that is not open changes nothing.",
      reason: "The front end kept a widget of a kernel that was restarted.",
      cells: { ts: "console.log(1)", py: "print(1)" },
      async check(kernel, cell) {
        await kernel.client.send("comm_msg", { comm_id: "gone", data: { method: "update" } });
        await kernel.client.send("comm_close", { comm_id: "gone", data: {} });
        assert.equal(await kernel.prints(cell!), "1");
        assert.ok(!kernel.client.received.some(({ type }) => type.startsWith("comm_m")));
      },
    },
    {
      id: "W06",
      title: "A comm with binary buffers is taken.",
      reason: "Messaging 5.5, Wire protocol, buffers: widgets send pictures as such.",
      cells: { ts: "console.log(2)", py: "print(2)" },
      async check(kernel, cell) {
        const content = { comm_id: randomUUID(), target_name: "nobody", data: {} };
        const { frames, id } = kernel.client.frames("comm_open", content, {
          buffers: [Buffer.alloc(1e6), Buffer.of(0)],
        });
        await kernel.client.sendRaw(frames);
        await kernel.client.outputs(id);
        assert.equal(await kernel.prints(cell!), "2");
      },
    },
    {
      id: "W07",
      title: "A comm message without an id, or with one that is no text, does not stop the kernel.",
      reason: "Extensions have faults.",
      cells: { ts: "console.log(3)", py: "print(3)" },
      async check(kernel, cell) {
        for (const type of ["comm_open", "comm_msg", "comm_close", "comm_info_request"])
          for (const content of [{}, { comm_id: 5, target_name: [] }]) {
            const id = await kernel.client.send(type, content);
            await kernel.client.outputs(id);
          }
        assert.equal(await kernel.prints(cell!), "3");
      },
    },
  ],
};
