import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Output, Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { interrupted, openSession, printed, shown, start } from "./open.ts";

const late: Output[] = [];
const session: Session = await openSession({ onLateOutput: (output) => late.push(output) });
afterAll(() => session.close());

const posix = process.platform !== "win32";

/** Processes whose command line contains `mark`. */
async function running(mark: string): Promise<number> {
  const code = `require("child_process").execSync("ps -eo stat,args").toString().split("\\n").filter((line) => line.includes(${JSON.stringify(mark)}) && !line.startsWith("Z")).length`;
  return Number(shown(await session.run(code)).replace(/\D/gu, ""));
}

test.each([
  "for (;;);",
  "for (;;) await 0",
  "await new Promise(() => {})",
  "await new Promise((r) => setTimeout(r, 1e9))",
  "setTimeout(() => { for (;;); }); await new Promise(() => {})",
  "process.nextTick(function f() { process.nextTick(f) }); await new Promise(() => {})",
  "queueMicrotask(function f() { queueMicrotask(f) }); await new Promise(() => {})",
  "(function f() { setImmediate(f) })(); await new Promise(() => {})",
  "for (;;) { try { for (;;); } catch {} finally { for (;;); } }",
  "for (;;) { try { console.log('x') } catch {} }",
  "for (;;) console.log('x')",
  "/(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "await Promise.all([1, 2, 3].map(async () => { for (;;) await new Promise((r) => setTimeout(r, 1)) }))",
])("%s is stopped, what the cell had assigned is kept, and the next cell prints", async (code) => {
  await session.run("var state = 'before'");
  const result = await interrupted(session, `state = 'changed';\n${code}`);
  expect(result).toMatchObject({ status: "interrupted", error: { name: "Interrupted" } });
  const next = await session.run("console.log('next'); state");
  expect(printed(next)).toBe("next\n");
  expect(shown(next)).toContain("changed");
});

test("a busy cell is stopped at once, not after a wait", async () => {
  const times: number[] = [];
  for (let i = 0; i < 9; i++) times.push((await interrupted(session, "for (;;);")).ms);
  // twice what ipykernel takes; the fastest, since other tests run at the same time, and a fixed wait slows every one
  expect(Math.min(...times)).toBeLessThan(24);
});

test("interrupts at random moments, twice each, always end the cell and never the session", async () => {
  await session.run("var alive = 1");
  for (let round = 0; round < 50; round++) {
    const { ended } = start(session, round % 2 ? "for (;;);" : "await new Promise(() => {})");
    await sleep((round * 7) % 40);
    await Promise.all([session.interrupt(), session.interrupt()]);
    await session.interrupt();
    // one that came before the cell ran has no effect
    const again = setInterval(() => void session.interrupt(), 1000);
    const { status } = await ended;
    clearInterval(again);
    expect(status, `round ${round}`).toBe("interrupted");
  }
  expect(shown(await session.run("alive"))).toContain("1");
});

test("what an interrupted cell was waiting for may be collected", async () => {
  for (let round = 0; round < 5; round++)
    expect((await interrupted(session, "await new Promise(() => {})")).status).toBe("interrupted");
  const pressure =
    "for (let i = 0; i < 50; i++) new Array(1e5).fill(0).map(() => ({}));\nrequire('v8').setFlagsFromString('--expose-gc'); require('vm').runInNewContext('gc')(); 1";
  expect(shown(await session.run(pressure))).toContain("1");
});

test("an interrupt ends the running cell only; the queue goes on", async () => {
  const { ended, prints } = start(session, "console.log('begins'); await new Promise(() => {})");
  const others = [session.run("2"), session.run("3")];
  await prints("begins");
  await session.interrupt();
  expect((await ended).status).toBe("interrupted");
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(["ok", "ok"]);
});

test("an interrupt while nothing runs does nothing", async () => {
  await session.interrupt();
  expect(shown(await session.run("4"))).toContain("4");
});

test.each(["for (;;);", "await new Promise(() => {})"])("%s ends at its time limit, state kept", async (code) => {
  await session.run("var limited = 5");
  const result = await session.run(code, { timeoutMs: 300 });
  expect(result).toMatchObject({ status: "timeout", error: { name: "Timeout" } });
  expect(shown(await session.run("limited"))).toContain("5");
});

