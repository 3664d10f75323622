import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { openSession, printed, shown, start } from "./open.ts";

const session: Session = await openSession();
afterAll(() => session.close());

const posix = process.platform !== "win32";

/** A process that has ended stays in the table as a zombie until its new parent asks for it. */
function isRunning(pid: number): boolean {
  const states = execFileSync("ps", ["-eo", "pid,stat"]).toString();
  return new RegExp(`^\\s*${pid}\\s+[^Z]`, "m").test(states);
}

test.each([
  ["process.exit(3)", "exit code 3"],
  ["process.exitCode = 4; process.exit()", "exit code 4"],
  ["process.reallyExit(5)", "exit code 5"],
  ["setTimeout(() => process.exit(6), 10); for (;;) await new Promise((r) => setTimeout(r, 1))", "exit code 6"],
  ["process.abort()", "aborted"],
  ["process.kill(process.pid, 'SIGSEGV')", "SIGSEGV"],
  ["process.kill(process.pid, 'SIGKILL')", "killed from outside"],
  ["require('fs').closeSync(3)", "broke what the session itself needs: its channel"],
  ["require('fs').closeSync(4); await new Promise(() => {})", "closed the session's own channel"],
  ["require('fs').writeSync(3, 'garbage')", "wrote to the session's own channel"],
  [
    `const own = new (require("inspector") as any).Session(); own.connect(); globalThis.setInterval(() => {}, 10);
     const ask = (method: string, parameters: unknown) => new Promise<any>((resolve, reject) =>
       own.post(method, parameters, (failure: any, answer: any) => (failure ? reject(failure) : resolve(answer))));
     (globalThis as any).threads = require("worker_threads").Worker.prototype;
     const { result: { objectId: prototypeObjectId } } = await ask("Runtime.evaluate", { expression: "threads" });
     const { objects: { objectId } } = await ask("Runtime.queryObjects", { prototypeObjectId });
     await ask("Runtime.callFunctionOn", { objectId, functionDeclaration: "function () { for (const each of this) try { each.terminate() } catch {} }" });
     await new Promise(() => {})`,
    "broke what the session itself needs",
  ],
])("%s ends as died, says why, loses no output, and the next cell runs in a fresh session", async (code, reason) => {
  await session.run("var lost = 1");
  const declared = code.includes("reallyExit") ? "(process as any)".concat(code.slice("process".length)) : code;
  const result = await session.run(`console.log('last words'); require('fs').writeSync(1, 'raw'); ${declared}`);
  expect(result.status).toBe("died");
  expect(result.reason).toContain(reason);
  expect(printed(result)).toContain("last words\n");
  expect(printed(result)).toContain("raw");
  expect(result.peakRssBytes).toBeGreaterThan(20e6);
  expect(printed(result, "stderr")).not.toContain("debugger");
  expect(shown(await session.run("1"))).toContain("1");
  expect(shown(await session.run("lost"))).toContain("Cannot find name");
});

test.runIf(process.platform === "linux")(
  "a cell finds nothing in its arguments or environment that signs messages",
  async () => {
    const read =
      'require("fs").readFileSync("/proc/self/cmdline", "utf8") + require("fs").readFileSync("/proc/self/environ", "utf8")';
    expect(shown(await session.run(`/[0-9a-f]{32}"/.test(${read})`))).toBe("false");
  },
);

test("what a cell had used is still known when it dies", async () => {
  const result = await session.run(
    "const before = process.cpuUsage(); while (process.cpuUsage(before).user < 500_000); process.exit(1)",
  );
  expect(result.status).toBe("died");
  expect(result.cpuMs).toBeGreaterThan(200);
});

test.each([
  ["process.emit('exit' as any, 0)", "2"],
  ["for (const listener of process.listeners('exit')) (listener as any)(0)", "2"],
  [
    'require(\'fs\').writeSync(4, \'{"rssBytes":1e99,"peakRssBytes":1,"cpuMs":1,"secret":"x"}\\n\'); await new Promise((r) => setTimeout(r, 50))',
    "2",
  ],
  ["process.argv.length = 0", "2"],
])("%s changes nothing", async (code) => {
  await session.run("var alive = 2");
  expect((await session.run(`${code}; 1`)).status).toBe("ok");
  expect(shown(await session.run("alive"))).toContain("2");
});

test("a full heap ends the session with that reason", async () => {
  const small = await openSession({ env: { NODE_OPTIONS: "--max-old-space-size=64" } });
  const result = await small.run("console.log('before'); const all = []; for (;;) all.push(new Array(1000).fill({}))");
  expect(result).toMatchObject({ status: "died", reason: expect.stringContaining("heap") });
  expect(printed(result)).toMatch(/^before\n/u);
  expect(shown(await small.run("1"))).toContain("1");
  await small.close();
});

test("a stack that overflows is an error, state kept", async () => {
  await session.run("var alive = 3");
  expect(shown(await session.run("(function f(): void { f() })()"))).toContain("RangeError");
  expect(shown(await session.run("alive"))).toContain("3");
});

test.runIf(posix).each(["process.exit(1)", "process.kill(process.pid, 'SIGKILL')", "RESTART"])(
  "after %s no program that the cell started is left, and none that was set free holds up the end",
  async (how) => {
    const pids = path.join(emptyFolder(), "pids");
    const code = `const { spawn } = require("child_process");
      const mine = spawn("sh", ["-c", "sleep 33.125 & sleep 33.125"], { stdio: "inherit" });
      const free = spawn("sleep", ["34"], { stdio: "inherit", detached: true });
      free.unref();
      require("fs").writeFileSync(${JSON.stringify(pids)}, [mine.pid, free.pid].join(" "));
      console.log("ready");
      ${how === "RESTART" ? "await new Promise(() => {})" : how}`;
    const { ended, prints } = start(session, code);
    await prints("ready");
    const at = performance.now();
    if (how === "RESTART") await session.restart();
    expect((await ended).status).toBe("died");
    expect(performance.now() - at).toBeLessThan(5000);
    const [mine, free] = readFileSync(pids, "utf8").split(" ").map(Number);
    await sleep(50);
    expect(isRunning(mine!)).toBe(false);
    expect(isRunning(free!)).toBe(true);
    process.kill(free!);
    // only whether it is there: the table is not for a test's report
    expect(execFileSync("ps", ["-eo", "args"]).includes("sleep 33.125")).toBe(false);
  },
);

test.runIf(posix)("a signal to the group of whoever holds the session does not reach its process", async () => {
  const pid = shown(await session.run("String(process.pid)")).replace(/\D/gu, "");
  const groups = execFileSync("ps", ["-o", "pgid=", "-p", `${pid},${process.pid}`])
    .toString()
    .trim()
    .split(/\s+/u);
  expect(groups).toHaveLength(2);
  expect(groups[0]).not.toBe(groups[1]);
});

test("a session whose folder is gone says so, and goes on when it is back", async () => {
  const cwd = emptyFolder();
  const moving = await openSession({ cwd });
  try {
    await moving.run("0");
    for (const put of [() => {}, () => writeFileSync(cwd, "a file")]) {
      rmSync(cwd, { recursive: true });
      put();
      await moving.run("process.exit()");
      expect(shown(await moving.run("1"))).toContain(`there is no folder ${cwd}`);
      await moving.restart();
      rmSync(cwd, { force: true });
      mkdirSync(cwd);
      await moving.run("0");
      expect(shown(await moving.run("2"))).toBe("2");
    }
  } finally {
    await moving.close();
  }
});
