/** K: what a kernel says of itself, and the form of every message. */
import assert from "node:assert/strict";
import { Subscriber } from "zeromq";
import type { Received } from "../../client.ts";
import type { Family } from "../types.ts";

const supports = (info: Received["content"]): unknown[] => (info.supported_features ?? []) as unknown[];

export const info: Family = {
  letter: "K",
  name: "kernel info and connection",
  behaviours: [
    {
      id: "K01",
      title: "kernel_info_reply has status ok and a protocol version of 5.3 or newer.",
      reason: "Messaging 5.5, Kernel info; jupyter_client takes a kernel as ready by this reply.",
      async check(kernel) {
        const reply = await kernel.ask("kernel_info_request");
        assert.equal(reply.status, "ok");
        assert.match(String(reply.protocol_version), /^5\.[3-9]\d*(\.\d+)?$/);
      },
    },
    {
      id: "K02",
      title: "kernel_info is answered on the control channel too.",
      reason: "Messaging 5.5, Kernel info; JupyterLab asks there while a cell runs.",
      async check({ client }) {
        const reply = await client.reply(await client.send("kernel_info_request", {}, { channel: "control" }));
        assert.equal(reply.type, "kernel_info_reply");
        assert.equal(reply.content.status, "ok");
      },
    },
    {
      id: "K03",
      title: "The implementation, its version and a banner are named.",
      reason: "Messaging 5.5, Kernel info; jupyter-console prints the banner, and bug reports need the version.",
      async check(kernel) {
        const reply = await kernel.ask("kernel_info_request");
        for (const field of ["implementation", "implementation_version", "banner"])
          assert.ok(typeof reply[field] === "string" && reply[field] !== "", `no ${field}`);
      },
    },
    {
      id: "K04",
      title: "language_info has a name, version, MIME type, and a file extension that starts with a dot.",
      reason: "nbconvert names scripts by the extension; nbformat stores the rest in the notebook.",
      async check(kernel) {
        const { language_info: language } = await kernel.ask("kernel_info_request");
        const { name, version, mimetype, file_extension } = language as Record<string, string>;
        for (const each of [name, version, mimetype]) assert.ok(each, "a field is empty");
        assert.match(file_extension!, /^\.\w+$/);
      },
    },
    {
      id: "K05",
      title: "The version of the language is that of what runs the cells.",
      reason: "Whoever reads the notebook later must know; stock tslab says 3.7.2 and is 5.0.4.",
      cells: {
        ts: 'import { versions } from "tslab"; console.log(versions.typescript)',
        py: "import platform; print(platform.python_version())",
        deno: "console.log(Deno.version.typescript)",
      },
      async check(kernel, cell) {
        const { language_info: language } = await kernel.ask("kernel_info_request");
        const { version } = language as { version: string };
        assert.equal(version, await kernel.prints(cell!));
      },
    },
    {
      id: "K06",
      title: "language_info names the lexers that highlight the language.",
      reason: "nbconvert takes pygments_lexer, JupyterLab codemirror_mode; without them code stays grey.",
      async check(kernel) {
        const { language_info: language } = await kernel.ask("kernel_info_request");
        const { pygments_lexer: lexer, codemirror_mode: mode, name } = language as Record<string, unknown>;
        assert.ok(lexer ?? name, "no lexer");
        assert.ok(mode ?? name, "no mode");
        assert.notEqual((mode as { name?: string } | undefined)?.name, "javascript");
      },
    },
    {
      id: "K07",
      title: "A feature that is not in supported_features is not there, and one that is listed answers.",
      reason: "Clients read this list and not the version: a debugger button that does nothing, otherwise.",
      async check(kernel) {
        const features = supports(await kernel.ask("kernel_info_request"));
        const send = (type: string, content = {}) => kernel.client.request(type, content, { channel: "control" });
        if (features.includes("debugger")) {
          const { reply } = await send("debug_request", {
            type: "request",
            seq: 1,
            command: "debugInfo",
            arguments: {},
          });
          assert.equal(reply.content.success, true);
        }
        if (features.includes("kernel subshells")) {
          const { reply } = await send("create_subshell_request");
          assert.equal(reply.content.status, "ok");
          await send("delete_subshell_request", { subshell_id: reply.content.subshell_id });
        }
        for (const feature of features) assert.ok(["debugger", "kernel subshells"].includes(String(feature)));
      },
    },
    {
      id: "K08",
      title: "Every header has msg_id, session, username, version and an ISO date with its zone.",
      reason: "Messaging 5.5, Message header; jupyter_client warns about dates without a zone.",
      cells: { ts: "console.log(1); 2", py: "print(1); 2" },
      async check(kernel, cell) {
        const { outputs } = await kernel.client.request("execute_request", { code: cell });
        assert.ok(outputs.length >= 3);
        for (const { header } of outputs) {
          for (const field of ["msg_id", "session", "username", "version"])
            assert.ok(typeof header[field] === "string" && header[field] !== "", `no ${field}`);
          assert.match(String(header.date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/);
        }
      },
    },
    {
      id: "K09",
      title: "Message ids are unique, and the session stays the same.",
      reason: "Messaging 5.5, Message header: a client tells a restarted kernel by its session.",
      cells: { ts: "console.log(1)", py: "print(1)" },
      async check(kernel, cell) {
        for (let i = 0; i < 5; i++) await kernel.run(cell!);
        const { published } = kernel.client;
        assert.equal(new Set(published.map(({ header }) => header.msg_id)).size, published.length);
        assert.equal(new Set(published.map(({ header }) => header.session)).size, 1);
      },
    },
    {
      id: "K10",
      title: "parent_header is the whole header of the request, fields that the kernel does not know included.",
      reason: "Messaging 5.5, Parent header; subshell_id travels there.",
      async check({ client }) {
        const { frames, id } = client.frames(
          "kernel_info_request",
          {},
          { header: { username: "林", extra: { a: 1 } } },
        );
        await client.sendRaw(frames);
        const parent = (await client.reply(id)).parent as Record<string, unknown>;
        const sent = JSON.parse(frames[2]!.toString()) as Record<string, unknown>;
        assert.deepEqual({ ...parent, date: "" }, { ...sent, date: "" });
        assert.equal(Date.parse(String(parent.date)), Date.parse(String(sent.date)));
      },
    },
    {
      id: "K11",
      title: "A request whose header has nothing but msg_id, msg_type and session is answered.",
      reason: "Small clients send no more; the kernel needs no more.",
      async check({ client }) {
        const bare = { username: undefined, date: undefined, version: undefined };
        const { frames, id } = client.frames("kernel_info_request", {}, { header: bare });
        await client.sendRaw(frames);
        assert.equal((await client.reply(id)).content.status, "ok");
      },
    },
    {
      id: "K12",
      title: "What is published has one topic before the delimiter.",
      reason: "Messaging 5.5, The wire protocol; jupyter_server forwards by topic.",
      cells: { ts: "console.log(1); 2", py: "print(1); 2" },
      async check(kernel, cell) {
        for (const { prefix, type } of (await kernel.run(cell!)).outputs)
          assert.ok(prefix.length === 1 && prefix[0] !== "", `${type} has ${prefix.length} topics`);
      },
    },
    {
      id: "K13",
      title: "A new subscriber is greeted with iopub_welcome, which names what it subscribed to.",
      reason: "JEP 65: otherwise a client cannot know when it begins to miss nothing, and output is lost.",
      async check({ connection }) {
        const socket = new Subscriber({ linger: 0, receiveTimeout: 3_000 });
        socket.connect(connection.addresses.iopub);
        socket.subscribe("kernel");
        try {
          const frames = await socket.receive().catch(() => [] as Buffer[]);
          const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
          assert.ok(at >= 0, "no greeting");
          const [header, , , content] = frames.slice(at + 2).map((frame) => JSON.parse(frame.toString()));
          assert.equal(header.msg_type, "iopub_welcome");
          assert.equal(content.subscription, "kernel");
        } finally {
          socket.close();
        }
      },
    },
    {
      id: "K14",
      title: "Without a key nothing is signed, and all is answered.",
      reason: "Messaging 5.5, Wire protocol: an empty key turns signatures off; some containers run so.",
      fresh: { key: "" },
      cells: { ts: "console.log(3)", py: "print(3)" },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "3");
      },
    },
    {
      id: "K15",
      title: "The sockets can be files instead of ports.",
      reason: "Connection files: transport ipc, for machines on which others could reach a port.",
      posix: "Windows has no such sockets in ZeroMQ",
      fresh: { transport: "ipc" },
      cells: { ts: "console.log(3)", py: "print(3)" },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "3");
      },
    },
    {
      id: "K16",
      title: "The ports of the connection file are told to whoever asks.",
      reason: "Messaging 5.5, Connect: jupyter-console --existing shows them.",
      async check({ client, connection }) {
        const { reply } = await client.request("connect_request");
        assert.equal(reply.content.shell_port, connection.ports.shell);
        assert.equal(reply.content.hb_port, connection.ports.hb);
      },
    },
    {
      id: "K17",
      title: "A request of a type that no kernel knows does not stop the next one.",
      reason: "Newer clients send newer requests; a kernel that hangs on one is lost.",
      cells: { ts: "console.log(3)", py: "print(3)" },
      async check(kernel, cell) {
        for (const type of ["nonsense_request", "constructor", "__proto__", ""]) {
          await kernel.client.send(type);
          await kernel.client.send(type, {}, { channel: "control" });
        }
        assert.equal(await kernel.prints(cell!), "3");
      },
    },
    {
      id: "K18",
      known: {
        ipykernel: "its socket is an XPUB without `XPUB_VERBOSE`, which reports the first subscription to a topic only",
      },
      title: "Every subscriber is greeted, also the second one to the same topics.",
      reason: "JEP 65: two windows, or a tool beside JupyterLab.",
      async check({ connection }) {
        const sockets = [1, 2, 3].map(() => new Subscriber({ linger: 0, receiveTimeout: 3_000 }));
        try {
          for (const socket of sockets) {
            socket.connect(connection.addresses.iopub);
            socket.subscribe();
            await socket.receive().catch(() => assert.fail("no greeting"));
          }
        } finally {
          for (const socket of sockets) socket.close();
        }
      },
    },
  ],
};
