/** A smooth ReLU, x · σ(x). Reference: Elfwing, Uchibe and Doya 2018, "Sigmoid-Weighted Linear Units"; called swish by Ramachandran et al. 2017. */
import { mul, sigmoid } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";

/** Each number for itself. */
export function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}
