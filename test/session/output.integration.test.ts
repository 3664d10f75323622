import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Output, Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { openSession, printed, shown, start } from "./open.ts";

/** A process that has ended stays in the table as a zombie until its new parent asks for it. */
function isRunning(pid: number): boolean {
  const states = execFileSync("ps", ["-eo", "pid,stat"]).toString();
  return new RegExp(`^\\s*${pid}\\s+[^Z]`, "m").test(states);
}

const late: Output[] = [];
const session: Session = await openSession({ onLateOutput: (output) => late.push(output) });
afterAll(() => session.close());

test("prints, displays and the result come in the order in which they were made", async () => {
  await session.run(
    "const shows = (t: string) => (globalThis as any)[Symbol.for('Jupyter.publish')]({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': t }) }, {})",
  );
  const { outputs } = await session.run("console.log(1); await shows('2'); console.error(3); await shows('4'); 5");
  const texts = outputs.map((each) =>
    each.type === "stream" ? each.text.trim() : "data" in each ? each.data["text/plain"] : each.type,
  );
  expect(texts).toEqual(["1", "2", "3", "4", "5"]);
});

test.each([
  ["console.log", "for (let i = 0; i < 100_000; i++) console.log(i)"],
  ["writeSync", "for (let i = 0; i < 100_000; i++) require('fs').writeSync(1, i + '\\n')"],
  ["a child process", "require('child_process').execSync('seq 0 99999', { stdio: 'inherit' })"],
])("100,000 lines through %s are complete when the cell ends", async (_, code) => {
  const lines = printed(await session.run(`${code}; 0`))
    .trimEnd()
    .split("\n");
  expect(lines.length).toBe(100_000);
  expect(lines.every((line, index) => line === String(index))).toBe(true);
});

test.each([
  [
    "console.log of bytes in halves",
    "for (const byte of Buffer.from('äß漢😀')) process.stdout.write(Buffer.from([byte]))",
  ],
  ["another encoding", "process.stdout.write('w6TDn+a8ovCfmIA=', 'base64')"],
  ["writeSync in halves", "for (const byte of Buffer.from('äß漢😀')) require('fs').writeSync(1, Buffer.from([byte]))"],
])("%s: characters stay whole", async (_, code) => {
  expect(printed(await session.run(`${code}; 0`))).toBe("äß漢😀");
});

test("a text longer than one message is cut between characters only", async () => {
  const text = printed(await session.run("console.log('x' + '😀'.repeat(2 ** 23))"));
  expect(text).toBe(`x${"😀".repeat(2 ** 23)}\n`);
});

test("the callback of process.stdout.write is called, and writing after end() still shows", async () => {
  const result = await session.run(
    "await new Promise<void>((r) => process.stdout.write('a', () => r())); process.stdout.end(); console.log('b')",
  );
  expect(printed(result)).toBe("ab\n");
  await session.restart();
});

test("a cell that prints for ever is cut at its limit, which is said once; the next cell has its own", async () => {
  const small = await openSession({ outputLimit: 100_000 });
  const { ended, outputs } = start(small, "for (;;) console.log('flood')");
  while (!JSON.stringify(outputs.at(-1) ?? "").includes("cut here")) await sleep(20);
  await sleep(200);
  await small.interrupt();
  expect((await ended).status).toBe("interrupted");
  const shownText = outputs.filter((each) => each.type === "stream").map(({ text }) => text);
  expect(shownText.join("").length).toBeLessThan(101_000);
  expect(shownText.filter((text) => text.includes("Output is cut here"))).toHaveLength(1);
  expect(printed(await small.run("console.log('y'.repeat(1000))")).length).toBe(1001);
  await small.close();
});

test("50 MB in one piece are complete", async () => {
  expect(printed(await session.run("console.log('x'.repeat(50e6))")).length).toBe(50e6 + 1);
});

test("one output too large for the channel is an error, not a death", async () => {
  const result = await session.run(
    "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'x'.repeat(300e6) }) })",
  );
  expect(shown(result)).toContain("expected at most 256 MiB");
});

test("what a timer prints after its cell goes to that cell, not to the one that runs", async () => {
  const first: Output[] = [];
  await session.run("setTimeout(() => console.log('late'), 60); 1", { onOutput: (output) => first.push(output) });
  const second = await session.run("await new Promise((r) => setTimeout(r, 150))");
  expect(printed(second)).toBe("");
  expect(first.at(-1)).toEqual({ type: "stream", name: "stdout", text: "late\n" });
  await session.run("setTimeout(() => console.log('later'), 20); 1");
  await sleep(150);
  expect(late).toContainEqual({ type: "stream", name: "stdout", text: "later\n" });
});

