/** What the kernel publishes and answers for cells. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { summary } from "./client.ts";
import { connectTo, run, start } from "./open.ts";
import { failure, printed, result } from "./scripted-session.ts";

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
    expect(replies[2]!.content).toEqual({ status: "aborted" });
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
