/** Kernels that put tensors together and cut them apart. */
import { backend_util, slice_util, util } from "@tensorflow/tfjs";
import type {
  ConcatAttrs,
  PackAttrs,
  SliceAttrs,
  SliceInputs,
  SplitVAttrs,
  SplitVInputs,
  TensorInfo,
  UnpackAttrs,
  UnpackInputs,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";

/** All in `shape`, put one behind the other along the axis. */
function concat(
  backend: OnnxBackend,
  tensors: readonly TensorInfo[],
  { axis, shape }: { axis: number; shape: readonly number[] },
): TensorInfo | undefined {
  const { dtype } = tensors[0]!;
  if (tensors.some((each) => each.dtype !== dtype)) return undefined;
  if (tensors.length === 1) return backend.alias(tensors[0]!, shape);
  return record(backend, `Concat ${axis}`, tensors, { shape, dtype }, (graph, names) =>
    graph.op("Concat", names, { axis }),
  );
}

/** Cut along the axis into parts of these lengths; `shapeOf` one with this length. */
function split(
  backend: OnnxBackend,
  x: TensorInfo,
  { axis, lengths, shapeOf }: { axis: number; lengths: readonly number[]; shapeOf: (length: number) => number[] },
): TensorInfo[] {
  if (lengths.length === 1) return [backend.alias(x, shapeOf(lengths[0]!))];
  const outputs = lengths.map((length) => ({ shape: shapeOf(length), dtype: x.dtype }));
  return backend.record(`Split ${axis} ${outputs[0]!.shape.length} ${lengths}`, [x], outputs, (graph, [x_]) => {
    const parts = graph.ops("Split", [x_!, graph.int64(lengths)], { axis }, { outputs: lengths.length });
    const isSameRank = outputs[0]!.shape.length === x.shape.length;
    return isSameRank ? parts : parts.map((part, i) => graph.reshape(part, outputs[i]!.shape));
  });
}

export const joins: KernelTable = {
  Concat: kernel<TensorInfo[], ConcatAttrs>((inputs, { axis }, backend) => {
    const tensors = Object.values(inputs);
    const [at] = util.parseAxisParam(axis, tensors[0]!.shape) as [number];
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, at);
    return concat(backend, tensors, { axis: at, shape: backend_util.computeOutShape(shapes, at) });
  }),
  Pack: kernel<TensorInfo[], PackAttrs>((inputs, { axis }, backend) => {
    const tensors = Object.values(inputs);
    const [{ shape, dtype }] = tensors as [TensorInfo];
    for (const each of tensors) {
      util.assertShapesMatch(shape, each.shape, "All tensors passed to stack must have matching shapes");
      util.assert(dtype === each.dtype, () => "All tensors passed to stack must have matching dtypes");
    }
    const at = axis < 0 ? axis + shape.length + 1 : axis;
    // as views, whose data stays that of the tensors
    const expanded = tensors.map((each) => ({ ...each, shape: shape.toSpliced(at, 0, 1) }));
    return concat(backend, expanded, { axis: at, shape: shape.toSpliced(at, 0, tensors.length) });
  }),
  SplitV: kernel<SplitVInputs, SplitVAttrs>(({ x }, { numOrSizeSplits, axis }, backend) => {
    const [at] = util.parseAxisParam(axis, x.shape) as [number];
    const lengths = backend_util.prepareSplitSize(x as never, numOrSizeSplits, at);
    if (lengths.includes(0)) return undefined;
    return split(backend, x, { axis: at, lengths, shapeOf: (length) => x.shape.with(at, length) });
  }),
  Unpack: kernel<UnpackInputs, UnpackAttrs>(({ value }, { axis }, backend) => {
    const at = axis < 0 ? axis + value.shape.length : axis;
    const lengths = Array.from({ length: value.shape[at]! }, () => 1);
    return split(backend, value, { axis: at, lengths, shapeOf: () => value.shape.toSpliced(at, 1) });
  }),
  Slice: kernel<SliceInputs, SliceAttrs>(({ x }, attributes, backend) => {
    const [begin, size] = slice_util.parseSliceParams(x as never, attributes.begin, attributes.size);
    slice_util.assertParamsValid(x as never, begin, size);
    if (size.includes(0)) return undefined;
    if (size.every((length, axis) => length === x.shape[axis])) return backend.alias(x, x.shape);
    const end = begin.map((from, axis) => from + size[axis]!);
    return record(backend, `Slice ${begin} ${end}`, [x], { shape: size, dtype: x.dtype }, (graph, [x]) =>
      graph.op("Slice", [x!, graph.int64(begin), graph.int64(end)]),
    );
  }),
};
