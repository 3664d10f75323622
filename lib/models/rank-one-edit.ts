/**
 * One memory of a linear layer changed, the others as little as can be: computed, not trained.
 *
 * A layer is a memory of pairs: key k is answered with k · W. Of all W′ that answer k* with v*, this one changes the
 * answers to the usual keys least, in the mean of squares:
 *
 *     W′ = W + u (v* − k* W) / (u · k*)      u = C⁻¹ k*,   C = the mean of k kᵀ over the usual keys
 *
 * In a GPT the layer is the second of a feed-forward, `blocks.1.mlp.down.weight`: a hook at `blocks.1.mlp.hidden` shows its
 * keys. The paper's W is ours transposed. Without usual keys C is taken as 1: then keys that look like k* change too.
 *
 * Reference: Meng et al. 2022, "Locating and Editing Factual Associations in GPT", section 3.1, equation 2.
 */
import { tensor } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkNumber } from "../core/index.ts";
import { solveSymmetric } from "./solve-symmetric.ts";

export interface RankOneEdit {
  /** k*, `[in]`. */
  key: ArrayLike<number>;
  /** v*, `[out]`. */
  value: ArrayLike<number>;
  /** The usual keys, each `[in]`: what is to be kept. */
  keys?: readonly ArrayLike<number>[];
  /** Added to the weight of every direction in C, in units of its mean: few keys do not span all directions. */
  ridge?: number;
}

/** The edited weight, from weight `[in, out]`. Throws for a key of 0, which no weight can answer otherwise. */
export function rankOneEdit(weight: Tensor, { key, value, keys = [], ridge = 1e-3 }: RankOneEdit): Tensor {
  check(weight.rank === 2, "rankOneEdit weight", "[in, out]", `[${weight.shape.join(", ")}]`);
  const [from, to] = weight.shape as [number, number];
  check(key.length === from, "rankOneEdit key", `${from} numbers`, key);
  check(value.length === to, "rankOneEdit value", `${to} numbers`, value);
  for (const [i, each] of keys.entries())
    check(each.length === from, `rankOneEdit keys[${i}]`, `${from} numbers`, each);
  checkNumber(ridge, "rankOneEdit ridge", { min: 0 });
  const direction = keys.length === 0 ? Float64Array.from(key) : solveSymmetric(covariance(keys, ridge), key);
  const length = dot(direction, key);
  check(length > 0, "rankOneEdit key", "a key that is not 0", length);
  const numbers = Float64Array.from(weight.dataSync());
  const missing = Float64Array.from(value, (wanted, column) => {
    let answer = 0;
    for (let row = 0; row < from; row++) answer += key[row]! * numbers[row * to + column]!;
    return (wanted - answer) / length;
  });
  const edited = numbers.map((each, at) => each + direction[Math.floor(at / to)]! * missing[at % to]!);
  return tensor(Float32Array.from(edited), [from, to]);
}

/** The mean of k kᵀ, [row][column], and `ridge` times its mean weight on the diagonal. */
function covariance(keys: readonly ArrayLike<number>[], ridge: number): Float64Array[] {
  const size = keys[0]!.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  for (const key of keys)
    for (const [i, row] of matrix.entries()) for (let j = 0; j <= i; j++) row[j]! += (key[i]! * key[j]!) / keys.length;
  const mean = matrix.reduce((sum, row, i) => sum + row[i]!, 0) / size;
  for (const [i, row] of matrix.entries()) row[i]! += ridge * mean;
  return matrix;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
