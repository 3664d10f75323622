/** Layer normalisation. Reference: Ba, Kiros and Hinton 2016, "Layer Normalization", equation 4. */
import { add, mean, mul, rsqrt, square, sub, tidy } from "@tensorflow/tfjs";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { callFused, canFuse, differentiable, expectShape, expectType } from "./call.ts";
import { addLayerNorm, addLayerNormGrad } from "./layer-norm-graph.ts";
import type { GradientNames } from "./layer-norm-graph.ts";

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
  return tidy(() => {
    const centred = sub(x, mean(x, -1, true));
    const variance = mean(square(centred), -1, true);
    const normalised = mul(centred, rsqrt(add(variance, epsilon)));
    return add(mul(normalised, gain), bias) as T;
  });
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
