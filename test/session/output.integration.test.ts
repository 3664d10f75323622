import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Output, Session } from "../../lib/session/index.ts";
import { emptyFolder, openSession, printed, shown } from "./open.ts";

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

test.each([
  ["process.exit(3)", "exit code 3"],
  ["process.abort()", "aborted"],
  ["process.kill(process.pid, 'SIGSEGV')", "SIGSEGV"],
])("%s ends as died, says why, and the next cell runs in a fresh session", async (code, reason) => {
  const result = await session.run(`console.log('last words'); ${code}`);
  expect([result.status, printed(result).startsWith("last words\n")]).toEqual(["died", true]);
  expect(result.reason).toContain(reason);
  expect(shown(await session.run("1"))).toBe("1");
});

test("memory above the limit ends the session with the numbers", async () => {
  const small = await openSession({ memoryLimitBytes: 400 * 2 ** 20 });
  const result = await small.run(
    "const all = []; for (;;) { all.push(new Uint8Array(2e7).fill(1)); await new Promise((r) => setTimeout(r, 5)) }",
  );
  expect(result.reason).toMatch(/of memory; the limit is 0\.4 GiB/);
  await small.close();
});

test("when the program that holds the session is killed, the session process is gone within a second", async () => {
  const index = path.resolve("lib/session/index.ts");
  const script = `import { startSession } from ${JSON.stringify(index)};
    const s = await startSession({ cwd: ${JSON.stringify(emptyFolder())} });
    const r = await s.run("process.pid"); console.log(r.outputs[0].data["text/plain"]); await s.run("for (;;);");`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", script], {
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
