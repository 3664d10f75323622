/** What is relied on of onnxruntime-node although its makers promise none of it. */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../lib/backend/onnx/graph-builder.ts";
import { openSession, runtimeTensor } from "../../../lib/backend/onnx/session.ts";

const require = createRequire(import.meta.url);

test("onnxruntime-node 1.30.0 has its synchronous session where session.ts looks for it", () => {
  expect(require("onnxruntime-node/package.json")).toMatchObject({ version: "1.30.0" });
  const { binding, initOrt } = require("onnxruntime-node/dist/binding.js");
  expect(typeof initOrt).toBe("function");
  expect(Object.getOwnPropertyNames(binding.InferenceSession.prototype)).toEqual(
    expect.arrayContaining(["loadModel", "run", "dispose"]),
  );
});

test("a run reads and writes the arrays in place, also parts of larger ones", () => {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [2]);
  const y = graph.output(graph.op("Mul", [x, x]), "float32", [2]);
  const session = openSession(graph.encode(), { threads: 1 });
  const memory = Float32Array.of(1, 2, 3, 4, 5, 6);
  const [input, output] = [memory.subarray(1, 3), memory.subarray(4)];
  const inputs = { [x]: runtimeTensor("float32", input, [2]) };
  const outputs = { [y]: runtimeTensor("float32", output, [2]) };
  session.run(inputs, outputs);
  expect([...memory]).toEqual([1, 2, 3, 4, 4, 9]);
  input[0] = 10;
  session.run(inputs, outputs);
  expect([...memory]).toEqual([1, 10, 3, 4, 100, 9]);
  session.dispose();
});

test("a session that was disposed says so", () => {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [1]);
  graph.output(graph.op("Neg", [x]), "float32", [1]);
  const session = openSession(graph.encode(), { threads: 1 });
  session.dispose();
  expect(() => session.run({}, {})).toThrow(/dispos/iu);
});

test("onnxruntime-node stops at a result that it cannot hand over when all is written, and copies none of the others", () => {
  const size = 2_500_000;
  const graph = new GraphBuilder();
  const x = graph.input("float32", [size]);
  const unreadable = graph.output(graph.op("Cast", [graph.scalar(0)], { to: 16 }), "bfloat16", []);
  const y = graph.output(graph.op("Neg", [x]), "float32", [size]);
  const input = { [x]: runtimeTensor("float32", new Float32Array(size).fill(3), [size]) };
  const output = new Float32Array(size);
  const copied = [undefined, unreadable].map((name) => {
    const session = openSession(graph.encode(), { threads: 1, unreadable: name });
    output.fill(0);
    const before = process.memoryUsage().arrayBuffers;
    session.run(input, { [y]: runtimeTensor("float32", output, [size]) });
    const { arrayBuffers } = process.memoryUsage();
    session.dispose();
    expect([output[0], output[size - 1]]).toEqual([-3, -3]);
    return Math.round((arrayBuffers - before) / 1e6);
  });
  expect(copied).toEqual([10, 0]);
});

test("what goes wrong in a run is told also where nothing is handed over", () => {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [1]);
  const unreadable = graph.output(graph.op("Cast", [graph.scalar(0)], { to: 16 }), "bfloat16", []);
  graph.output(graph.op("Neg", [x]), "float32", [1]);
  const session = openSession(graph.encode(), { threads: 1, unreadable });
  expect(() => session.run({}, {})).toThrow(/input/iu);
  session.dispose();
});
