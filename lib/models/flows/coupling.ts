/**
 * A flow: noise is bent into data by steps that can each be undone exactly, so that the density of any point is known.
 *
 * A step leaves half of the numbers as they are, and from them computes how the other half is stretched and moved:
 *
 *     y_kept = x_kept;   y_other = x_other · e^s(x_kept) + t(x_kept);   log |det| = Σ s
 *
 * Reference: Dinh, Sohl-Dickstein and Bengio 2017, "Density Estimation Using Real NVP", equations 4 to 8.
 */
import { add, exp, mean, mul, neg, relu, split, square, sub, sum, tanh, tensor, tidy, zeros } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import type { Model } from "../model.ts";

export interface CouplingFlowConfig {
  /** How many numbers a point has, at least 2. */
  dData: number;
  /** How many steps; they keep even and odd numbers by turns. */
  steps: number;
  dHidden: number;
}

export type CouplingFlowParams = readonly { readonly first: Linear; readonly second: Linear; readonly last: Linear }[];

export interface CouplingFlow extends Model<CouplingFlowParams, Tensor, Tensor> {
  readonly config: CouplingFlowConfig;
  /** Data to noise, with the logarithm of the volume's change: x `[batch, dData]` → z of the same shape, `[batch]`. */
  toNoise(params: CouplingFlowParams, x: Tensor): { z: Tensor; logDeterminant: Tensor };
  /** The exact inverse: noise to data. */
  toData(params: CouplingFlowParams, z: Tensor): Tensor;
  /** Log-density of each point in nats, `[batch]`. */
  logDensity(params: CouplingFlowParams, x: Tensor): Tensor;
  /** Nats per point. */
  loss(params: CouplingFlowParams, x: Tensor): Scalar;
}

/** A flow of the sizes in `config`. `forward` takes data to noise. */
export function couplingFlow(config: CouplingFlowConfig): CouplingFlow {
  const { dData, steps, dHidden } = config;
  checkInteger(dData, "couplingFlow dData", { min: 2 });
  checkInteger(steps, "couplingFlow steps", { min: 1 });
  checkInteger(dHidden, "couplingFlow dHidden", { min: 1 });

  /** 1 for the numbers that step i keeps. */
  const keptBy = (i: number): Tensor =>
    tensor(
      Float32Array.from({ length: dData }, (_, at) => (at + i) % 2),
      [1, dData],
    );

  /** How step i stretches and moves the numbers that it does not keep, from those that it keeps. */
  function bend(params: CouplingFlowParams, i: number, kept: Tensor): { s: Tensor; t: Tensor } {
    const { first, second, last } = params[i]!;
    const others = sub(1, keptBy(i));
    const [s, t] = split(linear(last, relu(linear(second, relu(linear(first, kept))))), 2, 1) as [Tensor, Tensor];
    // a bounded stretch keeps the first steps of training tame
    return { s: mul(tanh(s), others), t: mul(t, others) };
  }

  function checkPoints(x: Tensor, name: string): void {
    const batch = x.shape[0] ?? 0;
    check(batch > 0 && x.shape.join() === `${batch},${dData}`, name, `[batch, ${dData}]`, `[${x.shape.join(", ")}]`);
  }

  function toNoise(params: CouplingFlowParams, x: Tensor): { z: Tensor; logDeterminant: Tensor } {
    checkPoints(x, "couplingFlow x");
    const [z, logDeterminant] = tidy(() => {
      let point = x;
      let total: Tensor = zeros([x.shape[0]!]);
      for (let i = 0; i < steps; i++) {
        const { s, t } = bend(params, i, mul(point, keptBy(i)));
        point = add(mul(point, exp(s)), t);
        total = add(total, sum(s, 1));
      }
      return [point, total] as [Tensor, Tensor];
    });
    return { z, logDeterminant };
  }

  function toData(params: CouplingFlowParams, z: Tensor): Tensor {
    checkPoints(z, "couplingFlow z");
    return tidy(() => {
      let point = z;
      for (let i = steps - 1; i >= 0; i--) {
        const { s, t } = bend(params, i, mul(point, keptBy(i)));
        point = mul(sub(point, t), exp(neg(s)));
      }
      return point;
    });
  }

  const logDensity = (params: CouplingFlowParams, x: Tensor): Tensor =>
    tidy(() => {
      const { z, logDeterminant } = toNoise(params, x);
      const ofNoise = sub(mul(sum(square(z), 1), -0.5), (dData / 2) * Math.log(2 * Math.PI));
      return add(ofNoise, logDeterminant);
    });

  return Object.freeze({
    config,
    parameterCount:
      steps * (countLinear([dData, dHidden]) + countLinear([dHidden, dHidden]) + countLinear([dHidden, 2 * dData])),
    init: ({ rng }: { rng: Rng }): CouplingFlowParams =>
      Array.from({ length: steps }, () => ({
        first: initLinear([dData, dHidden], { rng }),
        second: initLinear([dHidden, dHidden], { rng }),
        // the first flow changes nothing
        last: initLinear([dHidden, 2 * dData], { rng, std: 0 }),
      })),
    toNoise,
    toData,
    logDensity,
    forward: (params: CouplingFlowParams, x: Tensor): Tensor => tidy(() => toNoise(params, x).z),
    loss: (params: CouplingFlowParams, x: Tensor): Scalar => tidy(() => neg(mean(logDensity(params, x))).asScalar()),
  });
}
