/**
 * A text with holes, and what was in them: the lesson that a masked language model learns from.
 *
 * Of the tokens that are picked, 80 % are hidden by the mask, 10 % become any token, 10 % stay: what the model reads
 * later has no masks, and it must not learn that only masks are to be guessed.
 *
 * Reference: Devlin et al. 2019, "BERT", section 3.1, task 1.
 */
import { tensor } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { checkInteger, checkNumber } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";

export interface MaskOptions {
  rng: Rng;
  /** The token that hides another. */
  maskId: number;
  vocabSize: number;
  /** How many of the tokens are picked, 0 to 1. */
  share?: number;
  /** Whether a token may be picked: not what marks the start, or fills up. */
  pickable?: (id: number) => boolean;
}

/** From ids `[batch, pos]` of this shape: what is read, what is right, and 1 where it is to be guessed. */
export function maskTokens(
  ids: Tensor,
  { rng, maskId, vocabSize, share = 0.15, pickable = () => true }: MaskOptions,
): { ids: Tensor; targets: Tensor; counts: Tensor } {
  checkInteger(maskId, "maskTokens maskId", { max: vocabSize - 1 });
  checkNumber(share, "maskTokens share", { min: 0, max: 1 });
  const right = ids.dataSync();
  const read = Int32Array.from(right);
  const counts = new Float32Array(right.length);
  for (const [i, id] of right.entries()) {
    if (!pickable(id) || rng() >= share) continue;
    counts[i] = 1;
    const lot = rng();
    if (lot < 0.8) read[i] = maskId;
    else if (lot < 0.9) read[i] = rng.int(vocabSize);
  }
  return {
    ids: tensor(read, ids.shape, "int32"),
    targets: ids.clone(),
    counts: tensor(counts, ids.shape),
  };
}
