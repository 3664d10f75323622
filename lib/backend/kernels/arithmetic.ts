/** Signs, limits, rounding, remainders, and sums of many tensors. */
import { backend_util } from "@tensorflow/tfjs";
import type { BinaryInputs, ClipByValueAttrs, TensorInfo, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast, keyOf, toInt32 } from "./compose.ts";

type NumberType = "float32" | "int32";

function isNumber(dtype: string): dtype is NumberType {
  return dtype === "float32" || dtype === "int32";
}

/** -1, 0 or 1; 0 for NaN, which ONNX's own would keep. */
function sign(graph: GraphBuilder, x: Name, dtype: NumberType): Name {
  const zero = graph.scalar(0, dtype);
  const isPositive = cast(graph, graph.op("Greater", [x, zero]), dtype);
  return graph.op("Sub", [isPositive, cast(graph, graph.op("Less", [x, zero]), dtype)]);
}

/** The remainder with the sign of b: in float64, as JavaScript computes it. */
function floatMod(graph: GraphBuilder, a: Name, b: Name): Name {
  const zero = graph.scalar(0);
  const [dividend, divisor] = [cast(graph, a, "double"), cast(graph, b, "double")];
  const mod = (x: Name): Name => graph.op("Mod", [x, divisor], { fmod: 1 });
  const remainder = mod(dividend);
  const sameSign = graph.op("Equal", [graph.op("Less", [a, zero]), graph.op("Less", [b, zero])]);
  const moved = mod(graph.op("Add", [remainder, divisor]));
  return cast(graph, graph.op("Where", [sameSign, remainder, moved]), "float32");
}

/** The same for integers, and 0 where b is 0. */
function integerMod(graph: GraphBuilder, a: Name, b: Name): Name {
  const isSafe = graph.op("And", [
    graph.op("Not", [graph.op("Equal", [b, graph.scalar(0, "int32")])]),
    graph.op("Not", [graph.op("Equal", [b, graph.scalar(-1, "int32")])]),
  ]);
  // subtle: a division by 0, or of the smallest integer by -1, ends the process
  return graph.op("Mod", [a, graph.op("Where", [isSafe, b, graph.scalar(1, "int32")])]);
}

/** An integer limit that clips integers as `limit` does. */
function integerLimit(limit: number): number {
  return Math.trunc(Math.min(Math.max(limit, -(2 ** 31)), 2 ** 31 - 1));
}

export const arithmetic: KernelTable = {
  Sign: kernel<UnaryInputs>(({ x }, _, backend) => {
    const { dtype } = x;
    return isNumber(dtype) ? record(backend, "Sign", [x], x, (graph, [x]) => sign(graph, x!, dtype)) : undefined;
  }),
  /** Half to even. */
  Round: kernel<UnaryInputs>(({ x }, _, backend) => {
    if (x.dtype === "int32") return backend.alias(x, x.shape);
    return x.dtype === "float32"
      ? record(backend, "Round", [x], x, (graph, [x]) => graph.op("Round", [x!]))
      : undefined;
  }),
  ClipByValue: kernel<UnaryInputs, ClipByValueAttrs>(({ x }, { clipValueMin: min, clipValueMax: max }, backend) => {
    const { dtype } = x;
    if (!isNumber(dtype)) return undefined;
    if (dtype === "int32" && (min >= 2 ** 31 || max < -(2 ** 31))) return undefined;
    const [low, high] = dtype === "int32" ? [integerLimit(min), integerLimit(max)] : [min, max];
    return record(backend, `ClipByValue ${keyOf(low)} ${keyOf(high)}`, [x], x, (graph, [x]) =>
      graph.op("Clip", [x!, graph.scalar(low, dtype), graph.scalar(high, dtype)]),
    );
  }),
  Mod: kernel<BinaryInputs>(({ a, b }, _, backend) => {
    const { dtype } = a;
    if (b.dtype !== dtype || !isNumber(dtype)) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const mod = dtype === "int32" ? integerMod : floatMod;
    return record(backend, "Mod", [a, b], { shape, dtype }, (graph, [a, b]) => mod(graph, a!, b!));
  }),
  /** ⌊a / b⌋ as int32 for either type, 0 where b is 0. */
  FloorDiv: kernel<BinaryInputs>(({ a, b }, _, backend) => {
    if (b.dtype !== a.dtype || !isNumber(a.dtype)) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return record(backend, "FloorDiv", [a, b], { shape, dtype: "int32" }, (graph, [a, b]) => {
      // in float64, because a quotient rounded to float32 may have reached the next integer
      const quotient = graph.op("Div", [cast(graph, a!, "double"), cast(graph, b!, "double")]);
      return toInt32(graph, graph.op("Floor", [quotient]), "double");
    });
  }),
  AddN: kernel<TensorInfo[]>((inputs, _, backend) => {
    const tensors = Object.values(inputs);
    const [{ shape, dtype }] = tensors as [TensorInfo];
    if (!isNumber(dtype) || tensors.some((each) => each.dtype !== dtype)) return undefined;
    return record(backend, "AddN", tensors, { shape, dtype }, (graph, names) =>
      names.reduce((sum, name) => graph.op("Add", [sum, name])),
    );
  }),
};
