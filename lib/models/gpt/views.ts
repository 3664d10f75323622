/** Pictures of the inside of a GPT: what each head looks at, and what each layer would already say. */
import { stack, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { watch } from "../hook.ts";
import type { Gpt, GptParams } from "./gpt.ts";

/** Who looks at whom: `[layer, batch, head, query, key]` for ids `[batch, pos]`. Each row of keys sums to 1. */
export function attentionMaps(model: Gpt, params: GptParams, ids: Tensor): Tensor {
  return collected(model, { params, ids, place: /^blocks\.\d+\.attention\.weights$/u });
}

/** The residual stream before the first block and after each: `[layers + 1, batch, pos, dModel]`. What probes read. */
export function hiddenStates(model: Gpt, params: GptParams, ids: Tensor): Tensor {
  return collected(model, { params, ids, place: /^(embedded|blocks\.\d+)$/u });
}

/**
 * The logits if the model stopped after each layer: `[layers + 1, batch, pos, vocab]`. The last are those of `forward`.
 *
 * Reference: nostalgebraist 2020, "interpreting GPT: the logit lens".
 */
export function logitLens(model: Gpt, params: GptParams, ids: Tensor): Tensor {
  return tidy(() => model.readout(params, hiddenStates(model, params, ids)));
}

function collected(model: Gpt, { params, ids, place }: { params: GptParams; ids: Tensor; place: RegExp }): Tensor {
  const seen = watch(place, (hook) => model.stream(params, ids, { hook }));
  const all = stack([...seen.values()]);
  for (const each of seen.values()) each.dispose();
  return all;
}
