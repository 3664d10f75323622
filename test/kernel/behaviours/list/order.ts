/** O: which messages a request causes, and in what order. */
import assert from "node:assert/strict";
import { ranOf, shown } from "../subject.ts";
import type { Family } from "../types.ts";

const mixed = {
  ts: 'console.log("a"); console.error("b"); console.log("c"); 4',
  py: 'import sys\nprint("a"); print("b", file=sys.stderr); print("c")\n4',
};

export const order: Family = {
  letter: "O",
  name: "order of messages",
  behaviours: [
    {
      id: "O01",
      title: "A cell's first message is busy, its last idle, and every one has the request as its parent.",
      reason: "Messaging 5.5, Kernel status: clients collect a cell's output between the two.",
      cells: mixed,
      async check(kernel, cell) {
        const { id, outputs } = await kernel.run(cell!);
        assert.equal(outputs[0]?.content.execution_state, "busy");
        assert.equal(outputs.at(-1)?.content.execution_state, "idle");
        for (const { parent } of outputs) assert.equal(parent.msg_id, id);
      },
    },
    {
      id: "O02",
      title: "execute_input comes right after busy, with the code and its number.",
      reason: "Messaging 5.5, Code inputs: other clients show the cell by it.",
      cells: { ts: "console.log(1) // 字", py: "print(1) # 字" },
      async check(kernel, cell) {
        const { outputs, reply } = await kernel.run(cell!);
        assert.equal(outputs[1]?.type, "execute_input");
        assert.deepEqual(outputs[1]?.content, { code: cell, execution_count: reply.execution_count });
      },
    },
    {
      id: "O03",
      known: {
        ipykernel:
          "each stream is gathered for itself, so that their order among each other is lost; the protocol does not ask for it",
      },
      title: "Standard output, standard error and the result arrive in the order in which they were made.",
      reason: "A warning under the wrong line misleads; the runner compares outputs in order.",
      cells: mixed,
      async check(kernel, cell) {
        const { outputs } = await kernel.run(cell!);
        const texts = outputs.filter(({ type }) => type === "stream" || type === "execute_result");
        const seen = texts.map(({ content }) => String(content.text ?? "4").trim());
        assert.deepEqual(seen, ["a", "b", "c", "4"]);
      },
    },
    {
      id: "O04",
      title: "One busy, one idle and one reply for each request.",
      reason: "A second idle ends nbclient's next cell before its output has come.",
      cells: mixed,
      async check(kernel, cell) {
        const { id } = await kernel.run(cell!);
        await kernel.run(cell!);
        const states = kernel.client.published.filter(({ parent, type }) => parent.msg_id === id && type === "status");
        assert.deepEqual(
          states.map(({ content }) => content.execution_state),
          ["busy", "idle"],
        );
        assert.equal(kernel.client.received.filter(({ parent }) => parent.msg_id === id).length, 1);
      },
    },
    {
      id: "O05",
      title: "The cell's number is the same in execute_input, result and reply, and goes up by one.",
      reason: "Messaging 5.5, Execution counter: the prompts In[n] and Out[n].",
      cells: { ts: "4", py: "4" },
      async check(kernel, cell) {
        const counts = [];
        for (let i = 0; i < 3; i++) {
          const { outputs, reply } = await kernel.run(cell!);
          const all = outputs.map(({ content }) => content.execution_count).filter((count) => count !== undefined);
          assert.deepEqual(all, [reply.execution_count, reply.execution_count]);
          counts.push(Number(reply.execution_count));
        }
        assert.deepEqual(counts, [counts[0], counts[0]! + 1, counts[0]! + 2]);
      },
    },
    {
      id: "O06",
      title: "Every request on the shell channel is answered between busy and idle.",
      reason: "Messaging 5.5, Kernel status: for all requests, not for cells alone.",
      async check({ client }) {
        const requests: [string, object][] = [
          ["kernel_info_request", {}],
          ["complete_request", { code: "a", cursor_pos: 1 }],
          ["inspect_request", { code: "a", cursor_pos: 1, detail_level: 0 }],
          ["is_complete_request", { code: "1" }],
          ["history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }],
          ["comm_info_request", {}],
        ];
        for (const [type, content] of requests) {
          const { reply, outputs } = await client.request(type, content);
          assert.equal(reply.type, type.replace("_request", "_reply"));
          assert.ok(
            ["ok", "complete"].includes(String(reply.content.status)),
            `${type}: ${String(reply.content.status)}`,
          );
          const states = outputs.map(({ content: state }) => state.execution_state);
          assert.deepEqual([states[0], states.at(-1)], ["busy", "idle"], type);
        }
      },
    },
    {
      id: "O07",
      title: "A request on the control channel is answered between busy and idle.",
      reason: "Messaging 5.5, Kernel status: the status is published whichever channel is used.",
      async check({ client }) {
        const { outputs } = await client.request("kernel_info_request", {}, { channel: "control" });
        assert.deepEqual(
          outputs.map(({ content }) => content.execution_state),
          ["busy", "idle"],
        );
      },
    },
    {
      id: "O08",
      title: "Sixty small cells, one after another: each one's output is there before its idle.",
      reason: "nbclient takes what came before idle; with Deno 9 of 60 cells lose theirs.",
      cells: { ts: "console.log('line'); 5", py: "print('line'); 5" },
      async check(kernel, cell) {
        let whole = 0;
        for (let i = 0; i < 60; i++) {
          const { stdout, text } = await kernel.run(cell!);
          if (stdout === "line\n" && text === "5") whole++;
        }
        assert.equal(whole, 60);
      },
    },
    {
      id: "O09",
      title: "Twenty cells sent at once run one after another, in order, and their messages never mix.",
      reason: "Run All sends every cell at once.",
      cells: { ts: "console.log('a'); await null; console.log('b')", py: "print('a'); print('b')" },
      async check({ client }, cell) {
        const ids: string[] = [];
        for (let i = 0; i < 20; i++) ids.push(await client.send("execute_request", { code: cell }));
        for (const id of ids) await client.outputs(id);
        const parents = client.published.map(({ parent }) => parent.msg_id).filter((id) => ids.includes(id!));
        const changes = parents.filter((id, i) => id !== parents[i - 1]);
        assert.deepEqual(changes, ids);
        for (const id of ids) {
          const { stdout } = ranOf({ id, reply: await client.reply(id), outputs: await client.outputs(id) });
          assert.equal(stdout, "a\nb\n");
        }
      },
    },
    {
      id: "O10",
      title: "execute_reply has status, execution_count and user_expressions.",
      reason: "Messaging 5.5, Execution results; nbval reads all of them.",
      cells: { ts: "1", py: "1" },
      async check(kernel, cell) {
        const { reply } = await kernel.run(cell!);
        assert.equal(reply.status, "ok");
        assert.equal(typeof reply.execution_count, "number");
        assert.deepEqual(reply.user_expressions, {});
      },
    },
    {
      id: "O11",
      title: "The reply's metadata say when the cell was started.",
      reason: "JupyterLab's record of execution times reads `started`.",
      cells: { ts: "1", py: "1" },
      async check({ client }, cell) {
        const { reply } = await client.request("execute_request", { code: cell });
        assert.ok(Number.isFinite(Date.parse(String(reply.metadata.started))), "no time");
      },
    },
    {
      id: "O12",
      title: "An empty cell, one of blanks and one of a comment are ok and show nothing.",
      reason: "Run All meets them in every notebook.",
      cells: { ts: ["", " \n\t\n", "// nothing\n/* here */"], py: ["", " \n\t\n", "# nothing"] },
      async check(kernel, ...cells) {
        for (const cell of cells) {
          const { reply, outputs } = await kernel.run(cell);
          assert.equal(reply.status, "ok");
          assert.deepEqual(shown(outputs), []);
        }
      },
    },
    {
      id: "O13",
      title: "Lines may end as on Windows, and the last line may be a comment.",
      reason: "Notebooks saved on Windows; a comment must not swallow what the kernel adds behind it.",
      cells: { ts: "let line = 1\r\nconsole.log(line)\r\n// the end", py: "line = 1\r\nprint(line)\r\n# the end" },
      async check(kernel, cell) {
        assert.equal(await kernel.prints(cell!), "1");
      },
    },
    {
      id: "O14",
      title: "A cell of a megabyte runs.",
      reason: "Data pasted into a cell, pictures in base64.",
      async check(kernel) {
        const code = `text = "${"x".repeat(2 ** 20)}"`;
        const [declare, print] =
          kernel.language === "py" ? ["", "print(len(text))"] : ["let ", "console.log(text.length)"];
        assert.equal((await kernel.run(declare + code)).reply.status, "ok");
        assert.equal(await kernel.prints(print), String(2 ** 20));
      },
    },
    {
      id: "O15",
      title: "Fields that the protocol does not have are ignored, and those that are missing have its defaults.",
      reason: "Clients are newer or older than the kernel.",
      cells: { ts: "console.log(6); 7", py: "print(6); 7" },
      async check(kernel, cell) {
        const { reply, stdout, text, outputs } = await kernel.run(cell!, { cell_id: "abc", novelty: { a: [1] } });
        assert.equal(reply.status, "ok");
        assert.deepEqual([stdout, text], ["6\n", "7"]);
        assert.ok(outputs.some(({ type }) => type === "execute_input"));
      },
    },
    {
      id: "O16",
      title: "A request without code, or with a number for code, does not stop the kernel.",
      reason: "A client's mistake must not cost a student's variables.",
      cells: { ts: "console.log(8)", py: "print(8)" },
      async check(kernel, cell) {
        for (const content of [{}, { code: 5 }, { code: null }]) {
          const id = await kernel.client.send("execute_request", content);
          await kernel.client.outputs(id);
        }
        assert.equal(await kernel.prints(cell!), "8");
      },
    },
    {
      id: "O17",
      title: "kernel_info is answered while the first cell is still being prepared.",
      reason: "jupyter_client waits for it before it shows the kernel as connected.",
      fresh: true,
      cells: {
        ts: "await new Promise((r) => setTimeout(r, 1500))",
        py: "import asyncio; await asyncio.sleep(1.5)",
      },
      async check({ client }, cell) {
        const id = await client.send("execute_request", { code: cell });
        await client.request("kernel_info_request", {}, { channel: "control" });
        assert.ok(!client.received.some(({ parent }) => parent.msg_id === id), "the cell was first");
      },
    },
  ],
};
