import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channels } from "../../lib/kernel/connection-file.ts";
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

  test("and a kernel say in one sentence that ZeroMQ cannot be loaded, and what to do", () => {
    const broken = `import { registerHooks } from "node:module";
      registerHooks({ resolve(name, context, next) {
        if (name === "zeromq") throw new Error("libstdc++.so.6: version not found\\nRequire stack: …");
        return next(name, context);
      } });`;
    const hook = ["--import", `data:text/javascript,${encodeURIComponent(broken)}`];
    const sentence =
      /zeromq, .*, cannot be loaded on \w+ \w+: npm ci installs it again\. It says: libstdc\S+ version not found\n?$/u;
    const program = `const { probeKernel } = await import(${JSON.stringify(import.meta.resolve("../../lib/kernel/index.ts"))});
      const { failure } = await probeKernel({ argv: ["no kernel is started"], expression: "1", timeoutMs: 60_000 });
      process.stdout.write(failure);`;
    const options = { timeout: 30_000, encoding: "utf8" } as const;
    const probed = spawnSync(process.execPath, [...hook, "--input-type=module", "-e", program], options);
    expect(probed).toMatchObject({ status: 0, stdout: expect.stringMatching(sentence) });

    const folder = mkdtempSync(path.join(os.tmpdir(), "no-zeromq-"));
    const file = path.join(folder, "connection.json");
    const ports = Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, i + 1]));
    writeFileSync(file, JSON.stringify({ ip: "127.0.0.1", key: "k", ...ports }));
    const { argv } = kernelSpec({ node: process.execPath, compileCache: "" });
    const [node, ...args] = argv.map((word) => (word === "{connection_file}" ? file : word));
    const kernel = spawnSync(node!, [...hook, ...args], options);
    expect(kernel).toMatchObject({ status: 1, stderr: expect.stringMatching(/^tslab kernel: zeromq, .*\n$/u) });
    rmSync(folder, { recursive: true });
  });

  test("does not wait for ever, and ends the program", async () => {
    const started = performance.now();
    expect(await probe(program("setInterval(() => {}, 1000)"), "1", 1_000)).toEqual({
      failure: "no answer within 1 s",
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