test("code that prints gets an error, so that its finally blocks run and may print", async () => {
  const result = await interrupted(
    session,
    "var cleaned = ''; try { for (;;) console.log('x') } finally { cleaned = 'yes'; console.log('cleaned up') }",
  );
  expect(result.status).toBe("interrupted");
  expect(printed(result)).toMatch(/x\ncleaned up\n$/u);
  expect(shown(await session.run("cleaned"))).toContain("yes");
});

test("a loop that waits and prints stops at its next print, with its finally blocks", async () => {
  const { ended, prints, outputs } = start(
    session,
    `var turns = 0, left = false;
     try { for (;;) { console.log('turn', turns++); await new Promise((r) => setTimeout(r, 10)) } } finally { left = true }`,
  );
  await prints("turn 5");
  await session.interrupt();
  await ended;
  const shownThen = outputs.length;
  const counts = [];
  for (let i = 0; i < 2; i++)
    counts.push(shown(await session.run("await new Promise((r) => setTimeout(r, 100)); turns")));
  expect(counts[0]).toBe(counts[1]);
  expect(shown(await session.run("left"))).toContain("true");
  expect(outputs.slice(shownThen).filter(({ type }) => type !== "error")).toEqual([]);
});

test.each([
  ["a timer", "for (;;) { steps++; await new Promise((r) => setTimeout(r, 5)) }"],
  ["setImmediate", "for (;;) { steps++; await new Promise((r) => setImmediate(r)) }"],
  ["timers/promises", "const t = require('timers/promises'); for (;;) { steps++; await t.setTimeout(5) }"],
  ["an interval", "setInterval(() => steps++, 5); await new Promise(() => {})"],
  ["an interval that prints", "setInterval(() => { steps++; console.log(1) }, 5); await new Promise(() => {})"],
])("training that waits with %s stops with its cell", async (_, code) => {
  await session.run("var steps = 0");
  expect((await interrupted(session, code)).status).toBe("interrupted");
  const first = shown(await session.run("await new Promise((r) => setTimeout(r, 50)); steps"));
  expect(shown(await session.run("await new Promise((r) => setTimeout(r, 50)); steps"))).toBe(first);
  // a later cell uses the same timers
  expect((await session.run("await new Promise((r) => setTimeout(r, 5))")).status).toBe("ok");
});

test.each([
  "for (;;) { try { console.log(1); await new Promise((r) => setTimeout(r, 1)) } catch {} }",
  "for (;;) { try { console.log(1); await require('timers/promises').setTimeout(1) } catch {} }",
  "const t = setInterval(() => { try { console.log(1) } catch {} }, 1); await new Promise(() => {})",
])("%s, which catches every error, stops all the same and leaves the session free", async (code) => {
  const { ended, prints, outputs } = start(session, `console.log("begins");\n${code}`);
  await prints("begins");
  await sleep(30);
  await session.interrupt();
  expect((await ended).status).toBe("interrupted");
  await sleep(200);
  const count = outputs.length;
  const began = performance.now();
  expect((await session.run("await new Promise((r) => setTimeout(r, 20)); 1")).status).toBe("ok");
  expect(performance.now() - began).toBeLessThan(2000);
  expect(outputs.length).toBe(count);
});

test("a module that is interrupted while it loads is not left half loaded", async () => {
  const folder = emptyFolder();
  const slow = path.join(folder, "slow.cjs");
  writeFileSync(slow, "exports.first = 1; for (const end = Date.now() + 400; Date.now() < end;); exports.last = 2;");
  const endless = path.join(folder, "endless.cjs");
  writeFileSync(endless, "exports.first = 1; if (!globalThis.again) for (;;); exports.last = 2;");
  await interrupted(session, `require(${JSON.stringify(slow)})`);
  expect(shown(await session.run(`Object.keys(require(${JSON.stringify(slow)})).join()`))).toContain("first,last");
  expect((await interrupted(session, `require(${JSON.stringify(endless)})`)).status).toBe("interrupted");
  const again = await session.run(
    `(globalThis as any).again = 1; Object.keys(require(${JSON.stringify(endless)})).join()`,
  );
  expect(shown(again)).toContain("first,last");
});

test("a loop that a timer of an interrupted cell begins later does not keep the next cell from running", async () => {
  await interrupted(session, "setTimeout(() => { for (;;); }, 150); await new Promise(() => {})");
  const began = performance.now();
  expect((await session.run("await new Promise((r) => setTimeout(r, 300)); 1")).status).toBe("ok");
  expect(performance.now() - began).toBeLessThan(3000);
});

