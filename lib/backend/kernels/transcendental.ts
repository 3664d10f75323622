/** Hyperbolic functions and their inverses, angles, and exponentials and logarithms near 0 and 1. */
import { backend_util } from "@tensorflow/tfjs";
import type { BinaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { unary } from "./unary.ts";

/** exp(x) - 1 = tanh(x / 2) · (exp(x) + 1), which loses no digits near 0. */
function expm1(graph: GraphBuilder, x: Name): Name {
  const half = graph.op("Tanh", [graph.op("Mul", [x, graph.scalar(0.5)])]);
  return graph.op("Mul", [half, graph.op("Add", [graph.op("Exp", [x]), graph.scalar(1)])]);
}

/**
 * log(1 + x), where the error that 1 + x is rounded with is divided out again.
 *
 * Reference: Goldberg, What Every Computer Scientist Should Know About Floating-Point Arithmetic (1991), theorem 4.
 */
function log1p(graph: GraphBuilder, x: Name): Name {
  const one = graph.scalar(1);
  const sum = graph.op("Add", [x, one]);
  const factor = graph.op("Div", [graph.op("Log", [sum]), graph.op("Sub", [sum, one])]);
  const isInfinite = graph.op("Equal", [x, graph.scalar(Infinity)]);
  const isItself = graph.op("Or", [graph.op("Equal", [sum, one]), isInfinite]);
  return graph.op("Mul", [x, graph.op("Where", [isItself, one, factor])]);
}

function hasSign(graph: GraphBuilder, x: Name): Name {
  const zero = graph.scalar(0);
  // -0 is not less than 0, but 1 / -0 is
  return graph.op("Or", [graph.op("Less", [x, zero]), graph.op("Less", [graph.op("Reciprocal", [x]), zero])]);
}

/** The angle of (x, y): that of the first eighth of the circle, mirrored to where it belongs. */
function atan2(graph: GraphBuilder, y: Name, x: Name): Name {
  const where = (condition: Name, yes: Name, no: Name): Name => graph.op("Where", [condition, yes, no]);
  const [zero, one] = [graph.scalar(0), graph.scalar(1)];
  const [height, width] = [graph.op("Abs", [y]), graph.op("Abs", [x])];
  const isSteep = graph.op("Greater", [height, width]);
  const [small, large] = [where(isSteep, width, height), where(isSteep, height, width)];
  // 0 / 0 and ∞ / ∞ count as 0 and 1
  const ofEqual = where(graph.op("Equal", [large, zero]), zero, one);
  const slope = where(graph.op("Equal", [small, large]), ofEqual, graph.op("Div", [small, large]));
  const eighth = graph.op("Atan", [slope]);
  const quarter = where(isSteep, graph.op("Sub", [graph.scalar(Math.PI / 2), eighth]), eighth);
  const half = where(hasSign(graph, x), graph.op("Sub", [graph.scalar(Math.PI), quarter]), quarter);
  // a product, because a -0 that was chosen would be 0
  return graph.op("Mul", [half, where(hasSign(graph, y), graph.scalar(-1), one)]);
}

export const transcendental: KernelTable = {
  Acosh: unary("Acosh"),
  Asinh: unary("Asinh"),
  Atanh: unary("Atanh"),
  Cosh: unary("Cosh"),
  Expm1: unary("Expm1", expm1),
  Log1p: unary("Log1p", log1p),
  Sinh: unary("Sinh"),
  Atan2: kernel<BinaryInputs>(({ a, b }, _, backend) => {
    if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, "Atan2", [a, b], { shape, dtype: "float32" }, (graph, [y, x]) => atan2(graph, y!, x!));
  }),
};
