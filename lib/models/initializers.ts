/** First values of parameters. How large they are decides whether a deep network learns at all. */
import { ones, tensor, zeros } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export { ones, zeros };

/** Draws from the normal distribution with mean 0. GPT-2 takes `std` 0.02 (Radford et al. 2019). */
export function normal(shape: readonly number[], { rng, std }: { rng: Rng; std: number }): Tensor {
  checkNumber(std, "normal std", { min: 0 });
  return drawn(shape, () => rng.normal() * std);
}

/**
 * Draws from the uniform distribution in ±√(6 / (fanIn + fanOut)): numbers keep their size on the way there and back.
 *
 * Reference: Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16.
 */
export function glorotUniform(shape: readonly number[], { rng }: { rng: Rng }): Tensor {
  const { fanIn, fanOut } = fansOf(shape);
  const bound = Math.sqrt(6 / Math.max(1, fanIn + fanOut));
  return drawn(shape, () => (2 * rng() - 1) * bound);
}

/**
 * Draws from the normal distribution with deviation √(2 / fanIn): numbers keep their size through a ReLU.
 *
 * Reference: He et al. 2015, "Delving Deep into Rectifiers", eq. 10.
 */
export function heNormal(shape: readonly number[], { rng }: { rng: Rng }): Tensor {
  return normal(shape, { rng, std: Math.sqrt(2 / Math.max(1, fansOf(shape).fanIn)) });
}

/** How many numbers go into and out of one unit: of `[in, out]`, or of a filter `[height, width, in, out]`. */
function fansOf(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const window = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) };
}

function drawn(shape: readonly number[], draw: () => number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(Float32Array.from({ length: size }, draw), [...shape], "float32");
}
