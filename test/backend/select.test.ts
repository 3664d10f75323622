/** Which backend is taken, with backends that only say that they were started. */
import { describe, expect, test } from "vitest";
import { selectBackend } from "../../lib/backend/index.ts";
import type { Starter } from "../../lib/backend/index.ts";

const names = ["tensorflow", "onnx", "wasm", "cpu"];

/** Select among backends of which those in `broken` throw the error given there. */
async function select(
  env: Record<string, string | undefined>,
  broken: Record<string, unknown> = {},
  intraOpThreads?: number,
) {
  const tried: string[] = [];
  const lines: string[] = [];
  let threads: number | undefined;
  const starter =
    (name: string): Starter =>
    async (options) => {
      tried.push(name);
      if (name in broken) throw broken[name];
      threads = options.threads;
    };
  const starters = Object.fromEntries(names.map((name) => [name, starter(name)]));
  const options = { env, starters, say: (line: string) => void lines.push(line) };
  const selection = await selectBackend(intraOpThreads === undefined ? options : { ...options, intraOpThreads });
  return { selection, tried, lines, threads };
}

const missing = (message: string): Error => Object.assign(new Error(message), { code: "MODULE_NOT_FOUND" });

describe("without a wish", () => {
  test.each([{}, { TF_BACKEND: "" }, { TF_BACKEND: " " }])("the fastest is taken, silently: %o", async (env) => {
    const { selection, tried, lines } = await select(env);
    expect(selection).toEqual({ name: "onnx", reason: "the fastest that there is" });
    expect([tried, lines]).toEqual([["onnx"], []]);
  });

  test("wasm is taken where ONNX Runtime has no library, and one line says so", async () => {
    const onnx = missing(
      "Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'\nRequire stack:\n- x",
    );
    const { selection, tried, lines } = await select({}, { onnx });
    const here = `${process.platform}-${process.arch}`;
    expect(selection).toEqual({ name: "wasm", reason: `onnx: onnxruntime-node has no library for ${here}` });
    expect(tried).toEqual(["onnx", "wasm"]);
    expect(lines).toEqual([
      `TensorFlow.js runs on wasm, not on onnx. onnx: onnxruntime-node has no library for ${here}`,
    ]);
  });

  test("wasm is taken where the library does not load, in the loader's first line", async () => {
    const onnx = new Error("libstdc++.so.6: version `GLIBCXX_3.4.30' not found\n  (required by x)");
    const { selection, lines } = await select({}, { onnx });
    expect(selection.reason).toBe("onnx: libstdc++.so.6: version `GLIBCXX_3.4.30' not found");
    expect(lines.join("").split("\n")).toHaveLength(1);
  });

  test("cpu is taken where nothing else starts, with every reason", async () => {
    const { selection } = await select({}, { onnx: new Error("no library"), wasm: "not even an error" });
    expect(selection).toEqual({ name: "cpu", reason: "onnx: no library; wasm: not even an error" });
  });

  test("nothing is taken where nothing starts", async () => {
    const broken = { onnx: new Error("a"), wasm: new Error("b"), cpu: new Error("c") };
    await expect(select({}, broken)).rejects.toThrow("no backend starts. onnx: a; wasm: b; cpu: c");
  });

  test("what was said once is not said again", async () => {
    const broken = { onnx: new Error("for the test that counts lines") };
    expect((await select({}, broken)).lines).toHaveLength(1);
    expect((await select({}, broken)).lines).toEqual([]);
  });
});

describe("TF_BACKEND", () => {
  test.each([
    ["onnx", "onnx"],
    ["tfjs-node", "tensorflow"],
    ["tensorflow", "tensorflow"],
    ["wasm", "wasm"],
    ["cpu", "cpu"],
    [" WASM ", "wasm"],
  ])("%o is %s, and no other is tried", async (asked, name) => {
    const { selection, tried, lines } = await select({ TF_BACKEND: asked });
    expect(selection).toEqual({ name, reason: "TF_BACKEND asks for it" });
    expect([tried, lines]).toEqual([[name], []]);
  });

  test("tfjs-node that is not installed gives way to onnx, and the line says how to install it", async () => {
    const tensorflow = missing("Cannot find module '@tensorflow/tfjs-node'\nRequire stack:\n- x");
    const { selection, lines } = await select({ TF_BACKEND: "tfjs-node" }, { tensorflow });
    expect(selection.name).toBe("onnx");
    expect(lines).toEqual([
      "TensorFlow.js runs on onnx, not on tensorflow. tensorflow: @tensorflow/tfjs-node is not installed; npm run setup:tfjs-node builds it",
    ]);
  });

  test("a package that tfjs-node itself lacks is not taken for tfjs-node", async () => {
    const tensorflow = missing("Cannot find module '@mapbox/node-pre-gyp'");
    const { selection } = await select({ TF_BACKEND: "tfjs-node" }, { tensorflow });
    expect(selection.reason).toBe("tensorflow: Cannot find module '@mapbox/node-pre-gyp'");
  });

  test("wasm that does not start gives way to something slower, not to something else", async () => {
    const { tried } = await select({ TF_BACKEND: "wasm" }, { wasm: new Error("no WebAssembly") });
    expect(tried).toEqual(["wasm", "cpu"]);
  });

  test.each(["gpu", "webgl", "toString", "onnx,wasm"])("%o is refused with what there is", async (asked) => {
    await expect(select({ TF_BACKEND: asked })).rejects.toThrow(
      `TF_BACKEND: expected onnx, tfjs-node, tensorflow, wasm, cpu, got ${asked}`,
    );
  });
});

describe("threads", () => {
  test("are as many as there are processors, and no more than eight", async () => {
    const { threads } = await select({});
    expect(threads).toBe(Math.min(8, navigator.hardwareConcurrency));
  });

  test("are what TF_THREADS says, and what the caller says before that", async () => {
    expect((await select({ TF_THREADS: "3" })).threads).toBe(3);
    expect((await select({ TF_THREADS: "3" }, {}, 24)).threads).toBe(24);
    expect((await select({ TF_THREADS: "" })).threads).toBeGreaterThan(0);
  });

  test.each(["0", "-1", "1.5", "two", "1025", "Infinity"])("TF_THREADS=%s is refused", async (asked) => {
    await expect(select({ TF_THREADS: asked })).rejects.toThrow(
      `TF_THREADS: expected a whole number from 1 to 1024, got ${asked}`,
    );
  });

  test("a caller's NaN is refused by the name of the option", async () => {
    await expect(select({}, {}, NaN)).rejects.toThrow(
      "intraOpThreads: expected a whole number from 1 to 1024, got NaN",
    );
  });
});
