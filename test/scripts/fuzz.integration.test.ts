import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import type { Client } from "../peers/index.ts";
import { shot } from "../../scripts/fuzz/noise.ts";

function fuzz(...args: string[]): Promise<{ code: number | null; output: string }> {
  const script = path.resolve("scripts", "fuzz.ts");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...args], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    );
  });
}

test("a short fuzzing of each kind finds nothing", { timeout: 120_000 }, async () => {
  const { code, output } = await fuzz("--minutes", "0.1", "--frames", "1500", "--seed", "20");
  expect(output).toMatch(/^✓ frames: .*\n✓ interrupts: .*\n✓ kills: .*\n$/u);
  expect(code).toBe(0);
});

test("nonsense on the command line is refused", async () => {
  for (const args of [
    ["--minutes", "0"],
    ["--frames", "-1"],
    ["--seed", "x"],
    ["--only", "all"],
  ])
    expect((await fuzz(...args)).code, args.join(" ")).toBe(1);
});

test("the same seed fires the same frames, and every kind of them", () => {
  const client = {
    frames: (type: string, content: object, options: object) => ({
      frames: [type, JSON.stringify([content, options])].map((text) => Buffer.from(text)),
      id: type,
    }),
  } as unknown as Client;
  const fire = (seed: number): string[] => {
    const random = rng(seed);
    return Array.from({ length: 500 }, () => JSON.stringify(shot(random, client)));
  };
  expect(fire(1)).toEqual(fire(1));
  expect(fire(1)).not.toEqual(fire(2));
  const shots = fire(1);
  const answered = shots.filter((each) => each.includes('"id"')).length;
  expect(answered).toBeGreaterThan(50);
  expect(answered).toBeLessThan(450);
});
