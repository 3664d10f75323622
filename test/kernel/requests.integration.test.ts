/** What the kernel answers besides cells, also while one runs, and to whom. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { channels } from "../../lib/kernel/connection-file.ts";
import { parseConnection, startKernel } from "../../lib/kernel/index.ts";
import { freeConnection, summary } from "./client.ts";
import { connectTo, open, run, start, untilInterrupted } from "./open.ts";
import { result, scriptedSession } from "./scripted-session.ts";

const never = (): Promise<never> => new Promise(() => {});

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

  test("an interrupt also ends the wait for a page about a name, which a type can keep busy for minutes", async () => {
    const { client, session, kernel } = await start();
    session.inspect = never;
    const cell = await client.send("execute_request", { code: "known?" });
    await client.until(({ type }) => type === "execute_input");
    await delay(20);
    kernel.interrupt();
    expect((await client.reply(cell)).content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(summary(await client.outputs(cell))).toContain("error The cell was interrupted.");
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
  });

  test("questions that are never answered keep neither cells nor other questions waiting", async () => {
    const { client, session } = await start();
    Object.assign(session, { inspect: never, complete: never, isComplete: never });
    for (const type of ["complete_request", "inspect_request", "is_complete_request"]) {
      await client.send(type, { code: "a", cursor_pos: 1 });
    }
    expect((await run(client, "cell")).reply.content.status).toBe("ok");
    expect((await client.request("kernel_info_request")).reply.content.status).toBe("ok");
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

describe("a shutdown", () => {
  test.each([{ restart: "no" }, { restart: null }, { restart: 1 }, {}])(
    "with %j is one for good: the request asks for the end, whatever its field holds",
    async (content) => {
      const { client, kernel } = await start();
      const { reply } = await client.request("shutdown_request", content, { channel: "control" });
      expect(reply.content).toEqual({ status: "ok", restart: false });
      await kernel.closed;
    },
  );

  test("closes the rest where the session or the history cannot be closed", async () => {
    const session = scriptedSession();
    session.close = () => Promise.reject(new Error("session"));
    const folder = mkdtempSync(path.join(tmpdir(), "history-"));
    const connection = await freeConnection();
    const options = { connection, startSession: async () => session, cwd: "/" };
    const kernel = await startKernel({ ...options, historyFile: path.join(folder, "history.sqlite") });
    const client = await connectTo(connection);
    await run(client, "cell");
    // a disk fails when it will
    const failing = vi.spyOn(DatabaseSync.prototype, "close").mockImplementation(() => {
      throw new Error("disk I/O error");
    });
    await kernel.close();
    expect(failing).toHaveBeenCalled();
    failing.mockRestore();
    await kernel.closed;
    // ZeroMQ lets go of a port a moment after its socket is closed
    const next = await vi.waitFor(() => startKernel({ ...options, startSession: async () => scriptedSession() }));
    await next.close();
    rmSync(folder, { recursive: true });
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

  test("a cell that is a name with a question mark gives a page about it; of an unknown name it runs as it is", async () => {
    const { client } = await start();
    const { reply, outputs } = await client.request("execute_request", { code: "known?" });
    const data = { "text/plain": "const known: 1", "text/markdown": "`const known: 1`" };
    expect(reply.content).toMatchObject({ status: "ok", payload: [{ source: "page", start: 0, data }] });
    expect(outputs.map(({ type }) => type)).toEqual(["status", "execute_input", "status"]);
    const unknown = await client.request("execute_request", { code: "other?" });
    expect(unknown.reply.content.payload).toEqual([]);
  });

  test("is_complete gives the indent of what is not", async () => {
    const { client } = await start();
    const ask = async (code: string) => (await client.request("is_complete_request", { code })).reply.content;
    expect(await ask("{")).toEqual({ status: "incomplete", indent: "  " });
    expect(await ask("1")).toEqual({ status: "complete" });
    // a question about a name, which TypeScript would take for the start of a condition
    expect(await ask("known?")).toEqual({ status: "complete" });
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
    const wrong = client.frames("execute_request", { code: "stranger" }, { key: "another key" });
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

test.runIf(process.platform !== "win32")("sockets in the file system are their owner's alone", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "ipc-"));
  const ports = Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, i + 1]));
  const connection = parseConnection(
    JSON.stringify({ transport: "ipc", ip: path.join(folder, "k"), key: "k", ...ports }),
  );
  const before = process.umask(0o000);
  try {
    open.push(await startKernel({ connection, startSession: async () => scriptedSession(), cwd: "/" }));
    expect(readdirSync(folder).toSorted()).toEqual(["k-1", "k-2", "k-3", "k-4", "k-5"]);
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0);
    expect(process.umask()).toBe(0o000);
  } finally {
    process.umask(before);
  }
  const client = await connectTo(connection);
  expect((await run(client, "cell")).reply.content.status).toBe("ok");
  rmSync(folder, { recursive: true });
});

test("a port that is taken is a clear error, and nothing stays open", async () => {
  const { connection } = await start();
  const second = startKernel({ connection, startSession: async () => scriptedSession(), cwd: "/" });
  await expect(second).rejects.toThrow(/^connection: cannot bind tcp:\/\/127\.0\.0\.1:\d+ \(EADDRINUSE\)$/u);
});
