/**
 * Replay against forgetting (災難性遺忘): while the new is learned, some of the old is seen again.
 *
 * References: Robins 1995, "Catastrophic forgetting, rehearsal and pseudorehearsal"; Sun, Ho and Lee 2020, "LAMOL", where the
 * model itself writes what it will see again.
 */
import { add, mul, tidy } from "@tensorflow/tfjs";
import type { Scalar } from "@tensorflow/tfjs";
import { checkNumber } from "../core/index.ts";
import type { Params } from "../models/index.ts";
import type { Objective } from "./objective.ts";

/** Both in every step: (1 − share) · loss of `objective` + share · loss of `old`. */
export function replay<P extends Params, Batch, Old>(
  objective: Objective<P, Batch>,
  { old, share }: { old: Objective<P, Old>; share: number },
): Objective<P, { readonly now: Batch; readonly before: Old }> {
  checkNumber(share, "replay share", { min: 0, max: 1 });
  return {
    name: `${objective.name} with replay`,
    batch: ({ rng, params }) => ({
      now: objective.batch({ rng: rng.split("now"), params }),
      before: old.batch({ rng: rng.split("before"), params }),
    }),
    loss: (params, { now, before }) =>
      tidy(() => add(mul(objective.loss(params, now), 1 - share), mul(old.loss(params, before), share)) as Scalar),
  };
}
