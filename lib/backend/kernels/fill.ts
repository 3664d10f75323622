/** Tensors of one number. */
import type { DataType, FillAttrs, OnesLikeInputs, TensorInfo, ZerosLikeInputs } from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { arrayOf, isGraphType } from "../onnx/graph-types.ts";
import { sizeOf } from "../shapes.ts";

/** Small ones are written; a large one is one number that is spread, so that no megabytes of it are made here. */
function fill(
  backend: OnnxBackend,
  shape: readonly number[],
  { value, dtype = "float32" }: { value: number; dtype?: DataType },
): TensorInfo | undefined {
  if (!isGraphType(dtype)) return undefined;
  const array = arrayOf[dtype];
  const size = sizeOf(shape);
  if (size < 256) {
    const copy = [...shape];
    return { dataId: backend.write(new array(size).fill(value), copy, dtype), shape: copy, dtype };
  }
  const one: TensorInfo = { dataId: backend.write(array.of(value), [], dtype), shape: [], dtype };
  const filled = record(backend, `Fill ${shape}`, [one], { shape, dtype }, (graph, [x]) =>
    graph.op("Expand", [x!, graph.int64(shape)]),
  );
  backend.disposeData(one.dataId);
  return filled;
}

export const filling: KernelTable = {
  Fill: kernel<object, FillAttrs>((_, { shape, value, dtype }, backend) =>
    typeof value === "number" ? fill(backend, shape, { value, dtype }) : undefined,
  ),
  OnesLike: kernel<OnesLikeInputs>(({ x }, _, backend) => fill(backend, x.shape, { value: 1, dtype: x.dtype })),
  ZerosLike: kernel<ZerosLikeInputs>(({ x }, _, backend) => fill(backend, x.shape, { value: 0, dtype: x.dtype })),
};
