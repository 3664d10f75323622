/** Sums and products along an axis, running and whole. */
import { backend_util, util } from "@tensorflow/tfjs";
import type { CumsumAttrs, ProdAttrs, TensorInfo, UnaryInputs } from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast, full, toInt32 } from "./compose.ts";

type NumberType = "float32" | "int32";

interface Scan {
  shape: readonly number[];
  axis: number;
  exclusive: boolean;
  reverse: boolean;
  dtype: NumberType;
}

const flag = (value: boolean | undefined): number => (value ? 1 : 0);

function cumsum(graph: GraphBuilder, x: Name, { axis, exclusive, reverse }: Scan): Name {
  return graph.op("CumSum", [x, graph.scalar(axis, "int32")], { exclusive: flag(exclusive), reverse: flag(reverse) });
}

/** By doubling: after k rounds each number is the product of the 2ᵏ up to it. ONNX has no operator for it. */
function cumprod(graph: GraphBuilder, x: Name, scan: Scan): Name {
  let product = scan.exclusive ? shifted(graph, x, { ...scan, by: 1 }) : x;
  for (let by = 1; by < scan.shape[scan.axis]!; by *= 2)
    product = graph.op("Mul", [product, shifted(graph, product, { ...scan, by })]);
  return product;
}

/** Moved along the axis in its direction, with ones where nothing comes from. */
function shifted(graph: GraphBuilder, x: Name, { shape, axis, reverse, dtype, by }: Scan & { by: number }): Name {
  const length = shape[axis]!;
  const ones = full(graph, shape.with(axis, Math.min(by, length)), { value: 1, type: dtype });
  if (by >= length) return ones;
  const [from, to] = reverse ? [by, length] : [0, length - by];
  const kept = graph.op("Slice", [x, graph.int64([from]), graph.int64([to]), graph.int64([axis])]);
  return graph.op("Concat", reverse ? [kept, ones] : [ones, kept], { axis });
}

/** Sums and products of truth values are int32. */
function asNumbers(graph: GraphBuilder, x: Name, { dtype }: TensorInfo): Name {
  return dtype === "bool" ? cast(graph, x, "int32") : x;
}

function running(name: string, build: (graph: GraphBuilder, x: Name, scan: Scan) => Name) {
  return kernel<UnaryInputs, CumsumAttrs>(({ x }, { axis, exclusive, reverse }, backend) => {
    const [at] = util.parseAxisParam(axis, x.shape) as [number];
    const dtype: NumberType = x.dtype === "float32" ? "float32" : "int32";
    const scan = { shape: x.shape, axis: at, exclusive, reverse, dtype };
    return record(backend, `${name} ${at} ${exclusive} ${reverse}`, [x], { shape: x.shape, dtype }, (graph, [name]) =>
      build(graph, asNumbers(graph, name!, x), scan),
    );
  });
}

function prod(backend: OnnxBackend, x: TensorInfo, { axis, keepDims }: ProdAttrs): TensorInfo {
  const axes = util.parseAxisParam(axis, x.shape);
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const dtype = x.dtype === "float32" ? "float32" : "int32";
  const output = { shape: keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, dtype } as const;
  return record(backend, `Prod ${axes} ${keepDims}`, [x], output, (graph, [name]) => {
    // without axes ONNX would multiply all
    if (axes.length === 0) return asNumbers(graph, name!, x);
    const multiply = (numbers: Name): Name => graph.op("ReduceProd", [numbers], { axes, keepdims: flag(keepDims) });
    // in float64, as JavaScript does it: ONNX Runtime would not wrap integers, but stop at the largest
    return dtype === "float32" ? multiply(name!) : toInt32(graph, multiply(cast(graph, name!, "double")), "double");
  });
}

export const cumulative: KernelTable = {
  Cumsum: running("Cumsum", cumsum),
  Cumprod: running("Cumprod", cumprod),
  Prod: kernel<UnaryInputs, ProdAttrs>(({ x }, attributes, backend) => prod(backend, x, attributes)),
};
