/**
 * A reward model: a GPT that says of a whole text how good it is, learned from pairs of which people liked one better.
 *
 *     reward = norm(stream at the last token) · w + b
 *     P(chosen beats rejected) = σ(reward(chosen) − reward(rejected))
 *
 * References: Bradley and Terry 1952, "Rank Analysis of Incomplete Block Designs", for the model of choices; Stiennon et
 * al. 2020, "Learning to summarize from human feedback", section 3.4, for the loss.
 */
import { equal, fill, mean, mul, neg, range, softplus, squeeze, sub, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import type { Architecture, DecoderConfig } from "../backend/index.ts";
import { check, checkInteger } from "../core/index.ts";
import { gpt } from "./gpt/gpt.ts";
import type { GptParams } from "./gpt/gpt.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import { countLinear, initLinear, linear } from "./layers/linear.ts";
import type { Linear } from "./layers/linear.ts";
import type { Model } from "./model.ts";

/** `gpt` is best that of a trained language model; `head [dModel, 1]`. */
export type RewardParams = { readonly gpt: GptParams; readonly head: Linear };

export interface RewardInput {
  /** `[batch, pos]`, int32. What stands after a text's end does not matter. */
  ids: Tensor;
  /** How many tokens each text has, `[batch]`, int32, 1 to pos (default: all). */
  lengths?: Tensor;
}

export interface RewardModel extends Model<RewardParams, RewardInput, Tensor> {
  readonly config: Architecture;
  /** The reward of each text, `[batch]`. */
  forward(params: RewardParams, input: RewardInput): Tensor;
  /** Nats per pair; text i of `chosen` was liked better than text i of `rejected`. */
  loss(params: RewardParams, pairs: { chosen: RewardInput; rejected: RewardInput }): Scalar;
}

/** −log σ(chosen − rejected), its mean over pairs: `[pair]` each. Even odds cost ln 2. */
export function bradleyTerryLoss(chosen: Tensor, rejected: Tensor): Scalar {
  return tidy(() => mean(softplus(neg(sub(chosen, rejected)))));
}

/** A reward model on a GPT of this config, whose output is tied: it has none of its own. */
export function rewardModel(config: DecoderConfig): RewardModel {
  const body = gpt({ ...config, tiedOutput: true });
  const { dModel, epsilon } = body.config;

  function forward(params: RewardParams, { ids, lengths }: RewardInput): Tensor {
    return tidy(() => {
      const stream = body.stream(params.gpt, ids); // [batch, pos, dModel]
      const [batch, count] = stream.shape as [number, number, number];
      checkLengths(lengths, [batch, count]);
      const ends = lengths ? sub(lengths, 1).toInt() : fill([batch], count - 1, "int32");
      const last = equal(range(0, count, 1, "int32"), ends.expandDims(1)).toFloat(); // [batch, pos]
      const end = sum(mul(stream, last.expandDims(-1)), 1); // [batch, dModel]
      const { norm } = params.gpt;
      return squeeze(linear(params.head, norm ? layerNorm(norm, end, { epsilon }) : end), [1]);
    });
  }

  return Object.freeze({
    config: body.config,
    parameterCount: body.parameterCount + countLinear([dModel, 1]),
    init: ({ rng }) => ({
      gpt: body.init({ rng }),
      head: initLinear([dModel, 1], { rng, std: 1 / Math.sqrt(dModel + 1) }),
    }),
    forward,
    loss: (params, { chosen, rejected }) =>
      tidy(() => bradleyTerryLoss(forward(params, chosen), forward(params, rejected))),
  } satisfies RewardModel);
}

function checkLengths(lengths: Tensor | undefined, [batch, count]: readonly [number, number]): void {
  if (!lengths) return;
  check(lengths.shape.join() === String(batch), "rewardModel lengths", `[${batch}]`, `[${lengths.shape.join(", ")}]`);
  for (const length of lengths.dataSync()) checkInteger(length, "rewardModel lengths", { min: 1, max: count });
}
