/**
 * Convolutions over stacks of pictures, and their gradients.
 *
 * Axes: batch, z, y, x, channel; a filter is [z, y, x, in, out].
 */
import { backend_util } from "@tensorflow/tfjs";
import type { TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sameShape, sizeOf } from "../shapes.ts";
import { channelsLast, channelsSecond, keyOfWindows, restOf, windows3d } from "./windows.ts";
import type { Windows } from "./windows.ts";

interface Attributes {
  strides: [number, number, number] | number;
  pad: "valid" | "same";
  dilations?: [number, number, number] | number;
}
type Shape5 = [number, number, number, number, number];

export const conv3d: KernelTable = {
  Conv3D: kernel<{ x: TensorInfo; filter: TensorInfo }, Attributes>(({ x, filter }, attributes, backend) => {
    const windows = windowsOf([x, filter], [x.shape, filter.shape], attributes);
    if (!windows) return undefined;
    const output = { shape: [windows.batch, ...windows.out, filter.shape[4]!], dtype: x.dtype };
    const work = sizeOf(output.shape) * sizeOf(filter.shape.slice(0, 4));
    return record(
      backend,
      `Conv3D ${keyOfWindows(windows)}`,
      [x, filter],
      output,
      (graph, [x, filter]) => {
        const inputs = [channelsSecond(graph, x!, windows), outFirst(graph, filter!)];
        return channelsLast(graph, graph.op("Conv", inputs, attributesOf(windows)), windows);
      },
      { work },
    );
  }),
  Conv3DBackpropInputV2: kernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: Shape5 }>(
    ({ dy, filter }, { inputShape, ...attributes }, backend) => {
      const windows = windowsOf([dy, filter], [inputShape, filter.shape], attributes);
      // a transposed convolution may be asked for sizes that no convolution has
      if (!windows || !sameShape(dy.shape.slice(1, 4), windows.out)) return undefined;
      const key = `Conv3DBackpropInputV2 ${keyOfWindows(windows)}`;
      const work = sizeOf(dy.shape) * sizeOf(filter.shape.slice(0, 4));
      const build = (graph: GraphBuilder, [dy, filter]: Name[]): Name => {
        const inputs = [channelsSecond(graph, dy!, windows), outFirst(graph, filter!)];
        const spread = graph.op("ConvTranspose", inputs, { ...attributesOf(windows), output_padding: restOf(windows) });
        return channelsLast(graph, spread, windows);
      };
      return record(backend, key, [dy, filter], { shape: inputShape, dtype: dy.dtype }, build, { work });
    },
  ),
  Conv3DBackpropFilterV2: kernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape5 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const windows = windowsOf([x, dy], [x.shape, filterShape], attributes);
      if (!windows) return undefined;
      const key = `Conv3DBackpropFilterV2 ${keyOfWindows(windows)}`;
      const work = sizeOf(dy.shape) * sizeOf(filterShape.slice(0, 4));
      const build = (graph: GraphBuilder, names: Name[]): Name =>
        filterGradient(graph, names, { windows, filterShape });
      return record(backend, key, [x, dy], { shape: filterShape, dtype: x.dtype }, build, { work });
    },
  ),
};

/** A product of all that each tap sees [positions, in] with `dy` [positions, out]. */
function filterGradient(
  graph: GraphBuilder,
  [x, dy]: readonly Name[],
  { windows, filterShape }: { windows: Windows; filterShape: Shape5 },
): Name {
  const { batch, channels, out, strides, kernel: size, pads } = windows;
  const positions = batch * sizeOf(out);
  const padded = graph.op("Pad", [x!, graph.int64([0, ...pads.slice(0, 3), 0, 0, ...pads.slice(3), 0])]);
  const seen = Array.from({ length: sizeOf(size) }, (_, tap) => {
    const from = [Math.floor(tap / (size[1]! * size[2]!)), Math.floor(tap / size[2]!) % size[1]!, tap % size[2]!];
    const to = from.map((at, axis) => at + (out[axis]! - 1) * strides[axis]! + 1);
    const inputs = [padded, graph.int64(from), graph.int64(to), graph.int64([1, 2, 3]), graph.int64(strides)];
    return graph.reshape(graph.op("Slice", inputs), [positions, channels]);
  });
  const all = seen.length === 1 ? seen[0]! : graph.op("Concat", seen, { axis: 1 });
  const rows = graph.reshape(dy!, [positions, filterShape[4]]);
  return graph.reshape(graph.op("Gemm", [all, rows], { transA: 1 }), filterShape);
}

function outFirst(graph: GraphBuilder, filter: Name): Name {
  return graph.op("Transpose", [filter], { perm: [4, 3, 0, 1, 2] });
}

function attributesOf({ kernel: size, strides, dilations, pads }: Windows): Record<string, number[]> {
  return { kernel_shape: size, strides, dilations, pads };
}

function windowsOf(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  { strides, pad, dilations }: Attributes,
): Windows | undefined {
  const info = backend_util.computeConv3DInfo(
    inputShape as Shape5,
    filterShape as Shape5,
    strides,
    dilations ?? 1,
    pad,
  );
  const windows = windows3d(info);
  // subtle: where steps are longer than windows, tfjs leaves out the first numbers and calls it negative padding
  const isOrdinary = restOf(windows).every((rest, axis) => rest >= 0 && rest < windows.strides[axis]!);
  return isOrdinary && Math.min(...windows.pads) >= 0 && inputs.every(({ dtype }) => dtype === "float32")
    ? windows
    : undefined;
}
