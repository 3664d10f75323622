/** Kernels of one number at a time, with one or two inputs. */
import { backend_util } from "@tensorflow/tfjs";
import type { BinaryInputs, DataType, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast } from "./compose.ts";
import { unary } from "./unary.ts";

type Binary = (graph: GraphBuilder, a: Name, b: Name) => Name;

const float32: readonly DataType[] = ["float32"];
const numbers: readonly DataType[] = ["float32", "int32"];

function binary(
  name: string,
  build: Binary | string,
  { of = float32, to }: { of?: readonly DataType[]; to?: DataType } = {},
): Kernel {
  const operator: Binary = typeof build === "string" ? (graph, a, b) => graph.op(build, [a, b]) : build;
  return kernel<BinaryInputs>(({ a, b }, _, backend) => {
    if (a.dtype !== b.dtype || !of.includes(a.dtype)) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, name, [a, b], { shape, dtype: to ?? a.dtype }, (graph, [a, b]) => operator(graph, a!, b!));
  });
}

function compare(operator: string): Kernel {
  return kernel<BinaryInputs>(({ a, b }, _, backend) => {
    if (a.dtype !== b.dtype) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, operator, [a, b], { shape, dtype: "bool" }, (graph, inputs) => {
      // of truth values ONNX only knows whether they are equal
      const isOrdered = operator === "Equal" || a.dtype !== "bool";
      return graph.op(operator, isOrdered ? inputs : inputs.map((name) => cast(graph, name, "int32")));
    });
  });
}

/**
 * 1 / (1 + e⁻ˣ). ONNX Runtime's own is 0 from −18 downward, so that the logarithm of a small probability is infinite.
 */
export function sigmoid(graph: GraphBuilder, x: Name): Name {
  const exponential = graph.op("Exp", [graph.op("Neg", [x])]);
  return graph.op("Reciprocal", [graph.op("Add", [exponential, graph.scalar(1)])]);
}

/** In float64: near a pole the last digit of the angle is many of the result. */
function tan(graph: GraphBuilder, x: Name): Name {
  const angle = cast(graph, x, "double");
  return cast(graph, graph.op("Div", [graph.op("Sin", [angle]), graph.op("Cos", [angle])]), "float32");
}

export const elementwise: KernelTable = {
  Abs: unary("Abs"),
  Acos: unary("Acos"),
  Asin: unary("Asin"),
  Atan: unary("Atan"),
  Ceil: unary("Ceil"),
  Cos: unary("Cos"),
  Erf: unary("Erf"),
  Exp: unary("Exp"),
  Floor: unary("Floor"),
  Log: unary("Log"),
  Neg: unary("Neg", undefined, { of: numbers }),
  Reciprocal: unary("Reciprocal"),
  Relu: unary("Relu"),
  Rsqrt: unary("Rsqrt", (graph, x) => graph.op("Reciprocal", [graph.op("Sqrt", [x])])),
  Sigmoid: unary("Sigmoid", sigmoid),
  Sin: unary("Sin"),
  Softplus: unary("Softplus"),
  Sqrt: unary("Sqrt"),
  Square: unary("Square", (graph, x) => graph.op("Mul", [x, x])),
  Tan: unary("Tan", tan),
  Tanh: unary("Tanh"),

  Add: binary("Add", "Add", { of: numbers }),
  Maximum: binary("Max", "Max", { of: numbers }),
  Minimum: binary("Min", "Min", { of: numbers }),
  Multiply: binary("Mul", "Mul", { of: numbers }),
  Pow: binary("Pow", "Pow"),
  RealDiv: binary("Div", "Div"),
  SquaredDifference: binary("SquaredDifference", (graph, a, b) => {
    const difference = graph.op("Sub", [a, b]);
    return graph.op("Mul", [difference, difference]);
  }),
  Sub: binary("Sub", "Sub", { of: numbers }),

  Equal: compare("Equal"),
  Greater: compare("Greater"),
  GreaterEqual: compare("GreaterOrEqual"),
  Less: compare("Less"),
  LessEqual: compare("LessOrEqual"),
  LogicalAnd: binary("And", "And", { of: ["bool"], to: "bool" }),
  LogicalOr: binary("Or", "Or", { of: ["bool"], to: "bool" }),
  LogicalNot: kernel<UnaryInputs>(({ x }, _, backend) =>
    x.dtype === "bool" ? record(backend, "Not", [x], x, (graph, [x]) => graph.op("Not", [x!])) : undefined,
  ),
};
