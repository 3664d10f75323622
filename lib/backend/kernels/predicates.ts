/** Kernels that answer with true or false, of one number or of all along some axes. */
import { backend_util, util } from "@tensorflow/tfjs";
import type { AllAttrs, BinaryInputs, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast } from "./compose.ts";

function predicate(name: string, build: (graph: GraphBuilder, x: Name) => Name): Kernel {
  return kernel<UnaryInputs>(({ x: { dtype, ...x } }, _, backend) =>
    record(backend, name, [{ dtype, ...x }], { shape: x.shape, dtype: "bool" }, (graph, [x]) =>
      build(graph, dtype === "float32" ? x! : cast(graph, x!, "float32")),
    ),
  );
}

/** `All` is the smallest of zeros and ones, `Any` the largest. */
function reduction(name: string, operator: string): Kernel {
  return kernel<UnaryInputs, AllAttrs>(({ x }, { axis, keepDims }, backend) => {
    if (x.dtype !== "bool") return undefined;
    const axes = util.parseAxisParam(axis, x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const kept = backend_util.expandShapeToKeepDim(shape, axes);
    if (axes.length === 0) return backend.alias(x, x.shape);
    const output = { shape: keepDims ? kept : shape, dtype: "bool" as const };
    return record(backend, `${name} ${axes} ${keepDims}`, [x], output, (graph, [x]) => {
      const reduced = graph.op(operator, [cast(graph, x!, "uint8")], { axes, keepdims: keepDims ? 1 : 0 });
      return cast(graph, reduced, "bool");
    });
  });
}

const infinity = (graph: GraphBuilder): Name => graph.scalar(Infinity);

export const predicates: KernelTable = {
  IsNan: predicate("IsNan", (graph, x) => graph.op("IsNaN", [x])),
  IsInf: predicate("IsInf", (graph, x) => graph.op("Equal", [graph.op("Abs", [x]), infinity(graph)])),
  IsFinite: predicate("IsFinite", (graph, x) => graph.op("Less", [graph.op("Abs", [x]), infinity(graph)])),
  NotEqual: kernel<BinaryInputs>(({ a, b }, _, backend) => {
    if (a.dtype !== b.dtype) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, "NotEqual", [a, b], { shape, dtype: "bool" }, (graph, inputs) =>
      graph.op("Not", [graph.op("Equal", inputs)]),
    );
  }),
  All: reduction("All", "ReduceMin"),
  Any: reduction("Any", "ReduceMax"),
};
