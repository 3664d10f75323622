/**
 * The largest or the mean of each window of a picture, and the gradients.
 *
 * Axes: batch, y, x, channel.
 */
import { backend_util } from "@tensorflow/tfjs";
import type { AvgPoolGradInputs, AvgPoolInputs, MaxPoolGradInputs, MaxPoolInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { rest } from "./conv2d-geometry.ts";
import type { Geometry } from "./conv2d-geometry.ts";
import { sizeOf } from "../shapes.ts";

interface PoolAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

export const pooling: KernelTable = {
  MaxPool: kernel<MaxPoolInputs, PoolAttributes>(({ x }, attributes, backend) => {
    const geometry = x.dtype === "float32" ? windowsOf(x.shape, attributes) : undefined;
    if (!geometry) return undefined;
    return record(backend, `MaxPool ${keyOf(geometry)}`, [x], outputOf(geometry), (graph, [x]) =>
      channelsLast(graph, graph.op("MaxPool", [channelsSecond(graph, x!)], windowAttributes(geometry))),
    );
  }),
  AvgPool: kernel<AvgPoolInputs, PoolAttributes>(({ x }, attributes, backend) => {
    const geometry = x.dtype === "float32" ? windowsOf(x.shape, attributes) : undefined;
    if (!geometry) return undefined;
    return record(backend, `AvgPool ${keyOf(geometry)}`, [x], outputOf(geometry), (graph, [x]) =>
      channelsLast(graph, graph.op("AveragePool", [channelsSecond(graph, x!)], windowAttributes(geometry))),
    );
  }),
  /** To the first of the largest numbers of each window. */
  MaxPoolGrad: kernel<MaxPoolGradInputs, PoolAttributes>(({ dy, input }, attributes, backend) => {
    const geometry =
      input.dtype === "float32" && dy.dtype === "float32" ? windowsOf(input.shape, attributes) : undefined;
    if (!geometry) return undefined;
    const { batch, height, width, inChannels } = geometry;
    const output = { shape: input.shape, dtype: dy.dtype };
    return record(backend, `MaxPoolGrad ${keyOf(geometry)}`, [dy, input], output, (graph, [dy, x]) => {
      const [, places] = graph.ops("MaxPool", [channelsSecond(graph, x!)], windowAttributes(geometry), { outputs: 2 });
      const count = sizeOf(outputOf(geometry).shape);
      const zeros = graph.op("Expand", [graph.scalar(0), graph.int64([sizeOf(input.shape)])]);
      const updates = graph.reshape(channelsSecond(graph, dy!), [count]);
      const added = graph.op("ScatterElements", [zeros, graph.reshape(places!, [count]), updates], {
        axis: 0,
        reduction: "add",
      });
      return channelsLast(graph, graph.reshape(added, [batch, inChannels, height, width]));
    });
  }),
  /** To every number of the window alike, as much as it counted in the mean. */
  AvgPoolGrad: kernel<AvgPoolGradInputs, PoolAttributes>(({ dy, input }, attributes, backend) => {
    const geometry = dy.dtype === "float32" ? windowsOf(input.shape, attributes) : undefined;
    if (!geometry) return undefined;
    const { inChannels, kernel: size, strides, pads, outHeight, outWidth } = geometry;
    const output = { shape: input.shape, dtype: dy.dtype };
    return record(backend, `AvgPoolGrad ${keyOf(geometry)} ${inChannels}`, [dy], output, (graph, [dy]) => {
      const shares = graph.tensor({ type: "float32", shape: [outHeight, outWidth], data: sharesOf(geometry) });
      const shared = graph.op("Mul", [channelsSecond(graph, dy!), shares]);
      const ones = graph.op("Expand", [graph.scalar(1), graph.int64([inChannels, 1, ...size])]);
      const spread = graph.op("ConvTranspose", [shared, ones], {
        group: inChannels,
        kernel_shape: size,
        strides,
        pads,
        output_padding: [rest(geometry, 0), rest(geometry, 1)],
      });
      return channelsLast(graph, spread);
    });
  }),
};

/** Undefined where its rows are rounded up, which ONNX's windows are not. */
function windowsOf(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): Geometry | undefined {
  if (shape.length !== 4) return undefined;
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { top, left, bottom, right } = info.padInfo;
  const geometry: Geometry = {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    pads: [top, left, bottom, right],
    isChannelsLast: true,
  };
  // windows that lie wholly in the padding have no largest number
  const isOrdinary = [0, 1].every((axis) => {
    const left = rest(geometry, axis as 0 | 1);
    const size = geometry.kernel[axis]!;
    return (
      left >= 0 && left < geometry.strides[axis]! && geometry.pads[axis]! < size && geometry.pads[axis + 2]! < size
    );
  });
  return isOrdinary ? geometry : undefined;
}

/** For each window, 1 divided by how many numbers of the picture it holds. */
function sharesOf({ height, width, outHeight, outWidth, kernel: size, strides, pads }: Geometry): Float32Array {
  const within = (at: number, axis: 0 | 1): number => {
    const from = at * strides[axis] - pads[axis];
    return Math.min(from + size[axis], axis === 0 ? height : width) - Math.max(from, 0);
  };
  return Float32Array.from(
    { length: outHeight * outWidth },
    (_, i) => 1 / (within(Math.floor(i / outWidth), 0) * within(i % outWidth, 1)),
  );
}

function windowAttributes({ kernel: size, strides, pads }: Geometry): Record<string, readonly number[]> {
  return { kernel_shape: size, strides, pads };
}

function outputOf({ batch, outHeight, outWidth, outChannels }: Geometry): { shape: number[]; dtype: "float32" } {
  return { shape: [batch, outHeight, outWidth, outChannels], dtype: "float32" };
}

function keyOf({ kernel: size, strides, pads, height, width }: Geometry): string {
  return [size, strides, pads, height, width].join(" ");
}

function channelsSecond(graph: GraphBuilder, x: Name): Name {
  return graph.op("Transpose", [x], { perm: [0, 3, 1, 2] });
}

function channelsLast(graph: GraphBuilder, x: Name): Name {
  return graph.op("Transpose", [x], { perm: [0, 2, 3, 1] });
}
