/** Expressions in ONNX's operators, for kernels that are more than one of them. */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import type { GraphType } from "../onnx/graph-types.ts";
import { elementType } from "../onnx/proto.ts";

/** Those that only exist inside a graph too. */
const types = { ...elementType, uint8: 2, double: 11 } as const;

export function cast(graph: GraphBuilder, x: Name, type: keyof typeof types): Name {
  return graph.op("Cast", [x], { to: types[type] });
}

/** A number as part of a kernel's key, in which -0 is not 0. */
export function keyOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** One number in a shape. `type` as in `GraphBuilder.scalar`. */
export function full(
  graph: GraphBuilder,
  shape: readonly number[],
  { value, type }: { value: number; type: GraphType },
): Name {
  return graph.op("Expand", [graph.scalar(value, type), graph.int64(shape)]);
}

export function list(graph: GraphBuilder, values: readonly number[], shape: readonly number[] = [values.length]): Name {
  return graph.tensor({ type: "int32", shape, data: Int32Array.from(values) });
}

/**
 * A number to int32 as JavaScript does it: towards zero, modulo 2³², and 0 for NaN and ±∞.
 *
 * Subtle: through int64, because what ONNX's cast makes of a number that does not fit is the processor's choice; with an
 * operator between the two casts, because ONNX Runtime makes one of two that follow each other.
 */
export function toInt32(graph: GraphBuilder, x: Name, type: "float32" | "double" = "float32"): Name {
  const range = graph.scalar(2 ** 32);
  const rest = graph.op("Mod", [x, type === "double" ? cast(graph, range, "double") : range], { fmod: 1 });
  const isNumber = graph.op("Equal", [rest, rest]);
  const zero = cast(graph, graph.scalar(0), "int64");
  return cast(graph, graph.op("Where", [isNumber, cast(graph, rest, "int64"), zero]), "int32");
}
