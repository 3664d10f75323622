/**
 * Each number divided by what the numbers at the same place in the channels around it come to, and the gradient:
 * y = x · n^(−β) with n = bias + α Σ x² over the window of 2 · radius + 1 channels.
 *
 * Axes: batch, y, x, channel.
 */
import type { LRNAttrs, LRNGradAttrs, LRNGradInputs, LRNInputs, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { keyOf } from "./compose.ts";

type Attributes = LRNAttrs | LRNGradAttrs;

export const localResponseNormalization: KernelTable = {
  LRN: kernel<LRNInputs, LRNAttrs>(({ x }, attributes, backend) => {
    if (!isKnown([x], attributes)) return undefined;
    return record(backend, `LRN ${keyOfAttributes(attributes)}`, [x], x, (graph, [name]) => {
      const norm = normOf(graph, name!, x.shape, attributes);
      return graph.op("Mul", [name!, power(graph, norm, -attributes.beta)]);
    });
  }),
  /** dx = dy · n^(−β) − 2 α β x Σ dy · y / n: a channel is in the windows of those in its own. */
  LRNGrad: kernel<LRNGradInputs, LRNGradAttrs>(({ x, y, dy }, attributes, backend) => {
    if (!isKnown([x, y, dy], attributes)) return undefined;
    const { alpha, beta, depthRadius: radius } = attributes;
    return record(backend, `LRNGrad ${keyOfAttributes(attributes)}`, [x, y, dy], x, (graph, [x_, y_, dy_]) => {
      const norm = normOf(graph, x_!, x.shape, attributes);
      const direct = graph.op("Mul", [dy_!, power(graph, norm, -beta)]);
      const shares = graph.op("Div", [graph.op("Mul", [dy_!, y_!]), norm]);
      const gathered = windowSum(graph, shares, { shape: x.shape, radius, scale: -2 * alpha * beta });
      return graph.op("Add", [direct, graph.op("Mul", [x_!, gathered])]);
    });
  }),
};

function isKnown(tensors: readonly TensorInfo[], { depthRadius }: Attributes): boolean {
  return depthRadius >= 0 && tensors.every(({ dtype }) => dtype === "float32");
}

function keyOfAttributes({ depthRadius, bias, alpha, beta }: Attributes): string {
  return [depthRadius, bias, alpha, beta].map(keyOf).join(" ");
}

function normOf(graph: GraphBuilder, x: Name, shape: readonly number[], { depthRadius, bias, alpha }: Attributes) {
  const sums = windowSum(graph, graph.op("Mul", [x, x]), { shape, radius: depthRadius, scale: alpha });
  return graph.op("Add", [sums, graph.scalar(bias)]);
}

function power(graph: GraphBuilder, x: Name, exponent: number): Name {
  return graph.op("Pow", [x, graph.scalar(exponent)]);
}

interface Window {
  shape: readonly number[];
  radius: number;
  scale: number;
}

/**
 * `scale` times the sum of the channels around each.
 *
 * As a mean that is pooled along the last axis: ONNX's own operator for this normalisation wants channels second, and a
 * product with a banded matrix would carry NaN to all channels.
 */
function windowSum(graph: GraphBuilder, x: Name, { shape, radius, scale }: Window): Name {
  const channels = shape.at(-1)!;
  const reach = Math.min(radius, channels - 1);
  const length = 2 * reach + 1;
  const means = graph.op("AveragePool", [graph.reshape(x, [sizeOf(shape) / channels, 1, channels])], {
    kernel_shape: [length],
    pads: [reach, reach],
    count_include_pad: 1,
  });
  return graph.op("Mul", [graph.reshape(means, shape), graph.scalar(scale * length)]);
}
