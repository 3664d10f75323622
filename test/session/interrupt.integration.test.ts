import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { openSession, shown } from "./open.ts";

const session: Session = await openSession();
afterAll(() => session.close());

test.each([
  "for (;;);",
  "for (;;) await 0",
  "await new Promise(() => {})",
  "await new Promise((r) => setTimeout(r, 1e9))",
  "setTimeout(() => { for (;;); }); await new Promise(() => {})",
  "process.nextTick(function f() { process.nextTick(f) }); await new Promise(() => {})",
  "queueMicrotask(function f() { queueMicrotask(f) }); await new Promise(() => {})",
  "for (;;) { try { for (;;); } catch {} finally { for (;;); } }",
  "for (;;) console.log('x')",
  "/(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
])("%s is stopped, and what the cell had assigned is kept", async (code) => {
  await session.run("var state = 'before'");
  const running = session.run(`state = 'changed';\n${code}`);
  await sleep(80);
  await session.interrupt();
  expect(await running).toMatchObject({ status: "interrupted", error: { name: "Interrupted" } });
  expect(shown(await session.run("state"))).toBe("'changed'");
});

test("interrupts at random moments, twice each, always end the cell and never the session", async () => {
  await session.run("var alive = 1");
  for (let round = 0; round < 50; round++) {
    const running = session.run(round % 2 ? "for (;;);" : "await new Promise(() => {})");
    await sleep((round * 7) % 40);
    await Promise.all([session.interrupt(), session.interrupt()]);
    await session.interrupt();
    // one that came before the cell ran has no effect
    const again = setInterval(() => void session.interrupt(), 1000);
    const ended = await running;
    clearInterval(again);
    expect(ended, `round ${round}`).toMatchObject({ status: "interrupted" });
  }
  expect(shown(await session.run("alive"))).toBe("1");
});

test("what an interrupted cell was waiting for may be collected", async () => {
  for (let round = 0; round < 5; round++) {
    const running = session.run("await new Promise(() => {})");
    await sleep(20);
    await session.interrupt();
    expect((await running).status).toBe("interrupted");
  }
  const pressure =
    "for (let i = 0; i < 50; i++) new Array(1e5).fill(0).map(() => ({}));\nrequire('v8').setFlagsFromString('--expose-gc'); require('vm').runInNewContext('gc')(); 1";
  expect(shown(await session.run(pressure))).toBe("1");
});

test("an interrupt ends the running cell only; the queue goes on", async () => {
  const runs = [session.run("await new Promise(() => {})"), session.run("2"), session.run("3")];
  await sleep(60);
  await session.interrupt();
  expect((await Promise.all(runs)).map(shown)).toEqual(["Interrupted: The cell was stopped.", "2", "3"]);
});

test("an interrupt while nothing runs does nothing", async () => {
  await session.interrupt();
  expect(shown(await session.run("4"))).toBe("4");
});

test.each(["for (;;);", "await new Promise(() => {})"])("%s ends at its time limit, state kept", async (code) => {
  await session.run("var limited = 5");
  const result = await session.run(code, { timeoutMs: 80 });
  expect(result).toMatchObject({ status: "timeout", error: { name: "Timeout" } });
  expect(shown(await session.run("limited"))).toBe("5");
});
