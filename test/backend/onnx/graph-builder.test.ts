/** The oracle is ONNX Runtime, which loads the bytes and runs the graph. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../lib/backend/onnx/graph-builder.ts";
import type { Name } from "../../../lib/backend/onnx/graph-builder.ts";
import { openSession, runtimeTensor } from "../../../lib/backend/onnx/session.ts";

/** What a graph of one input, [1, 2, 3, 4] in this shape, makes. */
function run(shape: number[], build: (graph: GraphBuilder, x: Name) => Name, outputShape: number[]): number[] {
  const graph = new GraphBuilder();
  const x = graph.input("float32", shape);
  const y = graph.output(build(graph, x), "float32", outputShape);
  const values = new Float32Array(outputShape.reduce((size, length) => size * length, 1));
  const session = openSession(graph.encode(), { threads: 1 });
  session.run(
    { [x]: runtimeTensor("float32", Float32Array.of(1, 2, 3, 4), shape) },
    { [y]: runtimeTensor("float32", values, outputShape) },
  );
  session.dispose();
  return [...values];
}

const resized = (graph: GraphBuilder, x: Name): Name =>
  graph.op("Resize", [x, "", "", graph.int64([1, 1, 1, 4])], {
    mode: "nearest",
    coordinate_transformation_mode: "asymmetric",
    nearest_mode: "floor",
  });

test("attributes of all kinds arrive: an integer, a real number, a text, a list", () => {
  expect(run([2, 2], (graph, x) => graph.op("Transpose", [x], { perm: [1, 0] }), [2, 2])).toEqual([1, 3, 2, 4]);
  expect(run([2, 2], (graph, x) => graph.op("Softmax", [x], { axis: 0 }), [2, 2])[0]).toBeCloseTo(
    1 / (1 + Math.E ** 2),
  );
  expect(
    run([4], (graph, x) => graph.op("Elu", [graph.op("Neg", [x])], { alpha: { float: 2.5 } }), [4])[0],
  ).toBeCloseTo(2.5 * (Math.exp(-1) - 1));
  expect(run([1, 1, 2, 2], resized, [1, 1, 1, 4])).toEqual([1, 1, 2, 2]);
});

test("negative attributes and constants keep their sign, zero too", () => {
  expect(run([2, 2], (graph, x) => graph.op("Concat", [x, x], { axis: -1 }), [2, 4])).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  expect(run([4], (graph, x) => graph.op("Mul", [x, graph.scalar(-3)]), [4])).toEqual([-3, -6, -9, -12]);
  const reciprocal = (zero: number) =>
    run([4], (graph) => graph.op("Expand", [graph.op("Reciprocal", [graph.scalar(zero)]), graph.int64([1])]), [1]);
  expect([reciprocal(0), reciprocal(-0)]).toEqual([[Infinity], [-Infinity]]);
});

test("an input, a constant, and one value twice can be results", () => {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [1]);
  const twice = graph.op("Add", [x, x]);
  const names = [x, graph.scalar(7), twice, twice].map((name, i) => graph.output(name, "float32", i === 1 ? [] : [1]));
  expect(new Set(names).size).toBe(4);
  const results = names.map((_, i) => runtimeTensor("float32", new Float32Array(1), i === 1 ? [] : [1]));
  const session = openSession(graph.encode(), { threads: 1 });
  session.run(
    { [x]: runtimeTensor("float32", Float32Array.of(5), [1]) },
    Object.fromEntries(names.map((name, i) => [name, results[i]!])),
  );
  expect(results.map(({ data }) => (data as Float32Array)[0])).toEqual([5, 7, 10, 10]);
  session.dispose();
});

test("what no result is made from is left out", () => {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [1]);
  graph.op("Tanh", [graph.op("Sin", [x])]);
  graph.output(graph.op("Cos", [graph.op("Exp", [x])]), "float32", [1]);
  const text = new TextDecoder("latin1").decode(graph.encode());
  expect(["Tanh", "Sin", "Cos", "Exp"].filter((type) => text.includes(type))).toEqual(["Cos", "Exp"]);
});

test("the same constant is kept once", () => {
  const graph = new GraphBuilder();
  expect(graph.scalar(1)).toBe(graph.scalar(1));
  expect(graph.int64([1, 2])).toBe(graph.int64([1, 2]));
  expect(graph.scalar(1)).not.toBe(graph.scalar(1, "int32"));
  expect(graph.int64([])).not.toBe(graph.int64([0]));
});

test("a graph that ONNX Runtime refuses is an error that names the operator", () => {
  expect(() => run([4], (graph, x) => graph.op("NoSuchOperator", [x]), [4])).toThrow(/NoSuchOperator/u);
});
