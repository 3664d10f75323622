/** The session's process is killed, or kills itself, at random moments: what it had printed is there, and all goes on. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rng } from "../../lib/core/index.ts";
import { Finding, printed, resultOf, run } from "./target.ts";
import type { Target } from "./target.ts";

/** What a cell does while it is killed. `say()` prints a number, then notes in a file that it has done so. */
const cells: readonly string[] = [
  "for (;;) say()",
  "for (let i = 0; i < 500; i++) say(); for (;;);",
  "for (;;) { say(); await new Promise((r) => setTimeout(r, 1)) }",
  "setInterval(say, 1); await new Promise(() => {})",
  "setInterval(say, 1); 1",
  "say(); await new Promise(() => {})",
  "for (;;) { say(); require('fs').writeSync(1, '') }",
  "say(); const filled = []; for (;;) filled.push(new Array(100).fill(0)), filled.length > 1e4 && (filled.length = 0)",
];
const faults: readonly string[] = [
  "process.exit(0)",
  "process.exit(7)",
  "process.abort()",
  "process.kill(process.pid, 'SIGKILL')",
  "process.kill(process.pid, 'SIGSEGV')",
  "process.kill(process.pid, 'SIGTERM'); for (;;);",
  "require('fs').closeSync(3); for (;;) say()",
  "require('fs').closeSync(4); for (;;);",
  "require('fs').writeSync(3, 'noise'); for (;;);",
];

const after = "[1, 2, 3].map((n) => n * n).join('-')";

/** What a cell prints after its end may come so much later. */
const gatherMs = 60;

export interface KillsReport {
  kills: number;
  /** From the kill to the reply of the cell, in ms. */
  slowestMs: number;
}

/** Kill until `untilMs` (on performance.now()'s clock). */
export async function fuzzKills(
  target: Target,
  { rng, untilMs, onProgress }: { rng: Rng; untilMs: number; onProgress(done: number): void },
): Promise<KillsReport> {
  const folder = mkdtempSync(path.join(tmpdir(), "fuzz-"));
  const notes = path.join(folder, "notes");
  let slowestMs = 0;
  let round = 0;
  try {
    for (; performance.now() < untilMs; round++) {
      const { client } = target;
      const begun = await run(client, preludeFor(notes));
      const pid = Number(resultOf(begun.outputs));
      if (!Number.isInteger(pid))
        throw new Finding(`round ${round}: no session: ${JSON.stringify(begun.reply.content)}`);
      const itself = rng.int(3) === 0;
      const code = itself ? `for (let i = 0; i < ${rng.int(300)}; i++) say(); ${rng.pick(faults)}` : rng.pick(cells);
      const what = `round ${round}, ${JSON.stringify(code)}`;
      const id = await client.send("execute_request", { code, stop_on_error: false });
      await sleep(rng.int(120));
      const at = performance.now();
      if (!itself) kill(pid);
      const reply = await client.reply(id).catch((cause: unknown) => {
        throw new Finding(`${what}: no reply (${String(cause)})`, { cause });
      });
      if (!itself) slowestMs = Math.max(slowestMs, performance.now() - at);
      const { ename, status } = reply.content;
      if (itself && ename !== "SessionDied") throw new Finding(`${what}: ended as ${String(ename ?? status)}`);

      let next = await run(client, after);
      // one that was sent before the death of its process was noticed
      if (!ename && next.reply.content.ename === "SessionDied") next = await run(client, after);
      if (resultOf(next.outputs) !== "'1-4-9'")
        throw new Finding(`${what}: then ${JSON.stringify(next.reply.content)}`);
      // noted only after it was printed, so all of these must have arrived
      await sleep(gatherMs);
      const noted = readFileSync(notes).length;
      const lines = printed(client.published)
        .split("\n")
        .filter((line) => line.startsWith("line "));
      const mine = lines.filter((line) => line.startsWith(`line ${pid} `));
      if (mine.length < noted) throw new Finding(`${what}: printed ${noted} lines, ${mine.length} arrived`);
      if (mine.some((line, i) => line !== `line ${pid} ${i}`)) throw new Finding(`${what}: lines are out of order`);

      if (round % 20 === 19) {
        await target.checkWhole();
        await target.renew();
        onProgress(round + 1);
      }
    }
    await target.checkWhole();
    return { kills: round, slowestMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Declares `say`, and shows the number of the session's process. */
function preludeFor(notes: string): string {
  return `const { openSync, writeSync } = require("node:fs");
const notes = openSync(${JSON.stringify(notes)}, "w");
var said = 0;
function say(): void {
  console.log("line", process.pid, said++);
  writeSync(notes, ".");
}
process.pid`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // its own fault was faster
  }
}
