/** Kernels that put numbers elsewhere: backwards, in steps, from space to batch and back, on a diagonal. */
import { backend_util, slice_util, util } from "@tensorflow/tfjs";
import type {
  BatchToSpaceNDAttrs,
  DepthToSpaceAttrs,
  ReverseAttrs,
  SpaceToBatchNDAttrs,
  StridedSliceAttrs,
  TensorInfo,
  UnaryInputs,
} from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { arrayOf, isGraphType } from "../onnx/graph-types.ts";
import { sizeOf } from "../shapes.ts";
import { paddedShape } from "./pad.ts";

/** Before the first number, where ONNX would take -1 for the last one. */
const beforeFirst = -(2 ** 31);

export const rearrangements: KernelTable = {
  Reverse: kernel<UnaryInputs, ReverseAttrs>(({ x }, { dims }, backend) => {
    const axes = util.parseAxisParam(dims, x.shape);
    if (x.shape.length === 0 || axes.length === 0) return backend.alias(x, x.shape);
    return record(backend, `Reverse ${axes}`, [x], x, (graph, [x]) => {
      const all = (value: number) => graph.int64(axes.map(() => value));
      return graph.op("Slice", [x!, all(-1), all(beforeFirst), graph.int64(axes), all(-1)]);
    });
  }),
  StridedSlice: kernel<UnaryInputs, StridedSliceAttrs>(({ x }, attributes, backend) => {
    const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
    const {
      finalShape,
      isIdentity,
      begin,
      end: stop,
      strides,
    } = slice_util.sliceInfo(
      x.shape,
      attributes.begin,
      attributes.end,
      attributes.strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    const { dtype } = x;
    if (x.shape.length === 0 || !isGraphType(dtype)) return undefined;
    if (finalShape.includes(0)) {
      // subtle: the cpu backend throws for some of these
      return { dataId: backend.write(new arrayOf[dtype](0), finalShape, dtype), shape: finalShape, dtype };
    }
    if (isIdentity) return backend.alias(x, finalShape);
    const ends = begin.map((from, axis) => {
      const stride = strides[axis]!;
      const end = from + stride * Math.ceil((stop[axis]! - from) / stride);
      return end < 0 ? beforeFirst : end;
    });
    const key = `StridedSlice ${begin} ${ends} ${strides} ${finalShape}`;
    return record(backend, key, [x], { shape: finalShape, dtype }, (graph, [x]) => {
      const axes = graph.int64([...begin.keys()]);
      const sliced = graph.op("Slice", [x!, graph.int64(begin), graph.int64(ends), axes, graph.int64(strides)]);
      return graph.reshape(sliced, finalShape);
    });
  }),
  SpaceToBatchND: kernel<UnaryInputs, SpaceToBatchNDAttrs>(({ x }, { blockShape, paddings }, backend) => {
    const { dtype } = x;
    if (!isGraphType(dtype)) return undefined;
    const none = Array.from({ length: x.shape.length - 1 - blockShape.length }, (): [number, number] => [0, 0]);
    const all: [number, number][] = [[0, 0], ...(paddings as [number, number][]), ...none];
    const padded = paddedShape(x.shape, all);
    const blocks = sizeOf(blockShape);
    const split = backend_util.getReshaped(padded, blockShape, blocks, false);
    const perm = backend_util.getPermuted(split.length, blockShape.length, false);
    const shape = backend_util.getReshapedPermuted(padded, blockShape, blocks, false);
    return record(backend, `SpaceToBatchND ${blockShape} ${all}`, [x], { shape, dtype }, (graph, [x]) => {
      const counts = graph.int64([...all.map(([before]) => before), ...all.map(([, after]) => after)]);
      const surrounded = graph.op("Pad", [x!, counts, graph.scalar(0, dtype)]);
      return graph.reshape(graph.op("Transpose", [graph.reshape(surrounded, split)], { perm }), shape);
    });
  }),
  BatchToSpaceND: kernel<UnaryInputs, BatchToSpaceNDAttrs>(({ x }, { blockShape, crops }, backend) => {
    const blocks = sizeOf(blockShape);
    const split = backend_util.getReshaped(x.shape, blockShape, blocks);
    const perm = backend_util.getPermuted(split.length, blockShape.length);
    const joined = backend_util.getReshapedPermuted(x.shape, blockShape, blocks);
    const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
    const cropped = backend_util.getSliceSize(joined, crops, blockShape.length);
    const shape = [...cropped, ...joined.slice(cropped.length)];
    if (shape.some((length) => length <= 0)) return undefined;
    return record(backend, `BatchToSpaceND ${blockShape} ${crops}`, [x], { shape, dtype: x.dtype }, (graph, [x]) => {
      const whole = graph.reshape(graph.op("Transpose", [graph.reshape(x!, split)], { perm }), joined);
      const end = shape.map((length, axis) => (begin[axis] ?? 0) + length);
      const start = shape.map((_, axis) => begin[axis] ?? 0);
      return graph.op("Slice", [whole, graph.int64(start), graph.int64(end)]);
    });
  }),
  DepthToSpace: kernel<UnaryInputs, DepthToSpaceAttrs>(({ x }, { blockSize, dataFormat }, backend) => {
    // others are refused by the cpu backend
    if (dataFormat !== "NHWC") return undefined;
    const [batch, height, width, depth] = x.shape as [number, number, number, number];
    const channels = depth / blockSize ** 2;
    const shape = [batch, height * blockSize, width * blockSize, channels];
    return record(backend, `DepthToSpace ${blockSize}`, [x], { shape, dtype: x.dtype }, (graph, [x]) => {
      const blocks = graph.reshape(x!, [batch, height, width, blockSize, blockSize, channels]);
      return graph.reshape(graph.op("Transpose", [blocks], { perm: [0, 1, 3, 2, 4, 5] }), shape);
    });
  }),
  /** `x`, flattened, on the diagonal of a square of zeros. */
  Diag: kernel<{ x: TensorInfo }>(({ x }, _, backend) => {
    const { dtype } = x;
    if (!isGraphType(dtype)) return undefined;
    const size = sizeOf(x.shape);
    return record(backend, "Diag", [x], { shape: [...x.shape, ...x.shape], dtype }, (graph, [x_]) => {
      // rows of a length of size + 1, cut into rows of a length of size, start one number later each
      const rows = graph.op("Pad", [
        graph.reshape(x_!, [size, 1]),
        graph.int64([0, 0, 0, size]),
        graph.scalar(0, dtype),
      ]);
      const flat = graph.reshape(rows, [size * (size + 1)]);
      const square = graph.op("Slice", [flat, graph.int64([0]), graph.int64([size * size])]);
      return graph.reshape(square, [...x.shape, ...x.shape]);
    });
  }),
};
