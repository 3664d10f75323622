/**
 * Any stage, with adapters alone: the base stays as it is, and what is learned is a small difference beside it (LoRA).
 *
 * Reference: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1.
 */
import type { Lora, LoraParams, Params } from "../models/index.ts";
import type { Objective } from "./objective.ts";

/** The same objective for the adapters of `base`. */
export function adapt<P extends Params, Batch>(
  objective: Objective<P, Batch>,
  { adapters, base }: { adapters: Lora<P>; base: P },
): Objective<LoraParams, Batch> {
  return {
    ...objective,
    name: `${objective.name} of adapters`,
    batch: ({ rng, params }) => objective.batch({ rng, params: adapters.apply(base, params) }),
    loss: (params, batch) => objective.loss(adapters.apply(base, params), batch),
  };
}
