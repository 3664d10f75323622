import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelNames, kernelSpec } from "../../lib/kernel/index.ts";

test("the kernelspec names the runtime and the program by path, and leaves the connection file to Jupyter", () => {
  const { argv, language, interrupt_mode, env } = kernelSpec({ node: "/path with space/node", compileCache: "/cache" });
  expect(argv[0]).toBe("/path with space/node");
  expect(argv.at(-1)).toBe("{connection_file}");
  expect(existsSync(argv.at(-2)!)).toBe(true);
  expect({ language, interrupt_mode, env }).toEqual({
    language: "typescript",
    interrupt_mode: "message",
    env: { NODE_COMPILE_CACHE: "/cache" },
  });
});

test("the JavaScript kernel is the same program, told so", () => {
  const typescript = kernelSpec({ node: "/node", compileCache: "/cache" });
  const javascript = kernelSpec({ node: "/node", compileCache: "/cache", language: "javascript" });
  expect(javascript.argv).toEqual(typescript.argv.toSpliced(-1, 0, "--javascript"));
  expect(javascript.language).toBe("javascript");
  // the names that stock tslab's installer gives its two kernels
  expect(kernelNames).toEqual({ typescript: "tslab", javascript: "jslab" });
});
