/** Layer normalisation. Reference: Ba, Kiros and Hinton 2016, "Layer Normalization", equation 4. */
import { add, mean, mul, rsqrt, square, sub } from "@tensorflow/tfjs";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { callFused, canFuse, differentiable, expectShape, expectType } from "./call.ts";

export interface LayerNormOptions {
  /** What each normalised feature is multiplied by, `[dModel]`. */
  gain: Tensor;
  /** What is then added, `[dModel]`. */
  bias: Tensor;
  /** Added to the variance, so that a constant row does not divide by zero. */
  epsilon?: number;
}

/**
 * (x − mean) / √(variance + ε) · gain + bias, mean and variance taken over the last axis.
 *
 * One kernel forward and one backward on the backend `onnx`, else `readableLayerNorm`. It has first derivatives only.
 *
 * @param x `[..., dModel]`, float32.
 * @returns The shape of `x`.
 * @throws If `gain` or `bias` is not `[dModel]`, or one of the three not float32.
 */
export function layerNorm<T extends Tensor>(x: T, options: LayerNormOptions): T {
  const { gain, bias, epsilon = 1e-5 } = options;
  for (const [name, each] of Object.entries({ gain, bias })) {
    expectShape(name, each, x.shape.slice(-1));
    expectType(name, each, "float32");
  }
  expectType("x", x, "float32");
  if (!canFuse(x)) return readableLayerNorm(x, options);
  return differentiable([x, gain, bias], {
    forward() {
      const [value, mean, scale] = callFused("LayerNorm", { x, gain, bias }, { epsilon }) as [Tensor, Tensor, Tensor];
      return { value, saved: [x, gain, mean, scale] };
    },
    backward(dy, saved) {
      const [x, gain, mean, scale] = saved as [Tensor, Tensor, Tensor, Tensor];
      return callFused("LayerNormGrad", { dy, x, gain, mean, scale });
    },
  }) as T;
}

/** What `layerNorm` computes, in the words of its formula. */
export function readableLayerNorm<T extends Tensor>(x: T, { gain, bias, epsilon = 1e-5 }: LayerNormOptions): T {
  const centred = sub(x, mean(x, -1, true));
  const variance = mean(square(centred), -1, true);
  const normalised = mul(centred, rsqrt(add(variance, epsilon)));
  return add(mul(normalised, gain), bias) as T;
}

interface Inputs {
  x: TensorInfo;
  gain: TensorInfo;
  bias: TensorInfo;
}
interface GradientInputs {
  dy: TensorInfo;
  x: TensorInfo;
  gain: TensorInfo;
  mean: TensorInfo;
  scale: TensorInfo;
}

export const layerNormKernels: KernelTable = {
  /** Its further results are the mean and 1 / √(variance + ε) of each row. */
  LayerNorm: kernel<Inputs, { epsilon: number }>(({ x, gain, bias }, { epsilon }, backend) => {
    const row = { shape: [...x.shape.slice(0, -1), 1], dtype: x.dtype };
    return backend.record(`LayerNorm ${epsilon}`, [x, gain, bias], [x, row, row], (graph, names) =>
      addLayerNorm(graph, names, epsilon),
    );
  }),
  LayerNormGrad: kernel<GradientInputs>(({ dy, x, gain, mean, scale }, _, backend) => {
    const bias = { shape: gain.shape, dtype: gain.dtype };
    return backend.record("LayerNormGrad", [dy, x, gain, mean, scale], [x, gain, bias], (graph, names) =>
      addLayerNormGrad(graph, names as GradientNames, x.shape),
    );
  }),
};

/** From x, gain and bias to the result, the rows' means, and their 1 / √(variance + ε). */
export function addLayerNorm(graph: GraphBuilder, inputs: Name[], epsilon: number): Name[] {
  return graph.ops("LayerNormalization", inputs, { axis: -1, epsilon: { float: epsilon } }, { outputs: 3 });
}

type GradientNames = [dy: Name, x: Name, gain: Name, mean: Name, scale: Name];

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
