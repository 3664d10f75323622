/** The kernel on real sockets, over a session whose cells are scripts. */
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { startKernel } from "../../lib/kernel/index.ts";
import type { Kernel, KernelOptions } from "../../lib/kernel/index.ts";
import { connect, freeConnection, summary } from "./client.ts";
import type { Client } from "./client.ts";
import { failure, printed, result, scriptedSession, starter } from "./scripted-session.ts";
import type { Script, ScriptedSession } from "./scripted-session.ts";

interface Started {
  kernel: Kernel;
  client: Client;
  session: ScriptedSession;
  options: ReturnType<typeof starter>["options"];
  connection: KernelOptions["connection"];
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function start(scripts: Record<string, Script> = {}, key?: string): Promise<Started> {
  const session = scriptedSession(scripts);
  const { startSession, options } = starter(session);
  const connection = await freeConnection(key);
  const kernel = await startKernel({ connection, startSession, cwd: "/notebooks" });
  open.push(kernel);
  const client = await connectTo(connection);
  return { kernel, client, session, options, connection };
}

async function connectTo(connection: KernelOptions["connection"]): Promise<Client> {
  const client = await connect(connection);
  open.push(client);
  return client;
}

const run = (client: Client, code: string, more: object = {}) => client.request("execute_request", { code, ...more });

/** Resolves as a cell that runs until it is interrupted. */
const untilInterrupted: Script = async ({ interrupted }) => {
  await interrupted;
  return { status: "interrupted" };
};

describe("a cell", () => {
  test("is busy, shown as input, then its outputs in order, then idle; and the reply is whole", async () => {
    const { client, options } = await start({
      cell({ show }) {
        show(printed("one\n"));
        show({ type: "stream", name: "stderr", text: "two\n" });
        show(printed("three\n"));
        show(result("4"));
      },
    });
    const { reply, outputs } = await run(client, "cell");
    expect(summary(outputs)).toEqual([
      "busy",
      "execute_input",
      "stdout one\n",
      "stderr two\n",
      "stdout three\n",
      "execute_result",
      "idle",
    ]);
    expect(outputs[1]!.content).toEqual({ code: "cell", execution_count: 1 });
    expect(outputs[5]!.content).toEqual({ execution_count: 1, data: { "text/plain": "4" }, metadata: {} });
    expect(reply.type).toBe("execute_reply");
    expect(reply.content).toEqual({ status: "ok", execution_count: 1, payload: [], user_expressions: {} });
    expect(options().cwd).toBe("/notebooks");
  });

  test("that fails publishes one error, and the reply says the same", async () => {
    const { client } = await start({ fails: () => failure("boom") });
    const { reply, outputs } = await run(client, "fails");
    const error = { ename: "Error", evalue: "boom", traceback: ["Error: boom"] };
    expect(summary(outputs)).toEqual(["busy", "execute_input", "error boom", "idle"]);
    expect(outputs[2]!.content).toEqual(error);
    expect(reply.content).toEqual({ status: "error", execution_count: 1, payload: [], user_expressions: {}, ...error });
  });

  test("whose error was already shown shows it once, with what is known at the end", async () => {
    const shown = { type: "error" as const, name: "Error", message: "boom", traceback: ["raw"] };
    const located = { ...failure("boom"), error: { name: "Error", message: "boom", traceback: ["with a frame"] } };
    const { client } = await start({
      fails({ show }) {
        show(printed("before"));
        show(shown);
        return located;
      },
    });
    const { outputs } = await run(client, "fails");
    expect(summary(outputs)).toEqual(["busy", "execute_input", "stdout before", "error boom", "idle"]);
    expect(outputs[3]!.content.traceback).toEqual(["with a frame"]);
  });

  test("that shows an error of its own and goes on keeps it, in its place", async () => {
    const { client } = await start({
      loose({ show }) {
        show({ type: "error", name: "Error", message: "in a timer", traceback: [] });
        show(printed("after"));
      },
    });
    const { reply, outputs } = await run(client, "loose");
    expect(summary(outputs)).toEqual(["busy", "execute_input", "error in a timer", "stdout after", "idle"]);
    expect(reply.content.status).toBe("ok");
  });

  test("whose session died says why in plain words, and the next cell runs", async () => {
    const reason = "The process was ended by process.exit(3).";
    const { client } = await start({
      exits: () => ({ status: "died", reason }),
      next: ({ show }) => show(result("1")),
    });
    const died = await run(client, "exits");
    expect(summary(died.outputs)).toEqual(["busy", "execute_input", `error ${reason}`, "idle"]);
    expect(died.reply.content).toMatchObject({ status: "error", ename: "SessionDied", evalue: reason });
    const next = await run(client, "next");
    expect(next.reply.content).toMatchObject({ status: "ok", execution_count: 2 });
  });

  test("shows displays with their ids, updates them, clears, with all types and metadata", async () => {
    const data = { "text/plain": "a figure", "image/png": "iVBOR", "application/json": { a: [1, null] } };
    const metadata = { "image/png": { alt: "一條線", width: 640 } };
    const { client } = await start({
      shows({ show }) {
        show({ type: "display", data, metadata });
        show({ type: "display", data, metadata, displayId: "d" });
        show({ type: "update", data, metadata, displayId: "d" });
        show({ type: "clear", wait: true });
      },
    });
    const { outputs } = await run(client, "shows");
    expect(outputs.slice(2, -1).map(({ type, content }) => [type, content])).toEqual([
      ["display_data", { data, metadata, transient: {} }],
      ["display_data", { data, metadata, transient: { display_id: "d" } }],
      ["update_display_data", { data, metadata, transient: { display_id: "d" } }],
      ["clear_output", { wait: true }],
    ]);
  });

  test("prints 100,000 lines and 50 MB whole and in order, before it is idle", async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`);
    const megabyte = "字".repeat(2 ** 20 / 4);
    const { client } = await start({
      lines({ show }) {
        for (const line of lines) show(printed(line));
      },
      bulk({ show }) {
        for (let i = 0; i < 67; i++) show(printed(megabyte));
      },
    });
    const text = async (code: string) =>
      (await run(client, code)).outputs.map(({ content }) => content.text ?? "").join("");
    expect(await text("lines")).toBe(lines.join(""));
    expect((await text("bulk")).length).toBe(67 * megabyte.length);
  });

  test("whose output cannot be sent says so in its place and goes on", async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const { client } = await start({
      shows({ show }) {
        show({ type: "display", data: { "application/json": circle }, metadata: {} });
        show(printed("after"));
      },
    });
    const { reply, outputs } = await run(client, "shows");
    expect(summary(outputs)[2]).toMatch(/^stderr This output cannot be sent: /u);
    expect(summary(outputs).at(-2)).toBe("stdout after");
    expect(reply.content.status).toBe("ok");
  });

  test("prints late under its own header, and what belongs to no cell goes to the last one", async () => {
    let late!: () => void;
    const { client, options } = await start({
      timer({ show }) {
        late = () => show(printed("late\n"));
      },
    });
    const first = await run(client, "timer");
    const second = await run(client, "other");
    late();
    expect((await client.until(({ content }) => content.text === "late\n")).parent.msg_id).toBe(first.id);
    options().onLateOutput!(printed("nobody's\n"));
    expect((await client.until(({ content }) => content.text === "nobody's\n")).parent.msg_id).toBe(second.id);
  });
});

describe("execute_request", () => {
  test("silent shows nothing, counts nothing, stores nothing; its reply still says what happened", async () => {
    const { client } = await start({
      cell: ({ show }) => show(result("1")),
      fails: () => failure("boom"),
    });
    const ok = await run(client, "cell", { silent: true, store_history: true });
    expect(summary(ok.outputs)).toEqual(["busy", "idle"]);
    expect(ok.reply.content).toMatchObject({ status: "ok", execution_count: 0 });
    const failed = await run(client, "fails", { silent: true });
    expect(summary(failed.outputs)).toEqual(["busy", "idle"]);
    expect(failed.reply.content).toMatchObject({ status: "error", evalue: "boom" });
    const history = await client.request("history_request", { hist_access_type: "tail", n: 9 });
    expect(history.reply.content.history).toEqual([]);
    expect((await run(client, "cell")).reply.content.execution_count).toBe(1);
  });

  test("without store_history shows everything and does not count", async () => {
    const { client, session } = await start({ cell: ({ show }) => show(result("1")) });
    await run(client, "cell");
    const { reply, outputs } = await run(client, "cell", { store_history: false });
    expect(summary(outputs)).toEqual(["busy", "execute_input", "execute_result", "idle"]);
    expect(reply.content.execution_count).toBe(1);
    expect((await run(client, "cell")).reply.content.execution_count).toBe(2);
    expect(session.ran.map(({ name }) => name)).toEqual(["In[1]", "In[*1]", "In[2]"]);
  });

  test("user_expressions give the value or the error of each, and print nothing", async () => {
    const { client } = await start({
      "(a\n)"({ show }) {
        show(printed("noise"));
        show(result("5"));
      },
      "(b\n)": () => failure("no b"),
    });
    const { reply, outputs } = await run(client, "cell", { user_expressions: { a: "a", b: "b" } });
    expect(reply.content.user_expressions).toEqual({
      a: { status: "ok", data: { "text/plain": "5" }, metadata: {} },
      b: { status: "error", ename: "Error", evalue: "no b", traceback: ["Error: no b"] },
    });
    expect(summary(outputs)).toEqual(["busy", "execute_input", "idle"]);
  });

  test("that fails aborts those that wait behind it, and not those that come after its reply", async () => {
    const { client, session } = await start({
      async fails() {
        await delay(50);
        return failure("boom");
      },
    });
    const ids = [];
    for (const code of ["first", "fails", "a", "b"]) ids.push(await client.send("execute_request", { code }));
    const replies = await Promise.all(ids.map((id) => client.reply(id)));
    expect(replies.map(({ content }) => content.status)).toEqual(["ok", "error", "aborted", "aborted"]);
    expect(replies[2]!.content).toEqual({ status: "aborted", execution_count: 2, payload: [], user_expressions: {} });
    expect(summary(await client.outputs(ids[3]!))).toEqual(["busy", "idle"]);
    expect((await run(client, "after")).reply.content).toMatchObject({ status: "ok", execution_count: 3 });
    expect(session.ran.map(({ code }) => code)).toEqual(["first", "fails", "after"]);
  });

  test("that fails at once aborts those that were sent with it", async () => {
    const { client } = await start({ fails: () => failure("boom") });
    await run(client, "warm");
    const ids = await Promise.all(
      ["fails", "a", "b", "c", "d"].map((code) => client.send("execute_request", { code })),
    );
    const replies = await Promise.all(ids.map((id) => client.reply(id)));
    expect(replies.map(({ content }) => content.status)).toEqual(["error", ...Array(4).fill("aborted")]);
  });

  test.each([
    ["stop_on_error is false", { stop_on_error: false }],
    ["it is silent", { silent: true }],
  ])("that fails aborts nothing where %s", async (_, more) => {
    const { client } = await start({
      async fails() {
        await delay(50);
        return failure("boom");
      },
    });
    const failing = await client.send("execute_request", { code: "fails", ...more });
    const behind = await client.send("execute_request", { code: "a" });
    expect((await client.reply(failing)).content.status).toBe("error");
    expect((await client.reply(behind)).content.status).toBe("ok");
  });

  test.each([{}, { code: 1 }, { code: "x", silent: "yes" }, { code: "x", user_expressions: { a: 1 } }])(
    "with content %o is answered with an error that names the field, and aborts nothing",
    async (content) => {
      const { client, session } = await start();
      const { reply, outputs } = await client.request("execute_request", content);
      expect(reply.content).toMatchObject({ status: "error", ename: "TypeError", execution_count: 0 });
      expect(reply.content.evalue).toMatch(/^execute_request: (code|silent|user_expressions\.a): expected /u);
      expect(summary(outputs)).toEqual(["busy", "idle"]);
      expect(session.ran).toEqual([]);
    },
  );

  test("of two clients are run one after another, each is answered alone, and both see all output", async () => {
    const { client: one, connection } = await start({
      async slow({ show }) {
        await delay(30);
        show(printed("slow"));
      },
      quick: ({ show }) => show(printed("quick")),
    });
    const two = await connectTo(connection);
    const slow = await one.send("execute_request", { code: "slow" });
    await one.until(({ type }) => type === "execute_input");
    const quick = await run(two, "quick");
    expect((await one.reply(slow)).content.execution_count).toBe(1);
    expect(quick.reply.content.execution_count).toBe(2);
    for (const client of [one, two]) {
      await client.outputs(quick.id);
      expect(summary(client.published).filter((each) => each.startsWith("stdout"))).toEqual([
        "stdout slow",
        "stdout quick",
      ]);
    }
  });
});

describe("while a cell runs", () => {
  test("other requests are answered, and the newest status says that the cell is still busy", async () => {
    const { client } = await start({ endless: untilInterrupted });
    const cell = await client.send("execute_request", { code: "endless" });
    await client.until(({ type }) => type === "execute_input");
    for (const [type, content] of [
      ["kernel_info_request", {}],
      ["complete_request", { code: "Math.", cursor_pos: 5 }],
      ["is_complete_request", { code: "1" }],
      ["history_request", { hist_access_type: "tail", n: 1 }],
    ] as const) {
      const { reply, outputs } = await client.request(type, content);
      expect(reply.content.status).toMatch(/^(?:ok|complete)$/u);
      expect(summary(outputs)).toEqual(["busy", "idle"]);
    }
    await delay(20);
    expect(client.published.at(-1)).toMatchObject({ parent: { msg_id: cell }, content: { execution_state: "busy" } });
    expect(await client.heartbeat()).toBe("beat");
    await client.request("interrupt_request", {}, { channel: "control" });
    await client.outputs(cell);
    await delay(20);
    expect(client.published.at(-1)).toMatchObject({ content: { execution_state: "idle" } });
  });

  test("an interrupt is answered at once, and ends the cell with an error", async () => {
    const { client, session } = await start({ endless: untilInterrupted });
    const cell = await client.send("execute_request", { code: "endless" });
    await client.until(({ type }) => type === "execute_input");
    const { reply } = await client.request("interrupt_request", {}, { channel: "control" });
    expect(reply.type).toBe("interrupt_reply");
    expect(reply.content).toEqual({ status: "ok" });
    expect((await client.reply(cell)).content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(summary(await client.outputs(cell))).toContain("error The cell was interrupted.");
    expect(session.interrupts).toBe(1);
  });

  test("an interrupt also ends the wait for a session that does not come up", async () => {
    const connection = await freeConnection();
    const kernel = await startKernel({ connection, startSession: () => new Promise(() => {}), cwd: "/" });
    open.push(kernel);
    const client = await connectTo(connection);
    expect((await client.request("kernel_info_request")).reply.content.status).toBe("ok");
    const cell = await client.send("execute_request", { code: "1" });
    await client.until(({ type }) => type === "execute_input");
    kernel.interrupt();
    expect((await client.reply(cell)).content).toMatchObject({ status: "error", ename: "Interrupted" });
  });

  test("a shutdown is answered, the cell is answered, and the kernel closes", async () => {
    const { client, kernel, session } = await start({ endless: () => new Promise(() => {}) });
    const cell = await client.send("execute_request", { code: "endless" });
    const behind = await client.send("execute_request", { code: "never" });
    await client.until(({ type }) => type === "execute_input");
    const started = performance.now();
    const { reply, outputs } = await client.request("shutdown_request", { restart: true }, { channel: "control" });
    expect(reply.content).toEqual({ status: "ok", restart: true });
    expect(summary(outputs)).toContain("shutdown_reply");
    expect((await client.reply(cell)).content).toMatchObject({ status: "error", ename: "SessionDied" });
    expect((await client.reply(behind)).content.status).toBe("aborted");
    await kernel.closed;
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(session.isClosed).toBe(true);
    expect(session.ran.map(({ code }) => code)).toEqual(["endless"]);
  });
});

describe("requests", () => {
  test("kernel_info is answered on both channels, before the session is up", async () => {
    const connection = await freeConnection();
    open.push(await startKernel({ connection, startSession: () => new Promise(() => {}), cwd: "/" }));
    const client = await connectTo(connection);
    for (const channel of ["shell", "control"] as const) {
      const { reply } = await client.request("kernel_info_request", {}, { channel });
      expect(reply.type).toBe("kernel_info_reply");
      expect(reply.content).toMatchObject({
        status: "ok",
        language_info: {
          name: "typescript",
          mimetype: "text/typescript",
          file_extension: ".ts",
          codemirror_mode: "typescript",
        },
        supported_features: [],
      });
    }
  });

  test("completion counts code points on both sides and gives kinds", async () => {
    const { client } = await start();
    const code = '"😀😀"; Math.sq';
    const { reply } = await client.request("complete_request", { code, cursor_pos: Array.from(code).length });
    expect(reply.content).toEqual({
      status: "ok",
      matches: ["sqrt"],
      cursor_start: 11,
      cursor_end: 13,
      metadata: { _jupyter_types_experimental: [{ text: "sqrt", type: "function", start: 11, end: 13 }] },
    });
  });

  test("inspection gives text and Markdown, or says that nothing was found", async () => {
    const { client } = await start();
    const found = await client.request("inspect_request", { code: "😀 known", cursor_pos: 2, detail_level: 0 });
    expect(found.reply.content).toEqual({
      status: "ok",
      found: true,
      data: { "text/plain": "const known: 1", "text/markdown": "`const known: 1`" },
      metadata: {},
    });
    const missing = await client.request("inspect_request", { code: "x", cursor_pos: 1 });
    expect(missing.reply.content).toEqual({ status: "ok", found: false, data: {}, metadata: {} });
    const failing = await client.request("inspect_request", { code: "fails", cursor_pos: 1 });
    expect(failing.reply.content).toMatchObject({ status: "error", evalue: "inspection failed" });
  });

  test("is_complete gives the indent of what is not", async () => {
    const { client } = await start();
    const ask = async (code: string) => (await client.request("is_complete_request", { code })).reply.content;
    expect(await ask("{")).toEqual({ status: "incomplete", indent: "  " });
    expect(await ask("1")).toEqual({ status: "complete" });
  });

  test("history holds what was run, with results where asked", async () => {
    const { client } = await start({ cell: ({ show }) => show(result("4")) });
    await run(client, "cell");
    const { reply } = await client.request("history_request", { hist_access_type: "tail", n: 5, output: true });
    expect(reply.content).toEqual({ status: "ok", history: [[1, 1, ["cell", "4"]]] });
  });

  test("a comm is refused by closing it, and there are none", async () => {
    const { client } = await start();
    const id = await client.send("comm_open", { comm_id: "c", target_name: "jupyter.widget", data: {} });
    const outputs = await client.outputs(id);
    expect(summary(outputs)).toEqual(["busy", "comm_close", "idle"]);
    expect(outputs[1]!.content).toEqual({ comm_id: "c", data: {} });
    expect((await client.request("comm_info_request", {})).reply.content).toEqual({ status: "ok", comms: {} });
  });

  test.each(["debug_request", "create_subshell_request", "nonsense_request", "constructor_request"])(
    "%s, which is not supported, is answered with an error",
    async (type) => {
      const { client } = await start();
      const { reply } = await client.request(type, {}, { channel: "control" });
      expect(reply.type).toBe(type.replace("_request", "_reply"));
      expect(reply.content).toMatchObject({ status: "error", evalue: `${type} is not supported by this kernel` });
    },
  );

  test("an unknown message that is no request gets no reply, and the kernel goes on", async () => {
    const { client } = await start();
    for (const type of ["nonsense", "constructor", "__proto__", "comm_msg", ""]) await client.send(type);
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
  });

  test("an interrupt of an idle kernel is answered and harmless", async () => {
    const { client } = await start();
    expect((await client.request("interrupt_request", {}, { channel: "control" })).reply.content.status).toBe("ok");
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
  });

  test("a session that cannot start is an error in the cell, and the next cell tries again", async () => {
    let attempts = 0;
    const connection = await freeConnection();
    const session = scriptedSession();
    const startSession = async () => {
      if (++attempts <= 2) throw new Error("no compiler here");
      return session;
    };
    open.push(await startKernel({ connection, startSession, cwd: "/" }));
    const client = await connectTo(connection);
    const failed = await run(client, "cell");
    expect(failed.reply.content).toMatchObject({ status: "error", evalue: "no compiler here" });
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
  });
});

describe("a stranger", () => {
  test("who signs wrongly, cuts frames, or sends rubbish gets no answer and leaves no trace", async () => {
    const { client, session } = await start();
    const before = client.published.length;
    const wrong = client.frames("execute_request", { code: "stranger" }, "another key");
    const { frames } = client.frames("execute_request", { code: "cut" });
    const rubbish = [
      wrong.frames,
      [frames[0]!, "", ...frames.slice(2)],
      ...frames.map((_, i) => frames.slice(0, i)).filter((cut) => cut.length > 0),
      ["<IDS|MSG>", "<IDS|MSG>", "<IDS|MSG>"],
      [Buffer.alloc(0)],
      [Buffer.alloc(2 ** 24)],
      Array.from({ length: 1_000 }, () => Buffer.of(0)),
    ];
    for (const channel of ["shell", "control", "stdin"] as const) {
      for (const each of rubbish) await client.sendRaw(each, channel);
    }
    expect((await client.request("kernel_info_request")).reply.content.status).toBe("ok");
    expect(summary(client.published.slice(before))).toEqual(["busy", "idle"]);
    expect(session.ran).toEqual([]);
  });

  test("is not told the right signature by a replayed message with another body", async () => {
    const { client, session } = await start();
    const { frames } = client.frames("execute_request", { code: "right" });
    await client.sendRaw([...frames.slice(0, 5), Buffer.from('{"code":"evil"}')]);
    await client.request("kernel_info_request");
    expect(session.ran).toEqual([]);
  });

  test("where the key is empty, nothing is signed and all is answered", async () => {
    const { client } = await start({}, "");
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
  });
});

test("a port that is taken is a clear error, and nothing stays open", async () => {
  const { connection } = await start();
  const second = startKernel({ connection, startSession: async () => scriptedSession(), cwd: "/" });
  await expect(second).rejects.toThrow(/^connection: cannot bind tcp:\/\/127\.0\.0\.1:\d+ \(EADDRINUSE\)$/u);
});
