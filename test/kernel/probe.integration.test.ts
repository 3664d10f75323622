import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import os from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelSpec } from "../../lib/kernel/kernelspec.ts";
import { probeKernel } from "../../lib/kernel/probe.ts";
import type { Probed } from "../../lib/kernel/probe.ts";

const folders = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith("kernel-probe-"));
let before: string[];
beforeAll(() => (before = folders()));
afterAll(() => expect(folders().filter((name) => !before.includes(name))).toEqual([]));

const probe = (argv: readonly string[], expression = "1 + 1", timeoutMs = 20_000): Promise<Probed> =>
  probeKernel({ argv, expression, timeoutMs });
const program = (code: string): string[] => [process.execPath, "-e", code, "{connection_file}"];

describe("a probe", () => {
  test.each(["typescript", "javascript"] as const)("works something out in the kernel of %s", async (language) => {
    const { argv } = kernelSpec({ node: process.execPath, compileCache: "", language });
    expect(await probe(argv, "[6 * 7].length + 1")).toMatchObject({ text: "2" });
  });

  test("tells what is wrong with the expression", async () => {
    const { argv } = kernelSpec({ node: process.execPath, compileCache: "" });
    expect(await probe(argv, "missing")).toEqual({ failure: expect.stringContaining("missing") });
  });

  test("tells a program that is not there", async () => {
    expect(await probe(["/no/such/node"])).toEqual({ failure: expect.stringContaining("ENOENT") });
  });

  test("tells a program that ends, with what it said last", async () => {
    expect(await probe(program("console.error('no library'); process.exit(3)"))).toEqual({
      failure: "it ended with 3\nno library",
    });
  });

  test("that has failed keeps no program waiting for an answer", async () => {
    const probeIt = `import { probeKernel } from ${JSON.stringify(import.meta.resolve("../../lib/kernel/probe.ts"))};
      await probeKernel({ argv: [process.execPath, "-e", "0"], expression: "1", timeoutMs: 60_000 });`;
    const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", probeIt], { timeout: 30_000 });
    expect(status).toBe(0);
  });

  test("does not wait for ever, and ends the program", async () => {
    const started = performance.now();
    expect(await probe(program("setInterval(() => {}, 1000)"), "1", 1_000)).toEqual({
      failure: "no answer within 1 s",
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
