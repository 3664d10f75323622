import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startSession } from "../../lib/session/index.ts";

/** The type checkers that this process has started, as Linux lists them. */
function checkers(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--api");
      } catch {
        return false; // it has ended since it was listed
      }
    })
    .map(Number);
}

/** Children of this process that have ended and that nobody has asked about: they stay in the list of processes. */
function zombies(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return /\) Z (\d+)/.exec(stat)?.[1] === String(process.pid) ? [stat] : [];
      } catch {
        return [];
      }
    });
}

/** A union of a million tuples, compared with another of a hundred thousand: minutes of work for the checker. */
const endlessTypes = `
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Each<T> = T extends [infer A, ...infer Rest] ? (A extends unknown ? [A, ...Each<Rest>] : never) : [];
let short: Each<[Digit, Digit, Digit, Digit, Digit]> = [0, 0, 0, 0, 0];
const long: Each<[Digit, Digit, Digit, Digit, Digit, Digit]> = short;
`;

test.runIf(process.platform === "linux")(
  "a type checker that dies is replaced by one that knows the earlier cells",
  async () => {
    const session = await startSession({ cwd: path.join(import.meta.dirname, "../..") });
    try {
      await session.run("let kept = 1; const fixed: number = 1");
      await session.run("enum Colour { Red }; function kept2() { return kept }");
      for (const [cell, shown] of [
        ["kept = 2; kept2()", "2"],
        ["Colour[Colour.Red]", "'Red'"],
      ] as const) {
        const running = checkers();
        expect(running).toHaveLength(1);
        for (const pid of running) process.kill(pid, "SIGKILL");
        expect((await session.run(cell)).outputs).toMatchObject([{ data: { "text/plain": shown } }]);
      }
      for (const pid of checkers()) process.kill(pid, "SIGKILL");
      expect((await session.complete("kep", 3)).matches.map(({ text }) => text)).toContain("kept2");
      expect((await session.run("fixed = 2")).error?.message).toContain("TS2588");
    } finally {
      await session.close();
    }
    await expect.poll(zombies).toEqual([]);
  },
);

test.runIf(process.platform === "linux")(
  "nothing is written to files that got the numbers of a dead checker's pipes",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "checker-"));
    const session = await startSession({ cwd: path.join(import.meta.dirname, "../..") });
    const files: number[] = [];
    try {
      await session.run("const kept = [1, 2]");
      for (const pid of checkers()) process.kill(pid, "SIGKILL");
      await expect.poll(checkers).toEqual([]);
      for (let index = 0; index < 100; index++) files.push(openSync(path.join(folder, String(index)), "w+"));
      // longer than a compiler waits before it prepares for the next cell
      await sleep(400);
      expect((await session.run("kept.length")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
      expect(files.map((file) => fstatSync(file).size).filter((size) => size > 0)).toEqual([]);
    } finally {
      for (const file of files) closeSync(file);
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test("a check that takes long is interrupted like a cell, and the session goes on", async () => {
  const session = await startSession({ cwd: path.join(import.meta.dirname, "../..") });
  try {
    await session.run("let kept = 1");
    const result = session.run(endlessTypes);
    setTimeout(() => void session.interrupt(), 500);
    expect((await result).status).toBe("interrupted");
    expect((await session.run("kept")).outputs).toMatchObject([{ data: { "text/plain": "1" } }]);
    expect((await session.run(endlessTypes, { timeoutMs: 300 })).status).toBe("timeout");
    expect((await session.run("kept")).status).toBe("ok");
  } finally {
    await session.close();
  }
});

test("a cell whose brackets are nested too deeply costs itself alone", async () => {
  const session = await startSession({ cwd: path.join(import.meta.dirname, "../..") });
  try {
    await session.run("const kept: number = 6");
    const deep = await session.run(`${"[".repeat(3_000)}${"]".repeat(3_000)} as unknown`);
    expect(deep).toMatchObject({
      status: "error",
      refused: true,
      error: { message: expect.stringContaining("nested too deeply") },
    });
    expect((await session.run("kept * 7")).outputs).toMatchObject([{ data: { "text/plain": "42" } }]);
  } finally {
    await session.close();
  }
});
