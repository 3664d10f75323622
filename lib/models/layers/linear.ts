/** A linear layer: x · weight + bias. */
import { add, matMul, zeros } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { glorotUniform, normal } from "../initializers.ts";

/** `weight [in, out]` and, where there is one, `bias [out]`. */
export type Linear = { readonly weight: Tensor; readonly bias?: Tensor };

export interface LinearOptions {
  rng: Rng;
  /** Deviation of the first weights (default: Glorot's uniform distribution). */
  std?: number;
  bias?: boolean;
}

/** Weights of a layer from `sizes` [in, out]; its bias starts at 0. */
export function initLinear(sizes: readonly [number, number], { rng, std, bias = true }: LinearOptions): Linear {
  const weight = std === undefined ? glorotUniform(sizes, { rng }) : normal(sizes, { rng, std });
  return bias ? { weight, bias: zeros([sizes[1]]) } : { weight };
}

/** How many numbers such a layer has. */
export function countLinear([from, to]: readonly [number, number], { bias = true } = {}): number {
  return from * to + (bias ? to : 0);
}

/** x `[..., in]` → `[..., out]`. */
export function linear({ weight, bias }: Linear, x: Tensor): Tensor {
  const [from, to] = weight.shape as [number, number];
  check(x.shape.at(-1) === from, "linear x", `[..., ${from}]`, `[${x.shape.join(", ")}]`);
  // one matrix of all rows is one fast product
  const rows = x.rank === 2 ? x : x.reshape([x.size / from, from]); // [rows, in]
  const product = matMul(rows, weight);
  const y = bias ? add(product, bias) : product;
  return x.rank === 2 ? y : y.reshape([...x.shape.slice(0, -1), to]);
}
