/**
 * A forger and an inspector: one makes pictures from dice, the other says which are real, and each learns from the other.
 *
 *     inspector: −log σ(D(real)) − log(1 − σ(D(forged)))      forger: −log σ(D(forged))
 *
 * References: Goodfellow et al. 2014, "Generative Adversarial Nets", equation 1 and section 3 for the forger's loss that
 * does not fade; Radford, Metz and Chintala 2016 for the networks; Mirza and Osindero 2014 for captions.
 */
import { add, concat, mean, neg, softplus, tanh, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import {
  convDecoder,
  convEncoder,
  countConvDecoder,
  countConvEncoder,
  initConvDecoder,
  initConvEncoder,
} from "./layers/conv-towers.ts";
import type { ConvDecoder, ConvEncoder, TowerSizes } from "./layers/conv-towers.ts";
import { countLinear, initLinear, linear } from "./layers/linear.ts";
import type { Linear } from "./layers/linear.ts";
import type { Model } from "./model.ts";

export interface GanConfig extends TowerSizes {
  /** How many dice the forger throws. */
  dNoise: number;
  /** How many numbers say what the picture shall be (default 0). */
  dCondition?: number;
}

export interface ForgerInput {
  /** `[batch, dNoise]`, normal with variance 1. */
  noise: Tensor;
  /** `[batch, dCondition]` */
  condition?: Tensor;
}

export interface InspectorInput {
  /** `[batch, side, side, channel]`, −1 … 1 */
  x: Tensor;
  /** `[batch, dCondition]` */
  condition?: Tensor;
}

export type InspectorParams = { readonly encoder: ConvEncoder; readonly verdict: Linear };

/** How many numbers the inspector sees of a picture before it judges. */
const dSeen = 32;

/** The forger: noise → pictures `[batch, side, side, channel]`, −1 … 1. */
export function forger(given: GanConfig): Model<ConvDecoder, ForgerInput, Tensor> {
  const config = checked(given);
  const { dNoise, dCondition } = config;
  return Object.freeze({
    parameterCount: countConvDecoder(config, { dIn: dNoise + dCondition }),
    init: ({ rng }: { rng: Rng }) => initConvDecoder(config, { rng, dIn: dNoise + dCondition }),
    forward(params: ConvDecoder, { noise, condition }: ForgerInput): Tensor {
      const batch = noise.shape[0] ?? 0;
      check(
        batch > 0 && noise.shape.join() === `${batch},${dNoise}`,
        "forger noise",
        `[batch, ${dNoise}]`,
        `[${noise.shape.join(", ")}]`,
      );
      checkCondition(condition, { batch, dCondition, name: "forger" });
      return tidy(() => tanh(convDecoder(params, condition ? concat([noise, condition], 1) : noise)));
    },
  });
}

/** The inspector: pictures → how real they look, `[batch]`: the logit of being real. */
export function inspector(given: GanConfig): Model<InspectorParams, InspectorInput, Tensor> {
  const config = checked(given);
  const { side, channels, dCondition } = config;
  return Object.freeze({
    parameterCount: countConvEncoder(config, { dOut: dSeen }) + countLinear([dSeen + dCondition, 1]),
    init: ({ rng }: { rng: Rng }): InspectorParams => ({
      encoder: initConvEncoder(config, { rng, dOut: dSeen }),
      verdict: initLinear([dSeen + dCondition, 1], { rng }),
    }),
    forward(params: InspectorParams, { x, condition }: InspectorInput): Tensor {
      const batch = x.shape[0] ?? 0;
      const fits = batch > 0 && x.shape.slice(1).join() === [side, side, channels].join();
      check(fits, "inspector x", `[batch, ${side}, ${side}, ${channels}]`, `[${x.shape.join(", ")}]`);
      checkCondition(condition, { batch, dCondition, name: "inspector" });
      return tidy(() => {
        const seen = tanh(convEncoder(params.encoder, x));
        return linear(params.verdict, condition ? concat([seen, condition], 1) : seen).reshape([batch]);
      });
    },
  });
}

/** What the inspector makes small, from its logits `[batch]` for real and forged pictures: 2 log 2 for one who can only guess. */
export function inspectorLoss({ real, forged }: { real: Tensor; forged: Tensor }): Scalar {
  return tidy(() => add(mean(softplus(neg(real))), mean(softplus(forged))).asScalar());
}

/** What the forger makes small, from the inspector's logits `[batch]` for forged pictures: log 2 where nobody can tell. */
export function forgerLoss(forged: Tensor): Scalar {
  return tidy(() => mean(softplus(neg(forged))).asScalar());
}

function checked(given: GanConfig): Required<GanConfig> {
  const config = { dCondition: 0, ...given };
  checkInteger(config.dNoise, "gan dNoise", { min: 1 });
  checkInteger(config.dCondition, "gan dCondition");
  return config;
}

function checkCondition(
  condition: Tensor | undefined,
  { batch, dCondition, name }: { batch: number; dCondition: number; name: string },
): void {
  const expected = dCondition > 0 ? `${batch},${dCondition}` : undefined;
  check(
    condition?.shape.join() === expected,
    `${name} condition`,
    dCondition > 0 ? `[${batch}, ${dCondition}]` : "none",
    condition?.shape,
  );
}
