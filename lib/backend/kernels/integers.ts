/**
 * Magnitudes, squares and powers of integers, wrapped around where they do not fit; of other types as `elementwise` has
 * them.
 */
import { backend_util } from "@tensorflow/tfjs";
import type { BinaryInputs, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast, toInt32 } from "./compose.ts";
import { elementwise } from "./elementwise.ts";

/** The cpu backend computes in float64 and keeps float32, so that from 2²⁴ on low digits are lost. */
function unary(name: string, build: (graph: GraphBuilder, x: Name) => Name): Kernel {
  return kernel<UnaryInputs>((inputs, attributes, backend) => {
    const { x } = inputs;
    if (x.dtype !== "int32") return elementwise[name]!(inputs, attributes, backend);
    return record(backend, name, [x], x, (graph, [x]) =>
      toInt32(graph, cast(graph, build(graph, cast(graph, x!, "double")), "float32")),
    );
  });
}

export const integers: KernelTable = {
  Abs: unary("Abs", (graph, x) => graph.op("Abs", [x])),
  Square: unary("Square", (graph, x) => graph.op("Mul", [x, x])),
  /** In float64 and towards zero, as JavaScript computes it: 0 for the power of less than 0 of what is not ±1. */
  Pow: kernel<BinaryInputs>((inputs, attributes, backend) => {
    const { a, b } = inputs;
    if (a.dtype !== "int32" || b.dtype !== "int32") return elementwise.Pow!(inputs, attributes, backend);
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, "Pow", [a, b], { shape, dtype: "int32" }, (graph, [a, b]) =>
      toInt32(graph, graph.op("Pow", [cast(graph, a!, "double"), cast(graph, b!, "double")]), "double"),
    );
  }),
};
