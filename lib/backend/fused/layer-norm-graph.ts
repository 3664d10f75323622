/** The operators of layer normalisation and its gradients. */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";

/** From x, gain and bias to the result, the rows' means, and their 1 / √(variance + ε). */
export function addLayerNorm(graph: GraphBuilder, inputs: Name[], epsilon: number): Name[] {
  return graph.ops("LayerNormalization", inputs, { axis: -1, epsilon: { float: epsilon } }, { outputs: 3 });
}

export type GradientNames = [dy: Name, x: Name, gain: Name, mean: Name, scale: Name];

/**
 * The gradients of x, gain and bias. With c = x − mean and s = 1 / √(variance + ε), for each row:
 *
 * dx = s (dy·gain − mean(dy·gain) − c s² mean(dy·gain·c)); dgain = Σ dy·c·s and dbias = Σ dy over the rows.
 *
 * Sums are products with a vector where one is at hand: these take half the time of a reduction.
 *
 * @param shape Of x and dy, `[..., dModel]`; mean and scale are `[..., 1]`, the gradients of gain and bias `[dModel]`.
 */
export function addLayerNormGrad(
  graph: GraphBuilder,
  [dy, x, gain, mean, scale]: GradientNames,
  shape: readonly number[],
): Name[] {
  const op = (type: string, a: Name, b: Name): Name => graph.op(type, [a, b]);
  const features = shape.at(-1)!;
  const rows = sizeOf(shape) / features;
  const centred = op("Sub", x, mean);
  const spread = op("Mul", dy, centred);
  const weights = graph.reshape(op("Mul", gain, graph.scalar(1 / features)), [features, 1]);
  const meanIncoming = op("MatMul", dy, weights);
  const meanSpread = op("MatMul", spread, weights);
  const cubed = op("Mul", op("Mul", scale, scale), scale);
  const along = op("Mul", centred, op("Mul", meanSpread, cubed));
  const direct = op("Mul", op("Mul", dy, gain), scale);
  const dx = op("Sub", op("Sub", direct, along), op("Mul", meanIncoming, scale));
  const overRows = (weights: Name, x: Name): Name =>
    graph.reshape(op("Gemm", weights, graph.reshape(x, [rows, features])), [features]);
  const dgain = overRows(graph.reshape(scale, [1, rows]), spread);
  const ones = graph.tensor({ type: "float32", shape: [1, rows], data: new Float32Array(rows).fill(1) });
  return [dx, dgain, overRows(ones, dy)];
}
