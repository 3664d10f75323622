import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runChild } from "../../../scripts/verify/child.ts";
import { runSteps } from "../../../scripts/verify/run.ts";
import type { Step } from "../../../scripts/verify/steps.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "verify-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function step(name: string, code: string, report?: Step["report"]): Step {
  return { name, what: name, args: ["-e", code], ...(report && { report }) };
}

async function run(
  steps: Step[],
  signal = new AbortController().signal,
): Promise<{ lines: string[]; failed: string[] }> {
  const lines: string[] = [];
  const results = await runSteps(steps, { root: folder, signal, line: (text) => lines.push(text) });
  return { lines, failed: results.filter(({ counts }) => counts.failed > 0).map(({ name }) => name) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("steps", () => {
  test("all run, whichever fails, and what a failing one said is shown", async () => {
    const { lines, failed } = await run([
      step("one", "console.error('why it failed'); process.exit(3)"),
      step("two", "console.log('quiet')"),
    ]);
    expect(failed).toEqual(["one"]);
    expect(lines.join("\n")).toContain("why it failed");
    expect(lines.join("\n")).not.toContain("quiet");
    expect(lines.at(-1)).toMatch(/^✓ two \d+\.\d s: 1 passed, 0 failed, 0 skipped$/);
  });

  test("a report left by an earlier run does not count for one that wrote none", async () => {
    const file = path.join(folder, "old.json");
    await writeFile(file, JSON.stringify({ passed: 7, failed: 0, skipped: 0 }));
    const { failed, lines } = await run([step("stale", "", { file, count: (json) => json as never })]);
    expect(failed).toEqual(["stale"]);
    expect(lines.at(-1)).toContain("nothing ran");
  });

  test("a report that is cut short fails its step", async () => {
    const file = path.join(folder, "cut.json");
    const code = `require("fs").writeFileSync(${JSON.stringify(file)}, '{"passed": 7')`;
    expect((await run([step("cut", code, { file, count: (json) => json as never })])).failed).toEqual(["cut"]);
  });

  test("stop when told to: the running one is ended, later ones do not start", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const started = performance.now();
    const { lines } = await run([step("endless", "setInterval(() => {}, 1000)"), step("later", "")], stop.signal);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(lines.at(-1)).toMatch(/^■ endless .* stopped$/);
    expect(lines.join("\n")).not.toContain("later");
  });
});

describe("a child", () => {
  test("keeps both streams, and ends with its own exit code", async () => {
    const code = "console.log('out'); console.error('err'); process.exitCode = 7";
    const { exitCode, output } = await runChild([process.execPath, "-e", code], {
      cwd: folder,
      signal: new AbortController().signal,
    });
    expect(exitCode).toBe(7);
    expect(output.split("\n").filter(Boolean).toSorted()).toEqual(["err", "out"]);
  });

  test("that does not exist fails with a reason", async () => {
    const { exitCode, output } = await runChild(["no-such-program-here"], { cwd: folder, signal: AbortSignal.any([]) });
    expect(exitCode).toBe(127);
    expect(output).toContain("no-such-program-here");
  });

  test("takes what it started with it, even if that ignores the first signal", async () => {
    const grandchild = "process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)";
    const code = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" }); setInterval(() => {}, 1000)`;
    const stop = new AbortController();
    let pid = 0;
    const ended = await runChild([process.execPath, "-e", code], {
      cwd: folder,
      signal: stop.signal,
      onLine: (line) => {
        pid = Number(line);
        stop.abort();
      },
    });
    expect(ended.exitCode).not.toBe(0);
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });

  test("that ends and leaves something behind which holds its output open does not hang the run", async () => {
    const code = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }).unref(); console.log("done")`;
    const { exitCode, output } = await runChild([process.execPath, "-e", code], {
      cwd: folder,
      signal: new AbortController().signal,
    });
    expect([exitCode, output.trim()]).toEqual([0, "done"]);
  });
});
