import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
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

test.runIf(process.platform === "linux")(
  "a type checker that dies is said in the next cell, also after a completion, and the session goes on",
  async () => {
    const session = await startSession({ cwd: path.join(import.meta.dirname, "../..") });
    try {
      await session.run("let kept = 1;");
      const running = checkers();
      expect(running).toHaveLength(1);
      for (const pid of running) process.kill(pid, "SIGKILL");
      await expect(session.complete("ke", 2)).rejects.toThrow();
      const said = await session.run("kept");
      expect(said.status).toBe("error");
      expect(said.error!.name).toBe("CheckerStopped");
      expect(said.error!.message).toContain("run those again, or restart the session");
      expect((await session.run("let again = 2; again")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
    } finally {
      await session.close();
    }
  },
);