test.each([
  ["a rejection nobody handles", "Promise.reject(new Error('loose'))"],
  ["an error in a timer", "setTimeout(() => { throw new Error('loose') }, DELAY)"],
  ["an error in a microtask", "queueMicrotask(() => { throw new Error('loose') })"],
  ["an error in an emitter", "setTimeout(() => new (require('events'))().emit('error', new Error('loose')), DELAY)"],
])("%s is shown in its cell, whether that still runs or has ended", async (_, code) => {
  const during = await session.run(`${code.replace("DELAY", "5")}; await new Promise((r) => setTimeout(r, 30))`);
  expect(during).toMatchObject({ status: "error", error: { message: "loose" } });
  const { ended, outputs } = start(session, `setTimeout(() => { ${code.replace("DELAY", "5")} }, 30); 1`);
  expect((await ended).status).toBe("ok");
  const other = await session.run("await new Promise((r) => setTimeout(r, 120)); 2");
  expect(other.status).toBe("ok");
  expect(outputs.at(-1)).toMatchObject({ type: "error", message: "loose" });
});

test("two sessions share nothing", async () => {
  const other = await openSession();
  await Promise.all([session.run("var mine = 1"), other.run("var mine = 2")]);
  expect([shown(await session.run("mine")), shown(await other.run("mine"))]).toEqual(["1", "2"]);
  await other.close();
});

test("closing while a cell runs ends it, twice closing is safe, and running afterwards is refused", async () => {
  const own = await openSession();
  const running = own.run("setInterval(() => {}, 10); for (;;);");
  await sleep(300);
  await Promise.all([own.close(), own.close()]);
  expect((await running).status).toBe("died");
  await expect(own.run("1")).rejects.toThrow("session: expected an open session, got a closed one");
});

test("a restart ends the running cell and forgets everything", async () => {
  const running = session.run("var gone = 1; for (;;);");
  await sleep(200);
  await session.restart();
  expect((await running).status).toBe("died");
  expect(shown(await session.run("gone"))).toContain("Cannot find name 'gone'");
});

test("what a cell of long ago still prints is cut at the limit too", async () => {
  const shownLate: Output[] = [];
  const small = await openSession({ outputLimit: 10_000, onLateOutput: (output) => shownLate.push(output) });
  try {
    await small.run("let on = false; setInterval(() => on && console.log('x'.repeat(1000)), 1); 1");
    for (let cell = 0; cell < 101; cell++) await small.run("1");
    await small.run("on = true; await new Promise((resolve) => setTimeout(resolve, 200))");
    const texts = shownLate.map((output) => (output.type === "stream" ? output.text : ""));
    expect(texts.filter((text) => text.startsWith("x")).join("").length).toBe(10_000);
    expect(texts.at(-1)).toContain("COURSE_OUTPUT_LIMIT_MB");
  } finally {
    await small.close();
  }
});

test("when the program that holds the session is killed, the session process is gone within a second", async () => {
  const index = path.resolve("lib/session/index.ts");
  const script = `import { startSession } from ${JSON.stringify(index)};
    const s = await startSession({ cwd: ${JSON.stringify(emptyFolder())} });
    const r = await s.run("process.pid"); console.log(r.outputs[0].data["text/plain"]); await s.run("for (;;);");`;
  const file = path.join(emptyFolder(), "holder.mjs");
  writeFileSync(file, script);
  const holder = spawn(process.execPath, [file], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [bytes] = (await once(holder.stdout, "data")) as [Buffer];
  holder.kill("SIGKILL");
  await sleep(1000);
  expect(isRunning(Number(bytes.toString()))).toBe(false);
});

test("close leaves no process behind", async () => {
  const own = await openSession();
  await own.run("new (require('worker_threads').Worker)('setInterval(() => {}, 10)', { eval: true }); 1");
  const pid = Number(shown(await own.run("process.pid")));
  await own.close();
  expect(isRunning(pid)).toBe(false);
  expect(execFileSync("ps", ["-eo", "ppid"]).toString()).not.toMatch(new RegExp(`^\\s*${pid}$`, "m"));
});

test("the environment of a debugger or of a forked process does not reach the session", async () => {
  const env = { NODE_OPTIONS: "--inspect-brk=0 --frozen-intrinsics", NODE_CHANNEL_FD: "3", NODE_UNIQUE_ID: "1" };
  const own = await openSession({ env });
  try {
    const result = await own.run("console.log('first'); await new Promise((done) => setTimeout(done, 20)); 7", {
      timeoutMs: 10_000,
    });
    expect(result.outputs).toMatchObject([{ text: "first\n" }, { type: "result", data: { "text/plain": "7" } }]);
  } finally {
    await own.close();
  }
});
