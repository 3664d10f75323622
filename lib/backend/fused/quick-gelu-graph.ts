/** The operators of x / (1 + exp(−α x)) and its derivative. */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";

export function addQuickGelu(graph: GraphBuilder, x: Name, alpha: number): Name {
  return graph.microsoft("QuickGelu", [x], { alpha: { float: alpha } });
}

/** σ(z) (1 + z σ(−z)) for z = α x; z σ(−z) is α times what the operator makes of x and −α. */
export function addQuickGeluSlope(graph: GraphBuilder, x: Name, alpha: number): Name {
  const mirrored = addQuickGelu(graph, x, -alpha);
  const factor = graph.op("Add", [graph.op("Mul", [mirrored, graph.scalar(alpha)]), graph.scalar(1)]);
  return graph.op("Mul", [graph.op("Sigmoid", [graph.op("Mul", [x, graph.scalar(alpha)])]), factor]);
}
