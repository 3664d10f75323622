/** What training makes small: the surprise at each next token. */
import { logSoftmax, mul, neg, oneHot, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "../backend/index.ts";
import { check } from "../core/index.ts";

export interface NextTokens {
  /** What really came next, `[batch, pos]`, int32. */
  targets: Tensor;
  /** How much each target counts, `[batch, pos]`: 0 for what is not to be learned, as a question (default: all alike). */
  counts?: Tensor;
}

/**
 * The mean over what counts of −log softmax(logits)[target], in nats per token: logits `[batch, pos, vocab]`.
 * Throws if shapes differ; NaN if nothing counts.
 */
export function nextTokenLoss(logits: Tensor, { targets, counts }: NextTokens): Scalar {
  if (!counts) return softmaxCrossEntropy(logits, targets);
  check(counts.shape.join() === targets.shape.join(), "nextTokenLoss counts", `[${targets.shape.join(", ")}]`, counts);
  return tidy(() => {
    const logLikelihoods = sum(mul(logSoftmax(logits), oneHot(targets, logits.shape.at(-1)!)), -1); // [batch, pos]
    const weights = counts.toFloat();
    return neg(sum(mul(logLikelihoods, weights)).div(sum(weights)));
  });
}
