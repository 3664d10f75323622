/**
 * A variational autoencoder: a picture becomes a small cloud of codes, any code a picture, and the clouds together fill
 * the space from which codes are drawn.
 *
 *     loss = |x − decode(mean + e^(logVariance / 2) · noise)|² / 2 + weight · KL(cloud ‖ normal),  summed over a picture
 *
 * With a condition both halves are told what the picture shall be (Sohn, Lee and Yan 2015).
 *
 * Reference: Kingma and Welling 2014, "Auto-Encoding Variational Bayes", equation 10 and appendix B.
 */
import { add, concat, exp, mean, mul, split, square, sub, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import {
  convDecoder,
  convEncoder,
  countConvDecoder,
  countConvEncoder,
  initConvDecoder,
  initConvEncoder,
} from "../layers/conv-towers.ts";
import type { ConvDecoder, ConvEncoder, TowerSizes } from "../layers/conv-towers.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import type { Model } from "../model.ts";

export interface VaeConfig extends TowerSizes {
  /** How many numbers a code has. */
  dCode: number;
  /** How many numbers say what the picture shall be (default 0). */
  dCondition?: number;
}

export type VaeParams = {
  readonly encoder: ConvEncoder;
  /** From what the encoder saw, and the condition, to the mean and the logarithm of the variance. */
  readonly cloud: Linear;
  readonly decoder: ConvDecoder;
};

export interface VaeInput {
  /** `[batch, side, side, channel]` */
  x: Tensor;
  /** Where in its cloud the code lies, `[batch, dCode]`, normal with variance 1. Zeros take the middle. */
  noise: Tensor;
  /** `[batch, dCondition]` */
  condition?: Tensor;
}

export interface Cloud {
  /** `[batch, dCode]` each. */
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

export interface Vae extends Model<VaeParams, VaeInput, Tensor> {
  readonly config: Required<VaeConfig>;
  /** Where the codes of a picture lie. */
  encode(params: VaeParams, input: Pick<VaeInput, "x" | "condition">): Cloud;
  /** The picture of a code, `[batch, dCode]`. */
  decode(params: VaeParams, code: Tensor, options?: { condition?: Tensor }): Tensor;
  /** The mean over the batch; `klWeight` is β of Higgins et al. 2017 (default 1). */
  loss(params: VaeParams, input: VaeInput, options?: { klWeight?: number }): Scalar;
}

/** A VAE of the sizes in `config`. `forward` gives the picture again. */
export function vae(given: VaeConfig): Vae {
  const config = { dCondition: 0, ...given };
  const { dCode, dCondition, side, channels } = config;
  checkInteger(dCode, "vae dCode", { min: 1 });
  checkInteger(dCondition, "vae dCondition");
  const dSeen = 4 * dCode;
  const dIn = dCode + dCondition;

  const told = (x: Tensor, condition: Tensor | undefined): Tensor => (dCondition > 0 ? concat([x, condition!], 1) : x);

  function checkInput({ x, noise, condition }: Partial<VaeInput> & Pick<VaeInput, "x">): void {
    const batch = x.shape[0] ?? 0;
    const fits = batch > 0 && x.shape.slice(1).join() === [side, side, channels].join();
    check(fits, "vae x", `[batch, ${side}, ${side}, ${channels}]`, `[${x.shape.join(", ")}]`);
    check(
      !noise || noise.shape.join() === `${batch},${dCode}`,
      "vae noise",
      `[${batch}, ${dCode}]`,
      noise && `[${noise.shape.join(", ")}]`,
    );
    const expected = dCondition > 0 ? `${batch},${dCondition}` : undefined;
    check(
      condition?.shape.join() === expected,
      "vae condition",
      dCondition > 0 ? `[${batch}, ${dCondition}]` : "none",
      condition?.shape,
    );
  }

  function encode(params: VaeParams, { x, condition }: Pick<VaeInput, "x" | "condition">): Cloud {
    checkInput({ x, ...(condition && { condition }) });
    const [middle, logVariance] = tidy(() =>
      split(linear(params.cloud, told(convEncoder(params.encoder, x), condition)), 2, 1),
    ) as [Tensor, Tensor];
    return { mean: middle, logVariance };
  }

  function decode(params: VaeParams, code: Tensor, { condition }: { condition?: Tensor } = {}): Tensor {
    return tidy(() => convDecoder(params.decoder, told(code, condition)));
  }

  return Object.freeze({
    config,
    parameterCount:
      countConvEncoder(config, { dOut: dSeen }) +
      countLinear([dSeen + dCondition, 2 * dCode]) +
      countConvDecoder(config, { dIn }),
    init: ({ rng }: { rng: Rng }): VaeParams => ({
      encoder: initConvEncoder(config, { rng, dOut: dSeen }),
      cloud: initLinear([dSeen + dCondition, 2 * dCode], { rng }),
      decoder: initConvDecoder(config, { rng, dIn }),
    }),
    encode,
    decode,
    forward(params: VaeParams, input: VaeInput): Tensor {
      checkInput(input);
      return tidy(() => decode(params, codeOf(encode(params, input), input.noise), input));
    },
    loss(params: VaeParams, input: VaeInput, { klWeight = 1 }: { klWeight?: number } = {}): Scalar {
      checkInput(input);
      checkNumber(klWeight, "vae klWeight", { min: 0 });
      return tidy(() => {
        const cloud = encode(params, input);
        const again = decode(params, codeOf(cloud, input.noise), input);
        const missed = mul(sum(square(sub(input.x, again)), [1, 2, 3]), 0.5); // [batch]
        return mean(add(missed, mul(gaussianKl(cloud), klWeight))).asScalar();
      });
    },
  });
}

/** A place in each cloud. */
function codeOf({ mean: middle, logVariance }: Cloud, noise: Tensor): Tensor {
  return add(middle, mul(exp(mul(logVariance, 0.5)), noise));
}

/** How far a cloud is from the normal distribution, in nats: ½ Σ (mean² + e^logVariance − 1 − logVariance), `[batch]`. */
export function gaussianKl({ mean: middle, logVariance }: Cloud): Tensor {
  return tidy(() => mul(sum(sub(add(square(middle), exp(logVariance)), add(logVariance, 1)), 1), 0.5));
}
