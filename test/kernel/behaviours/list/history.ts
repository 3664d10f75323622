/** H: what was run, recalled and searched. */
import assert from "node:assert/strict";
import { startSubject } from "../subject.ts";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

type Entry = [session: number, line: number, input: string | [string, string | null]];

async function ask(kernel: Subject, request: object): Promise<Entry[]> {
  const reply = await kernel.ask("history_request", { output: false, raw: true, ...request });
  assert.equal(reply.status, "ok");
  return reply.history as Entry[];
}

const inputs = (entries: Entry[]): unknown[] => entries.map(([, , input]) => input);
const cells = (...texts: string[]) => ({ ts: texts, py: texts });

export const history: Family = {
  letter: "H",
  name: "history",
  behaviours: [
    {
      id: "H01",
      title: "tail gives the last n inputs, oldest first.",
      reason: "Messaging 5.5, History: the arrow keys of jupyter-console.",
      cells: cells("1001", "1002", "1003"),
      async check(kernel, ...texts) {
        for (const text of texts) await kernel.run(text);
        assert.deepEqual(inputs(await ask(kernel, { hist_access_type: "tail", n: 2 })), ["1002", "1003"]);
      },
    },
    {
      id: "H02",
      known: { ipykernel: "results are not stored unless `HistoryManager.db_log_output` is set, which is off" },
      title: "With output, an entry is the input and the text of its result.",
      reason: "Messaging 5.5, History, output.",
      cells: cells("1004 + 1"),
      async check(kernel, text) {
        await kernel.run(text!);
        const [entry] = await ask(kernel, { hist_access_type: "tail", n: 1, output: true });
        assert.deepEqual(entry?.[2], ["1004 + 1", "1005"]);
      },
    },
    {
      id: "H03",
      title: "An entry has the number that the cell had.",
      reason: "A range is asked for by these numbers.",
      cells: cells("1006"),
      async check(kernel, text) {
        const { reply } = await kernel.run(text!);
        const [entry] = await ask(kernel, { hist_access_type: "tail", n: 1 });
        assert.equal(entry?.[1], reply.execution_count);
        assert.equal(typeof entry?.[0], "number");
      },
    },
    {
      id: "H04",
      title: "range gives the lines from start up to but not with stop, of the current session by 0.",
      reason: "Messaging 5.5, History, range.",
      cells: cells("1007", "1008", "1009"),
      async check(kernel, ...texts) {
        const counts: number[] = [];
        for (const text of texts) counts.push(Number((await kernel.run(text)).reply.execution_count));
        const range = { hist_access_type: "range", session: 0, start: counts[0], stop: counts[2] };
        assert.deepEqual(inputs(await ask(kernel, range)), ["1007", "1008"]);
      },
    },
    {
      id: "H05",
      title: "search finds inputs by a pattern in which * is any text.",
      reason: "Messaging 5.5, History, search: looking for a call.",
      cells: cells("1010 + 5", "2010 + 5", "1010 - 5"),
      async check(kernel, ...texts) {
        for (const text of texts) await kernel.run(text);
        const found = await ask(kernel, { hist_access_type: "search", pattern: "1010*5", n: 10 });
        assert.deepEqual(inputs(found), ["1010 + 5", "1010 - 5"]);
      },
    },
    {
      id: "H06",
      title: "In a pattern ? is one character, and the pattern must match from end to end.",
      reason: "Messaging 5.5, History, search: a glob.",
      cells: cells("[1011 ** 2][0]", "[[1011 ** 2][0]]"),
      async check(kernel, code, longer) {
        await kernel.run(code!);
        await kernel.run(longer!);
        const found = await ask(kernel, { hist_access_type: "search", pattern: "?1011 ?? 2*", n: 10 });
        assert.deepEqual(inputs(found), [code]);
      },
    },
    {
      id: "H07",
      title: "search with unique gives each input once.",
      reason: "A cell that was run forty times fills the list otherwise.",
      cells: cells("1012", "1012", "1013", "1012"),
      async check(kernel, ...texts) {
        for (const text of texts) await kernel.run(text);
        const found = await ask(kernel, { hist_access_type: "search", pattern: "101?", n: 10, unique: true });
        const own = inputs(found).filter((input) => input === "1012" || input === "1013");
        assert.deepEqual(own.toSorted(), ["1012", "1013"]);
      },
    },
    {
      id: "H08",
      title: "search with n gives the newest n.",
      reason: "jupyter-console asks for a page at a time.",
      cells: cells("1014 + 1", "1014 + 2", "1014 + 3"),
      async check(kernel, ...texts) {
        for (const text of texts) await kernel.run(text);
        const found = await ask(kernel, { hist_access_type: "search", pattern: "1014*", n: 2 });
        assert.deepEqual(inputs(found), ["1014 + 2", "1014 + 3"]);
      },
    },
    {
      id: "H09",
      title: "What was run silently or with store_history false is not in it.",
      reason: "Messaging 5.5, Execute: an extension's probes are not the student's inputs.",
      cells: cells("1015", "1016", "1017"),
      async check(kernel, stored, unstored, silent) {
        await kernel.run(stored!);
        await kernel.run(unstored!, { store_history: false });
        await kernel.run(silent!, { silent: true });
        assert.deepEqual(inputs(await ask(kernel, { hist_access_type: "tail", n: 1 })), ["1015"]);
      },
    },
    {
      id: "H10",
      title: "A cell that failed is in it.",
      reason: "It is the one that is recalled and mended.",
      cells: { ts: "throw new Error('1018')", py: "raise ValueError('1018')" },
      async check(kernel, text) {
        await kernel.fails(text!);
        assert.deepEqual(inputs(await ask(kernel, { hist_access_type: "tail", n: 1 })), [text]);
      },
    },
    {
      id: "H11",
      title: "Lines and characters of an input come back as they were.",
      reason: "A recalled cell is run again.",
      cells: { ts: "const 变量 = '😀';\n\n  // \\n \t end", py: "变量 = '😀'\n\n# \\n \t end" },
      async check(kernel, text) {
        await kernel.run(text!);
        assert.deepEqual(inputs(await ask(kernel, { hist_access_type: "tail", n: 1 })), [text]);
      },
    },
    {
      id: "H12",
      title: "More than there is, nothing, and an unknown way of access are all answered.",
      reason: "A client that waits for history hangs; stock tslab never answers.",
      async check(kernel) {
        await ask(kernel, { hist_access_type: "tail", n: 100_000 });
        assert.deepEqual(await ask(kernel, { hist_access_type: "search", pattern: "no such input", n: 5 }), []);
        const reply = await kernel.ask("history_request", { hist_access_type: "sideways", output: false, raw: true });
        assert.match(String(reply.status), /^(ok|error)$/);
      },
    },
    {
      id: "H13",
      title: "A kernel that starts later knows what an earlier one ran.",
      reason: "Messaging 5.5, History: sessions; the arrow keys of a new jupyter-console.",
      fresh: true,
      cells: cells("1019 + 19"),
      seconds: 20,
      async check(kernel, text) {
        await kernel.run(text!);
        await kernel.client.send("shutdown_request", { restart: false }, { channel: "control" });
        await kernel.exitsWithin(3_000);
        const later = await startSubject(kernel.name, { cwd: kernel.cwd });
        try {
          const found = await ask(later, { hist_access_type: "tail", n: 5 });
          assert.ok(inputs(found).includes(text), "the input is gone");
        } finally {
          await later.close();
        }
      },
    },
  ],
};
