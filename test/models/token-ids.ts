/** Inputs of models of tokens. */
import * as tf from "@tensorflow/tfjs";
import type { Rng } from "../../lib/core/index.ts";

/** ids `[batch, pos]`. */
export function randomIds([batch, positions]: readonly [number, number], { vocab, rng }: { vocab: number; rng: Rng }) {
  const ids = Int32Array.from({ length: batch * positions }, () => rng.int(vocab));
  return tf.tensor2d(ids, [batch, positions], "int32");
}

/** The ids with the next id of the vocabulary at `position` and all after. */
export function changedFrom(ids: tf.Tensor, position: number, vocab: number): tf.Tensor {
  const rows = (ids.arraySync() as number[][]).map((row) => row.map((id, i) => (i < position ? id : (id + 1) % vocab)));
  return tf.tensor2d(rows, ids.shape as [number, number], "int32");
}

/** The contract's part that is the same for all models of tokens. */
export function tokenInputs({ vocab, positions }: { vocab: number; positions: number }) {
  return {
    input: ({ batch, rng }: { batch: number; rng: Rng }): tf.Tensor => randomIds([batch, positions], { vocab, rng }),
    smallest: (): tf.Tensor => tf.tensor2d([[vocab - 1]], [1, 1], "int32"),
    example: (ids: tf.Tensor, i: number): tf.Tensor => tf.slice(ids, [i, 0], [1, positions]),
    changedFrom: (ids: tf.Tensor, position: number): tf.Tensor => changedFrom(ids, position, vocab),
  };
}
