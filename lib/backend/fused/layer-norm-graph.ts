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
 */
export function addLayerNormGrad(
  graph: GraphBuilder,
  [dy, x, gain, mean, scale]: GradientNames,
  shape: readonly number[],
): Name[] {
  const op = (type: string, a: Name, b: Name): Name => graph.op(type, [a, b]);
  const features = shape.at(-1)!;
  const rows = sizeOf(shape) / features;
  const flat = (name: Name): Name => graph.reshape(name, [rows, features]);
  const column = (name: Name): Name => graph.reshape(name, [rows, 1]);
  const centred = flat(op("Sub", x, mean));
  const incoming = flat(dy);
  const spread = op("Mul", incoming, centred);
  const weights = graph.reshape(op("Mul", gain, graph.scalar(1 / features)), [features, 1]);
  const s = column(scale);
  const meanIncoming = op("MatMul", incoming, weights);
  const meanSpread = op("MatMul", spread, weights);
  const cubed = op("Mul", op("Mul", s, s), s);
  const along = op("Mul", centred, op("Mul", meanSpread, cubed));
  const direct = op("Mul", op("Mul", incoming, graph.reshape(gain, [1, features])), s);
  const dx = op("Sub", op("Sub", direct, along), op("Mul", meanIncoming, s));
  const dgain = op("MatMul", graph.reshape(scale, [1, rows]), spread);
  const ones = graph.tensor({ type: "float32", shape: [1, rows], data: new Float32Array(rows).fill(1) });
  const dbias = op("MatMul", ones, incoming);
  return [graph.reshape(dx, shape), graph.reshape(dgain, [features]), graph.reshape(dbias, [features])];
}
