/**
 * A vector for each token: the way in, and the same table as the way out.
 *
 * Reference for using it both ways: Press and Wolf 2017, "Using the Output Embedding to Improve Language Models".
 */
import { matMul } from "@tensorflow/tfjs";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { embedding } from "../../backend/index.ts";
import type { Rng } from "../../core/index.ts";
import { normal } from "../initializers.ts";

/** A table `[vocab, dModel]`: sizes [vocab, dModel], normal with deviation `std`. */
export function initEmbedding(
  sizes: readonly [number, number],
  { rng, std = 0.02 }: { rng: Rng; std?: number },
): Tensor {
  return normal(sizes, { rng, std });
}

/** The table's rows: ids `[...]`, int32 → `[..., dModel]`. Throws for an id that is not in the table. */
export function embed(table: Tensor, ids: Tensor): Tensor {
  return embedding(table as Tensor2D, ids);
}

/** How well x fits each row: x `[..., dModel]` → x · tableᵀ `[..., vocab]`. */
export function unembed(table: Tensor, x: Tensor): Tensor {
  const [vocab, dModel] = table.shape as [number, number];
  const logits = matMul(x.reshape([x.size / dModel, dModel]), table as Tensor2D, false, true);
  return logits.reshape([...x.shape.slice(0, -1), vocab]);
}
