/**
 * Distillation (蒸餾): learn what a teacher says, not only what it would write but how sure it is of every other token.
 *
 *     loss = T² · mean over tokens of KL(teacher at temperature T ‖ student at temperature T)
 *
 * References: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network", section 2; for texts that the
 * teacher wrote, Kim and Rush 2016, "Sequence-Level Knowledge Distillation": that is `fineTune` on them.
 */
import { div, logSoftmax, mul, softmax, sub, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../core/index.ts";
import { padTexts } from "../models/index.ts";
import type { Model, Params } from "../models/index.ts";
import type { Corpus, Tokens } from "./data.ts";
import type { Objective } from "./objective.ts";

export interface DistilOptions {
  batchSize: number;
  /** The logits of the teacher after each token: ids `[batch, pos]` → `[batch, pos, vocab]`. */
  teacher: (ids: Tensor) => Tensor;
  /** T: the higher, the more the small probabilities count (default 1). */
  temperature?: number;
}

/** On the texts of `corpus`, which need no labels: the teacher gives them. */
export function distil<P extends Params>(
  student: Model<P, Tensor, Tensor>,
  { texts }: Corpus,
  { batchSize, teacher, temperature = 1 }: DistilOptions,
): Objective<P, readonly Tokens[]> {
  checkInteger(batchSize, "distil batchSize", { min: 1 });
  checkNumber(temperature, "distil temperature", { min: 1e-3 });
  const length = Math.max(...texts.map((text) => text.length));
  return {
    name: "distillation",
    batch: ({ rng }) => Array.from({ length: batchSize }, () => rng.pick(texts)),
    loss: (params, batch) =>
      tidy(() => {
        const { ids, mask } = padTexts(batch, { length });
        const [wanted, given] = [teacher(ids), student.forward(params, ids)].map((logits) => div(logits, temperature));
        check(
          wanted!.shape.join() === given!.shape.join(),
          "distil teacher",
          `logits [${given!.shape.join(", ")}]`,
          wanted,
        );
        const surprise = sub(logSoftmax(wanted!), logSoftmax(given!));
        const divergence = sum(mul(softmax(wanted!), surprise), -1); // [batch, pos]
        return mul(div(sum(mul(divergence, mask)), sum(mask)), temperature ** 2) as Scalar;
      }),
  };
}
