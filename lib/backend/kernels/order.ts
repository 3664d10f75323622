/** Where the largest and smallest numbers are. */
import { backend_util, util } from "@tensorflow/tfjs";
import type { ArgMaxAttrs, TopKAttrs, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast } from "./compose.ts";

interface Extreme {
  operator: "ArgMax" | "ArgMin";
  /** What is never it while there is another number. */
  worst: number;
}

/** Where the extreme is. NaN is passed over, unless it comes first: nothing is larger, and nothing smaller. */
function extreme(graph: GraphBuilder, x: Name, axis: number, { operator, worst }: Extreme): Name {
  const find = (numbers: Name): Name => graph.op(operator, [numbers], { axis, keepdims: 0 });
  const isNaN = graph.op("IsNaN", [x]);
  const first = graph.op("Gather", [isNaN, graph.scalar(0, "int32")], { axis });
  const found = find(graph.op("Where", [isNaN, graph.scalar(worst), x]));
  return graph.op("Where", [first, cast(graph, graph.scalar(0), "int64"), found]);
}

function argument(options: Extreme): Kernel {
  const { operator } = options;
  return kernel<UnaryInputs, ArgMaxAttrs>(({ x }, { axis }, backend) => {
    const axes = util.parseAxisParam(axis, x.shape);
    const [at] = axes;
    if (at === undefined || axes.length !== 1) return undefined;
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    return record(backend, `${operator} ${at}`, [x], { shape, dtype: "int32" }, (graph, [name]) => {
      if (x.dtype === "float32") return cast(graph, extreme(graph, name!, at, options), "int32");
      const numbers = x.dtype === "bool" ? cast(graph, name!, "int32") : name!;
      return cast(graph, graph.op(operator, [numbers], { axis: at, keepdims: 0 }), "int32");
    });
  });
}

export const order: KernelTable = {
  ArgMax: argument({ operator: "ArgMax", worst: -Infinity }),
  ArgMin: argument({ operator: "ArgMin", worst: Infinity }),
  /** Of equal numbers the one that comes first; sorted in any case. */
  TopK: kernel<UnaryInputs, TopKAttrs>(({ x }, { k }, backend) => {
    if (x.dtype === "bool" || k === 0) return undefined;
    const shape = [...x.shape.slice(0, -1), k];
    const outputs = [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" as const },
    ];
    return backend.record(`TopK ${k}`, [x], outputs, (graph, [x]) => {
      const [values, indices] = graph.ops("TopK", [x!, graph.int64([k])], {}, { outputs: 2 });
      return [values!, cast(graph, indices!, "int32")];
    });
  }),
};
