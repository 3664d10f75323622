/** T: what a cell does after it has ended. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Received } from "../../client.ts";
import { plain } from "../subject.ts";
import type { Subject } from "../subject.ts";
import type { Family } from "../types.ts";

/** Run the cells, wait, and give what was published for the first of them, later than its idle. */
async function lateOf(kernel: Subject, [first, ...others]: string[], ms: number): Promise<Received[]> {
  const { id, outputs } = await kernel.run(first!);
  for (const other of others) await kernel.run(other);
  await delay(ms);
  return kernel.client.published.filter(({ parent }) => parent.msg_id === id).slice(outputs.length);
}

const text = (messages: Received[]): string =>
  plain(messages.map(({ content }) => content.text ?? content.traceback ?? "").join("\n"));

const soon = {
  ts: (body: string, ms = 150) => `setTimeout(() => { ${body} }, ${ms})\nnull`,
  py: (body: string, seconds = 0.15) =>
    `import asyncio\ndef later():\n    ${body}\nh = asyncio.get_running_loop().call_later(${seconds}, later)`,
};

export const late: Family = {
  letter: "T",
  name: "late output",
  behaviours: [
    {
      id: "T01",
      title: "What a timer prints after the cell's end arrives, without another request.",
      reason: "A download that reports when it is done.",
      cells: { ts: soon.ts('console.log("late")'), py: soon.py('print("late")') },
      async check(kernel, cell) {
        assert.match(text(await lateOf(kernel, [cell!], 400)), /late/);
      },
    },
    {
      id: "T02",
      title: "It belongs to the cell that set the timer, also when another cell has run since.",
      reason: "Messaging 5.5, Parent header; otherwise it appears under a cell that has nothing to do with it.",
      cells: {
        ts: [soon.ts('console.log("mine")'), "console.log('other')"],
        py: [soon.py('print("mine")'), "print('other')"],
      },
      async check(kernel, cell, other) {
        assert.match(text(await lateOf(kernel, [cell!, other!], 400)), /mine/);
      },
    },
    {
      id: "T03",
      title: "It belongs to that cell also while another cell runs.",
      reason: "Two experiments at once must not mix their lines.",
      cells: {
        ts: [
          soon.ts('console.log("from the first")'),
          'await new Promise((r) => setTimeout(r, 400)); console.log("from the second")',
        ],
        py: [soon.py('print("from the first")'), 'import asyncio; await asyncio.sleep(0.4); print("from the second")'],
      },
      async check(kernel, first, second) {
        const { id } = await kernel.run(first!);
        const { stdout } = await kernel.run(second!);
        await delay(100);
        assert.equal(stdout, "from the second\n");
        assert.match(text(kernel.client.published.filter(({ parent }) => parent.msg_id === id)), /from the first/);
      },
    },
    {
      id: "T04",
      title: "A display from a timer arrives in its cell.",
      reason: "A figure drawn when its data have come.",
      cells: {
        ts: `import * as tslab from "tslab"\n${soon.ts('tslab.display.html("<p>late</p>")')}`,
        py: `from IPython.display import HTML\n${soon.py('display(HTML("<p>late</p>"))')}`,
        deno: soon.ts(
          'Deno.jupyter.broadcast("display_data", { data: { "text/html": "<p>late</p>" }, metadata: {}, transient: {} })',
        ),
      },
      async check(kernel, cell) {
        const messages = await lateOf(kernel, [cell!], 400);
        const shown = messages.find(({ type }) => type === "display_data")?.content.data as
          | Record<string, string>
          | undefined;
        assert.equal(shown?.["text/html"], "<p>late</p>");
      },
    },
    {
      id: "T05",
      known: { ipykernel: "the event loop logs it to the terminal of the server, where no student looks" },
      title: "An error in a timer is shown in its cell, with its line, and the kernel goes on.",
      reason: "Deno shows nothing; the student waits for a result that never comes.",
      cells: {
        ts: [soon.ts('throw new RangeError("late fault")'), "console.log(1)"],
        py: [soon.py('raise IndexError("late fault")'), "print(1)"],
      },
      async check(kernel, cell, next) {
        const messages = await lateOf(kernel, [cell!], 400);
        assert.match(text(messages), /late fault/);
        assert.equal(await kernel.prints(next!), "1");
      },
    },
    {
      id: "T06",
      known: { ipykernel: "the event loop logs it to the terminal of the server, where no student looks" },
      title: "A rejection after the cell's end is shown in its cell.",
      reason: "A forgotten await.",
      cells: {
        ts: "void (async () => { await new Promise((r) => setTimeout(r, 100)); throw new Error('late rejection') })()",
        py: "import asyncio\nasync def late():\n    await asyncio.sleep(0.1)\n    raise ValueError('late rejection')\nt = asyncio.create_task(late())\nt.add_done_callback(lambda t: t.result())",
      },
      async check(kernel, cell) {
        assert.match(text(await lateOf(kernel, [cell!], 400)), /late rejection/);
      },
    },
    {
      id: "T07",
      title: "Timers go on while the kernel is idle.",
      reason: "A counter, a watcher, a server in the notebook.",
      cells: {
        ts: [
          "var ticks = 0; var clock = setInterval(() => { ticks++ }, 20)",
          "clearInterval(clock); console.log(ticks > 5)",
        ],
        py: [
          "import asyncio\nticks = 0\nasync def tick():\n    global ticks\n    while True:\n        await asyncio.sleep(0.02); ticks += 1\nclock = asyncio.create_task(tick())",
          "_ = clock.cancel(); print(ticks > 5)",
        ],
      },
      async check(kernel, start, stop) {
        await kernel.run(start!);
        await delay(300);
        assert.match(await kernel.prints(stop!), /true/i);
      },
    },
    {
      id: "T08",
      title: "A later cell stops a timer, and no more comes from it.",
      reason: "clearInterval must be enough.",
      cells: {
        ts: ['var noisy = setInterval(() => { console.log("tick") }, 20)', "clearInterval(noisy)"],
        py: [
          "import asyncio\nasync def tick():\n    while True:\n        await asyncio.sleep(0.02); print('tick')\nnoisy = asyncio.create_task(tick())",
          "_ = noisy.cancel()",
        ],
      },
      async check(kernel, start, stop) {
        const { id } = await kernel.run(start!);
        await delay(150);
        await kernel.run(stop!);
        await delay(150);
        const count = (): number => kernel.client.published.filter(({ parent }) => parent.msg_id === id).length;
        const before = count();
        assert.match(text(kernel.client.published.filter(({ parent }) => parent.msg_id === id)), /tick/);
        await delay(200);
        assert.equal(count(), before);
      },
    },
    {
      id: "T09",
      title: "An async function that nobody awaits goes on, and prints into its cell.",
      reason: "Fire and forget.",
      cells: {
        ts: 'const background = async () => { for (let i = 0; i < 3; i++) { await new Promise((r) => setTimeout(r, 40)); console.log("step", i) } }\nvoid background()',
        py: "import asyncio\nasync def background():\n    for i in range(3):\n        await asyncio.sleep(0.04); print('step', i)\nt = asyncio.create_task(background())",
      },
      async check(kernel, cell) {
        assert.match(text(await lateOf(kernel, [cell!], 400)).replaceAll("\n", " "), /step 0 +step 1 +step 2/);
      },
    },
    {
      id: "T10",
      title: "What a child program prints after the cell's end arrives.",
      reason: "A server started from a cell.",
      posix: "the shell's echo is another one on Windows",
      cells: {
        ts: 'import { spawn } from "node:child_process"; void spawn("sh", ["-c", "sleep 0.15; echo from the child"], { stdio: "inherit" })',
        py: 'import subprocess; child = subprocess.Popen(["sh", "-c", "sleep 0.15; echo from the child"])',
      },
      async check(kernel, cell) {
        await kernel.run(cell!);
        await delay(600);
        assert.ok(kernel.client.published.some(({ content }) => String(content.text).includes("from the child")));
      },
    },
    {
      id: "T11",
      title: "A cell is idle when its statements have ended, whatever its timers still do.",
      reason: "An interval must not keep the star at the cell for ever.",
      cells: {
        ts: ["var forever = setInterval(() => {}, 1000)", "clearInterval(forever)"],
        py: ["import asyncio\nforever = asyncio.create_task(asyncio.sleep(1000))", "_ = forever.cancel()"],
      },
      async check(kernel, start, stop) {
        const begin = performance.now();
        await kernel.run(start!);
        assert.ok(performance.now() - begin < 1_000, "it took too long");
        await kernel.run(stop!);
      },
    },
    {
      id: "T12",
      title: "Late output of thirty cells finds its own cell each time.",
      reason: "The parent must come with the work, not from the newest request.",
      cells: {
        ts: ["setTimeout(() => console.log(`late ${", "}`), 300)\nnull"],
        py: ["import asyncio\n_ = asyncio.get_running_loop().call_later(0.3, print, f'late {", "}')"],
      },
      async check(kernel, before, after) {
        const ids: string[] = [];
        for (let i = 0; i < 30; i++) ids.push((await kernel.run(`${before}${i}${after}`)).id);
        await delay(700);
        const found = ids.filter((id, i) =>
          kernel.client.published.some(({ parent, content }) => parent.msg_id === id && content.text === `late ${i}\n`),
        );
        assert.equal(found.length, 30);
      },
    },
  ],
};
