/** What training makes small: the surprise at each token that was to be guessed. */
import { logSoftmax, mul, neg, oneHot, slice, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "../backend/index.ts";
import { check } from "../core/index.ts";

/**
 * Every text is its own teacher: what is read, and what comes next. From ids `[batch, pos]`, and how much each token is
 * to be learned, all `[batch, pos − 1]`: the input without the last token, the targets without the first.
 */
export function shiftByOne(ids: Tensor, { counts }: { counts?: Tensor } = {}): { input: Tensor } & TokenTargets {
  const [batch, count] = ids.shape as [number, number];
  const rest = (each: Tensor): Tensor => slice(each, [0, 1], [batch, count - 1]);
  const input = slice(ids, [0, 0], [batch, count - 1]);
  return { input, targets: rest(ids), counts: counts && rest(counts) };
}

export interface TokenTargets {
  /** What was right, `[batch, pos]`, int32. */
  targets: Tensor;
  /** How much each target counts, `[batch, pos]`: 0 for what is not to be learned, as a question (default: all alike). */
  counts?: Tensor;
}

/**
 * The mean over what counts of −log softmax(logits)[target], in nats per token: logits `[batch, pos, vocab]`.
 * Throws if shapes differ; NaN if nothing counts.
 */
export function tokenLoss(logits: Tensor, { targets, counts }: TokenTargets): Scalar {
  if (!counts) return softmaxCrossEntropy(logits, targets);
  check(counts.shape.join() === targets.shape.join(), "tokenLoss counts", `[${targets.shape.join(", ")}]`, counts);
  return tidy(() => {
    const logLikelihoods = sum(mul(logSoftmax(logits), oneHot(targets, logits.shape.at(-1)!)), -1); // [batch, pos]
    const weights = counts.toFloat();
    return neg(sum(mul(logLikelihoods, weights)).div(sum(weights)));
  });
}