test("what a cell declared with using is disposed of when the cell is interrupted while it waits", async () => {
  const result = await interrupted(
    session,
    "using resource = { [Symbol.dispose]() { console.log('disposed') } }; await new Promise(() => {})",
  );
  expect(printed(result)).toBe("begins\ndisposed\n");
});

test("an interrupt while no cell runs stops a timer of an earlier cell that never ends", async () => {
  await session.run("setTimeout(() => { for (;;); }, 20); 1");
  await sleep(80);
  await session.interrupt();
  expect(shown(await session.run("5", { timeoutMs: 4000 }))).toContain("5");
});

test("an interrupt while no cell runs stops what still prints, and nothing else", async () => {
  await session.run("var silent = 0; setInterval(() => silent++, 5); 1");
  const { ended, outputs } = start(session, "setInterval(() => console.log('tick'), 5); 1");
  await ended;
  await sleep(60);
  await session.interrupt();
  await sleep(60);
  const count = outputs.length;
  expect(count).toBeGreaterThan(3);
  const first = shown(await session.run("silent"));
  await sleep(60);
  expect(outputs.length).toBe(count);
  expect(shown(await session.run("silent"))).not.toBe(first);
});

test.runIf(posix).each([
  ["execSync", 'require("child_process").execSync("sleep 20.25")'],
  ["execSync of a shell", 'require("child_process").execSync("sleep 20.25; echo never")'],
  ["spawnSync", 'require("child_process").spawnSync("sleep", ["20.25"])'],
  ["a program it waits for", 'await require("util").promisify(require("child_process").exec)("sleep 20.25")'],
])("%s ends with the cell, state kept", async (_, code) => {
  await session.run("var kept = 7");
  const result = await interrupted(session, code);
  expect(result.status).toBe("interrupted");
  expect(result.ms).toBeLessThan(2000);
  expect(shown(await session.run("kept"))).toContain("7");
  await expect.poll(() => running("sleep 20.25"), { timeout: 3000 }).toBe(0);
});

test.runIf(posix).each(["process.removeAllListeners('SIGINT')", "process.removeAllListeners()"])(
  "a program that the cell waits for ends with it also after %s",
  async (code) => {
    await session.run(`var kept = 9; ${code}`);
    const result = await interrupted(session, 'require("child_process").execSync("sleep 20.25")');
    expect(result.status).toBe("interrupted");
    expect(shown(await session.run("kept"))).toContain("9");
  },
);

test("an endless Error.prepareStackTrace is stopped as any loop is", async () => {
  await session.run("var kept = 10; const before = Error.prepareStackTrace; 0");
  const result = await interrupted(session, "Error.prepareStackTrace = () => { for (;;); }; throw new Error('x')");
  expect(result.status).toBe("interrupted");
  expect(shown(await session.run("Error.prepareStackTrace = before; kept"))).toContain("10");
});

test.runIf(posix)("a program of an earlier cell is left alone", async () => {
  await session.run('var server = require("child_process").spawn("sleep", ["20.75"]); 1');
  await interrupted(session, "for (;;);");
  await interrupted(session, "await new Promise(() => {})");
  expect(await running("sleep 20.75")).toBe(1);
  await session.run("server.kill(); 1");
});

test.runIf(posix)(
  "a program that does not mind Ctrl-C is killed, with what it has started, and costs no values",
  async () => {
    await session.run("var kept = 8");
    const stubborn = `require("child_process").spawnSync("sh", ["-c", 'trap "" INT TERM; sleep 20.5; sleep 20.5'])`;
    const result = await interrupted(session, stubborn);
    expect(result.status).toBe("interrupted");
    expect(result.ms).toBeLessThan(4500);
    expect(shown(await session.run("kept"))).toContain("8");
    await expect.poll(() => running("sleep 20.5"), { timeout: 3000 }).toBe(0);
  },
);

test.runIf(posix)("what cannot be stopped is killed, which is said", async () => {
  const own = await openSession();
  // nobody ever writes to it, and the call that waits is the operating system's
  const endless = 'require("child_process").execSync("mkfifo pipe"); require("fs").readFileSync("pipe")';
  const result = await interrupted(own, endless, 300);
  expect(result).toMatchObject({ status: "died", reason: expect.stringContaining("did not stop") });
  expect(shown(await own.run("1"))).toContain("1");
  await own.close();
});
