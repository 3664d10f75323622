/** How kernels of one number at a time, with one input, are written. */
import type { DataType, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";

export type Unary = (graph: GraphBuilder, x: Name) => Name;

/**
 * Without `build`, ONNX's operator of the same name. Mostly of float32 only: other types tfjs first converts, or has
 * rules of its own for.
 */
export function unary(
  name: string,
  build: Unary = (graph, x) => graph.op(name, [x]),
  { of = ["float32"] }: { of?: readonly DataType[] } = {},
): Kernel {
  return kernel<UnaryInputs>(({ x }, _, backend) =>
    of.includes(x.dtype) ? record(backend, name, [x], x, (graph, [x]) => build(graph, x!)) : undefined,
  );
}
