/** Kernels that move, repeat or convert numbers. */
import type { CastAttrs, CastInputs, TileAttrs, TileInputs, TransposeAttrs, TransposeInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { isGraphType } from "../onnx/graph-types.ts";
import { cast, toInt32 } from "./compose.ts";

export const shapes: KernelTable = {
  Transpose: kernel<TransposeInputs, TransposeAttrs>(({ x }, { perm }, backend) => {
    const shape = perm.map((axis) => x.shape[axis]!);
    return record(backend, `Transpose ${perm}`, [x], { shape, dtype: x.dtype }, (graph, [x]) =>
      graph.op("Transpose", [x!], { perm }),
    );
  }),
  Tile: kernel<TileInputs, TileAttrs>(({ x }, { reps }, backend) => {
    const shape = x.shape.map((length, i) => length * reps[i]!);
    if (shape.includes(0) || reps.length !== x.shape.length) return undefined;
    const isBroadcast = x.shape.every((length, i) => length === 1 || reps[i] === 1);
    return record(backend, `Tile ${reps}`, [x], { shape, dtype: x.dtype }, (graph, [x]) =>
      isBroadcast ? graph.op("Expand", [x!, graph.int64(shape)]) : graph.op("Tile", [x!, graph.int64(reps)]),
    );
  }),
  Cast: kernel<CastInputs, CastAttrs>(({ x }, { dtype }, backend) => {
    if (x.dtype === dtype) return backend.alias(x, x.shape);
    if (!isGraphType(dtype)) return undefined;
    return record(backend, `Cast ${dtype}`, [x], { shape: x.shape, dtype }, (graph, [name]) =>
      dtype === "int32" && x.dtype === "float32" ? toInt32(graph, name!) : cast(graph, name!, dtype),
    );
  }),
};
