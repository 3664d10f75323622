/** The largest or the mean of each window of a picture, or of a stack of pictures, and the gradients. */
import type { TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import { sizeOf } from "../shapes.ts";
import { poolWindows } from "./pool-windows.ts";
import type { PoolAttributes } from "./pool-windows.ts";
import { keyOfWindows, outShape } from "./windows.ts";
import type { Windows } from "./windows.ts";
import { channelsSecond, inOwnOrder, spread } from "./windows-graph.ts";

interface GradientInputs {
  dy: TensorInfo;
  input: TensorInfo;
}

function pool(name: string, operator: "MaxPool" | "AveragePool"): Kernel {
  return kernel<{ x: TensorInfo }, PoolAttributes>(({ x }, attributes, backend) => {
    const windows = x.dtype === "float32" ? poolWindows(x.shape, attributes) : undefined;
    if (!windows) return undefined;
    const output = { shape: outShape(windows), dtype: x.dtype };
    return record(backend, `${name} ${keyOfWindows(windows)}`, [x], output, (graph, [x]) =>
      inOwnOrder(graph, graph.op(operator, [channelsSecond(graph, x!, windows)], attributesOf(windows)), windows),
    );
  });
}

/** To the first of the largest numbers of each window. */
function maxGradient(name: string): Kernel {
  return kernel<GradientInputs, PoolAttributes>(({ dy, input }, attributes, backend) => {
    const isFloat = input.dtype === "float32" && dy.dtype === "float32";
    const windows = isFloat ? poolWindows(input.shape, attributes) : undefined;
    if (!windows) return undefined;
    const { batch, inChannels, size } = windows;
    const output = { shape: input.shape, dtype: dy.dtype };
    return record(backend, `${name} ${keyOfWindows(windows)}`, [dy, input], output, (graph, [dy, x]) => {
      const second = channelsSecond(graph, x!, windows);
      const [, places] = graph.ops("MaxPool", [second], attributesOf(windows), { outputs: 2 });
      const count = sizeOf(outShape(windows));
      const zeros = graph.op("Expand", [graph.scalar(0), graph.int64([sizeOf(input.shape)])]);
      const updates = graph.reshape(channelsSecond(graph, dy!, windows), [count]);
      const indices = graph.reshape(places!, [count]);
      const added = graph.op("ScatterElements", [zeros, indices, updates], { axis: 0, reduction: "add" });
      return inOwnOrder(graph, graph.reshape(added, [batch, inChannels, ...size]), windows);
    });
  });
}

/**
 * To every number of the window alike, as much as it counted in the mean.
 *
 * Subtle: the cpu backend divides by the whole window also at the edge, where the mean was that of fewer numbers.
 */
function meanGradient(name: string): Kernel {
  return kernel<GradientInputs, PoolAttributes>(({ dy, input }, attributes, backend) => {
    const windows = dy.dtype === "float32" ? poolWindows(input.shape, attributes) : undefined;
    if (!windows) return undefined;
    const { inChannels: channels, out, kernel } = windows;
    const output = { shape: input.shape, dtype: dy.dtype };
    return record(backend, `${name} ${keyOfWindows(windows)} ${channels}`, [dy], output, (graph, [dy]) => {
      const shares = graph.tensor({ type: "float32", shape: [...out, 1], data: sharesOf(windows) });
      const ones = graph.op("Expand", [graph.scalar(1), graph.int64([channels, 1, ...kernel])]);
      return spread(graph, [graph.op("Mul", [dy!, shares]), ones], windows, channels);
    });
  });
}

export const pooling: KernelTable = {
  MaxPool: pool("MaxPool", "MaxPool"),
  MaxPool3D: pool("MaxPool3D", "MaxPool"),
  AvgPool: pool("AvgPool", "AveragePool"),
  AvgPool3D: pool("AvgPool3D", "AveragePool"),
  MaxPoolGrad: maxGradient("MaxPoolGrad"),
  MaxPool3DGrad: maxGradient("MaxPool3DGrad"),
  AvgPoolGrad: meanGradient("AvgPoolGrad"),
  AvgPool3DGrad: meanGradient("AvgPool3DGrad"),
};

/** Without dilations, which the operator for means does not know. */
function attributesOf({ kernel, strides, pads }: Windows): Record<string, number[]> {
  return { kernel_shape: kernel, strides, pads };
}

/** For each window, 1 divided by how many numbers it holds. */
function sharesOf({ size, out, kernel, strides, pads }: Windows): Float32Array {
  const counts = size.map((end, axis) =>
    Array.from({ length: out[axis]! }, (_, at) => {
      const from = at * strides[axis]! - pads[axis]!;
      return Math.min(from + kernel[axis]!, end) - Math.max(from, 0);
    }),
  );
  const products = counts.reduce((all, each) => all.flatMap((a) => each.map((b) => a * b)), [1]);
  return Float32Array.from(products, (count) => 1 / count);
}
