/** Kernels that move numbers and change none. */
import { slice_util, util } from "@tensorflow/tfjs";
import type {
  CastAttrs,
  CastInputs,
  ConcatAttrs,
  ExpandDimsAttrs,
  ExpandDimsInputs,
  FillAttrs,
  GatherV2Attrs,
  GatherV2Inputs,
  OneHotAttrs,
  OneHotInputs,
  OnesLikeInputs,
  PackAttrs,
  ReshapeAttrs,
  ReshapeInputs,
  SelectInputs,
  SliceAttrs,
  SliceInputs,
  SplitVAttrs,
  SplitVInputs,
  TensorInfo,
  TileAttrs,
  TileInputs,
  TransposeAttrs,
  TransposeInputs,
  UnaryInputs,
  UnpackAttrs,
  UnpackInputs,
  ZerosLikeInputs,
  DataType,
} from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { sizeOf } from "../shapes.ts";
import type { OnnxBackend } from "../backend.ts";

const type = { float32: 1, int32: 6, bool: 9 } as Record<DataType, number>;

export const shapes: KernelTable = {
  Identity: kernel<UnaryInputs>(({ x }, _, backend) => backend.alias(x, x.shape)),
  Reshape: kernel<ReshapeInputs, ReshapeAttrs>(({ x }, { shape }, backend) =>
    backend.alias(x, util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  ),
  ExpandDims: kernel<ExpandDimsInputs, ExpandDimsAttrs>(({ input }, { dim }, backend) => {
    const axis = dim < 0 ? input.shape.length + dim + 1 : dim;
    util.assert(
      axis >= 0 && axis <= input.shape.length,
      () => `Axis must be in the interval [${-(input.shape.length + 1)}, ${input.shape.length}]`,
    );
    return backend.alias(input, input.shape.toSpliced(axis, 0, 1));
  }),
  Transpose: kernel<TransposeInputs, TransposeAttrs>(({ x }, { perm }, backend) =>
    record(
      backend,
      `Transpose ${perm}`,
      [x],
      { shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype },
      (graph, [x]) => graph.op("Transpose", [x!], { perm }),
    ),
  ),
  Unpack: kernel<UnpackInputs, UnpackAttrs>(({ value }, { axis }, backend) => {
    const at = axis < 0 ? axis + value.shape.length : axis;
    const count = value.shape[at]!;
    const shape = value.shape.toSpliced(at, 1);
    return backend.record(
      `Unpack ${at}`,
      [value],
      Array.from({ length: count }, () => ({ shape, dtype: value.dtype })),
      (graph, [x]) => {
        const parts = count === 1 ? [x!] : graph.ops("Split", [x!], { axis: at }, { outputs: count });
        return parts.map((part) => graph.reshape(part, shape));
      },
    );
  }),
  Pack: kernel<TensorInfo[], PackAttrs>((inputs, { axis }, backend) => {
    const tensors = Object.values(inputs);
    const [{ shape, dtype }] = tensors as [TensorInfo];
    const at = axis < 0 ? axis + shape.length + 1 : axis;
    const expanded = shape.toSpliced(at, 0, 1);
    const key = `Pack ${at}`;
    return record(backend, key, tensors, { shape: expanded.with(at, tensors.length), dtype }, (graph, names) =>
      graph.op(
        "Concat",
        names.map((name) => graph.reshape(name, expanded)),
        { axis: at },
      ),
    );
  }),
  Concat: kernel<TensorInfo[], ConcatAttrs>((inputs, { axis }, backend) => {
    const tensors = Object.values(inputs);
    const [{ shape, dtype }] = tensors as [TensorInfo];
    const at = axis < 0 ? axis + shape.length : axis;
    const length = tensors.reduce((sum, each) => sum + each.shape[at]!, 0);
    return record(backend, `Concat ${at}`, tensors, { shape: shape.with(at, length), dtype }, (graph, names) =>
      graph.op("Concat", names, { axis: at }),
    );
  }),
  SplitV: kernel<SplitVInputs, SplitVAttrs>(({ x }, { numOrSizeSplits, axis }, backend) => {
    const at = axis < 0 ? axis + x.shape.length : axis;
    const sizes = Array.isArray(numOrSizeSplits)
      ? numOrSizeSplits
      : Array.from({ length: numOrSizeSplits }, () => x.shape[at]! / numOrSizeSplits);
    if (sizes.includes(-1) || sizes.includes(0)) return undefined;
    return backend.record(
      `SplitV ${at} ${sizes}`,
      [x],
      sizes.map((size) => ({ shape: x.shape.with(at, size), dtype: x.dtype })),
      (graph, [x]) =>
        sizes.length === 1
          ? graph.op("Identity", [x!])
          : graph.ops("Split", [x!, graph.int64(sizes)], { axis: at }, { outputs: sizes.length }),
    );
  }),
  Slice: kernel<SliceInputs, SliceAttrs>(({ x }, attributes, backend) => {
    const [begin, size] = slice_util.parseSliceParams(x as never, attributes.begin, attributes.size);
    slice_util.assertParamsValid(x as never, begin, size);
    if (size.includes(0)) return undefined;
    const end = begin.map((from, i) => from + size[i]!);
    if (x.shape.length === 0) return undefined;
    return record(backend, `Slice ${begin} ${end}`, [x], { shape: size, dtype: x.dtype }, (graph, [x]) =>
      graph.op("Slice", [x!, graph.int64(begin), graph.int64(end)]),
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
  GatherV2: kernel<GatherV2Inputs, GatherV2Attrs>(({ x, indices }, { axis, batchDims }, backend) => {
    if (batchDims || indices.dtype !== "int32") return undefined;
    const [at] = util.parseAxisParam(axis, x.shape) as [number];
    return record(
      backend,
      `GatherV2 ${at}`,
      [x, indices],
      { shape: x.shape.toSpliced(at, 1, ...indices.shape), dtype: x.dtype },
      (graph, inputs) => graph.op("Gather", inputs, { axis: at }),
    );
  }),
  OneHot: kernel<OneHotInputs, OneHotAttrs>(({ indices }, { depth, onValue, offValue, dtype }, backend) =>
    record(
      backend,
      `OneHot ${depth} ${onValue} ${offValue} ${dtype}`,
      [indices],
      { shape: [...indices.shape, depth], dtype },
      (graph, [indices]) =>
        graph.op(
          "Cast",
          [
            graph.op("OneHot", [
              graph.op("Cast", [indices!], { to: 7 }),
              graph.int64([depth]),
              graph.tensor({ type: "float32", shape: [2], data: Float32Array.of(offValue, onValue) }),
            ]),
          ],
          { to: type[dtype]! },
        ),
    ),
  ),
  Select: kernel<SelectInputs>(({ condition, t, e }, _, backend) => {
    if (condition.dtype !== "bool" || t.dtype !== e.dtype || t.dtype !== "float32") return undefined;
    if (condition.shape.length !== t.shape.length) return undefined;
    return record(backend, "Select", [condition, t, e], t, (graph, inputs) => graph.op("Where", inputs));
  }),
  Cast: kernel<CastInputs, CastAttrs>(({ x }, { dtype }, backend) => {
    if (x.dtype === dtype) return backend.alias(x, x.shape);
    if (!(dtype in type) || dtype === "bool" || (dtype === "int32" && x.dtype === "float32")) return undefined;
    return record(backend, `Cast ${dtype}`, [x], { shape: x.shape, dtype }, (graph, [x]) =>
      graph.op("Cast", [x!], { to: type[dtype]! }),
    );
  }),
  Fill: kernel<object, FillAttrs>((_, { shape, value, dtype }, backend) =>
    typeof value === "number" ? fill(backend, shape, { value, dtype }) : undefined,
  ),
  OnesLike: kernel<OnesLikeInputs>(({ x }, _, backend) => fill(backend, x.shape, { value: 1, dtype: x.dtype })),
  ZerosLike: kernel<ZerosLikeInputs>(({ x }, _, backend) => fill(backend, x.shape, { value: 0, dtype: x.dtype })),
};

const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Small ones are written; a large one is one number that is spread, so that no megabytes of it are made here. */
function fill(
  backend: OnnxBackend,
  shape: readonly number[],
  { value, dtype = "float32" }: { value: number; dtype?: DataType },
): TensorInfo | undefined {
  if (!(dtype in arrayOf)) return undefined;
  const array = arrayOf[dtype as keyof typeof arrayOf];
  const size = sizeOf(shape);
  if (size < 256)
    return {
      dataId: backend.write(new array(size).fill(value), shape as number[], dtype),
      shape: shape as number[],
      dtype,
    };
  const one: TensorInfo = { dataId: backend.write(array.of(value), [], dtype), shape: [], dtype };
  const filled = record(backend, `Fill ${shape}`, [one], { shape, dtype }, (graph, [x]) =>
    graph.op("Expand", [x!, graph.int64(shape)]),
  );
  backend.disposeData(one.dataId);
  return filled;
}
