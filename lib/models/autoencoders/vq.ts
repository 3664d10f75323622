/**
 * An autoencoder with words: every patch of a picture becomes one of a few codes, so that a picture is a short text, which
 * a language model can write.
 *
 *     loss = |x − decode(code)|² + |stop(seen) − code|² + commitment · |seen − stop(code)|²,  means over all numbers
 *
 * Choosing has no slope; the decoder's is handed to the encoder as it is (straight through).
 *
 * Reference: van den Oord, Vinyals and Kavukcuoglu 2017, "Neural Discrete Representation Learning", equations 1 to 3.
 */
import {
  add,
  argMin,
  customGrad,
  gather,
  matMul,
  mean,
  mul,
  oneHot,
  square,
  sub,
  sum,
  tensor2d,
  tidy,
  zeros,
} from "@tensorflow/tfjs";
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import { normal } from "../initializers.ts";
import { countMlp, initMlp, mlp } from "../layers/mlp.ts";
import type { Mlp } from "../layers/mlp.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import type { Model } from "../model.ts";
import { patchRows, unpatchRows } from "./patch-rows.ts";

export interface VqConfig {
  /** Height and width of the picture, a multiple of `patch`. */
  side: number;
  channels: number;
  /** Side of the square that becomes one code. */
  patch: number;
  /** How many codes there are. */
  codes: number;
  /** How many numbers a code has. */
  dCode: number;
  /** Width of the hidden layers (default 64). */
  dHidden?: number;
}

export type VqParams = {
  readonly see: Linear;
  readonly encoder: Mlp;
  /** From what was seen to the space of codes. */
  readonly place: Linear;
  /** `[code, dCode]` */
  readonly codebook: Tensor;
  readonly open: Linear;
  readonly decoder: Mlp;
  readonly paint: Linear;
};

export interface Vq extends Model<VqParams, Tensor, Tensor> {
  readonly config: Required<VqConfig>;
  /** The codes of a picture, row by row: x `[batch, side, side, channel]` → `[batch, patch]`, int32. */
  encode(params: VqParams, x: Tensor): Tensor;
  /** The picture of codes `[batch, patch]`, int32. */
  decode(params: VqParams, codes: Tensor): Tensor;
  loss(params: VqParams, x: Tensor, options?: { commitment?: number }): Scalar;
  /**
   * The codebook with every code that no patch of x chose put where a patch is, drawn by the die: a code that is chosen by
   * nobody has no slope, and would stay away for ever. For use between steps (Dhariwal et al. 2020, "Jukebox", section 3.1).
   */
  revived(params: VqParams, x: Tensor, options: { rng: Rng }): Tensor;
}

/** A VQ autoencoder of the sizes in `config`. `forward` gives the picture again. */
export function vqAutoencoder(given: VqConfig): Vq {
  const config = { dHidden: 64, ...given };
  const { side, channels, patch, codes, dCode, dHidden } = config;
  for (const name of ["side", "channels", "patch", "codes", "dCode", "dHidden"] as const)
    checkInteger(config[name], `vq ${name}`, { min: 1 });
  check(side % patch === 0, "vq patch", `a divisor of ${side}`, patch);
  const dPatch = patch * patch * channels;

  /** Where each patch lies among the codes: `[batch · patch, dCode]`. */
  function seenOf(params: VqParams, x: Tensor): Tensor2D {
    const fits = (x.shape[0] ?? 0) > 0 && x.shape.slice(1).join() === [side, side, channels].join();
    check(fits, "vq x", `[batch, ${side}, ${side}, ${channels}]`, `[${x.shape.join(", ")}]`);
    const rows = patchRows(x, { patch }); // [batch, patch, dPatch]
    const hidden = linear(params.see, rows.reshape([rows.size / dPatch, dPatch]));
    return linear(params.place, add(hidden, mlp(params.encoder, hidden))) as Tensor2D;
  }

  function paint(params: VqParams, code: Tensor2D, batch: number): Tensor {
    const hidden = linear(params.open, code);
    const rows = linear(params.paint, add(hidden, mlp(params.decoder, hidden)));
    return unpatchRows(rows.reshape([batch, (side / patch) ** 2, dPatch]), { patch, side, channels });
  }

  function forward(params: VqParams, x: Tensor): Tensor {
    return tidy(() => {
      const seen = seenOf(params, x);
      return paint(params, chosen(seen, params.codebook as Tensor2D, "seen"), x.shape[0]!);
    });
  }

  return Object.freeze({
    config,
    parameterCount:
      countLinear([dPatch, dHidden]) +
      2 * countMlp([dHidden, 2 * dHidden]) +
      countLinear([dHidden, dCode]) +
      codes * dCode +
      countLinear([dCode, dHidden]) +
      countLinear([dHidden, dPatch]),
    init: ({ rng }: { rng: Rng }): VqParams => ({
      see: initLinear([dPatch, dHidden], { rng }),
      encoder: initMlp([dHidden, 2 * dHidden], { rng }),
      place: initLinear([dHidden, dCode], { rng }),
      codebook: normal([codes, dCode], { rng, std: 1 / Math.sqrt(dCode) }),
      open: initLinear([dCode, dHidden], { rng }),
      decoder: initMlp([dHidden, 2 * dHidden], { rng }),
      paint: initLinear([dHidden, dPatch], { rng }),
    }),
    forward,
    encode: (params: VqParams, x: Tensor): Tensor =>
      tidy(() =>
        nearestCode(seenOf(params, x), params.codebook as Tensor2D).reshape([x.shape[0]!, (side / patch) ** 2]),
      ),
    decode: (params: VqParams, ids: Tensor): Tensor =>
      tidy(() => paint(params, gather(params.codebook as Tensor2D, ids.flatten().toInt()) as Tensor2D, ids.shape[0]!)),
    revived: (params: VqParams, x: Tensor, { rng }: { rng: Rng }): Tensor =>
      tidy(() => withoutIdle(seenOf(params, x), params.codebook as Tensor2D, { rng })),
    loss(params: VqParams, x: Tensor, { commitment = 0.25 }: { commitment?: number } = {}): Scalar {
      checkNumber(commitment, "vq commitment", { min: 0 });
      return tidy(() => {
        const seen = seenOf(params, x);
        const codebook = params.codebook as Tensor2D;
        const missed = mean(square(sub(x, paint(params, chosen(seen, codebook, "seen"), x.shape[0]!))));
        const code = chosen(seen, codebook, "codebook");
        const codesFollow = mean(square(sub(stopped(seen), code)));
        const encoderFollows = mean(square(sub(seen, stopped(code))));
        return add(missed, add(codesFollow, mul(encoderFollows, commitment))).asScalar();
      });
    },
  });
}

/** Rows of `codebook` that are nearest to no row of `seen`, replaced by rows of it. */
function withoutIdle(seen: Tensor2D, codebook: Tensor2D, { rng }: { rng: Rng }): Tensor2D {
  const used = new Set(nearestCode(seen, codebook).dataSync());
  const rows = seen.arraySync();
  return tensor2d(codebook.arraySync().map((code, id) => (used.has(id) ? code : rng.pick(rows))));
}

/** The id of the nearest row of the codebook: seen `[n, dCode]` → `[n]`, int32. Of equals the first. */
export function nearestCode(seen: Tensor2D, codebook: Tensor2D): Tensor1D {
  return tidy(() => {
    // |s − c|² = |s|² − 2 s·c + |c|², of which the first is the same for every code
    const distances = sub(sum(square(codebook), 1), mul(matMul(seen, codebook, false, true), 2)); // [n, code]
    return argMin(distances, 1);
  });
}

/** The nearest codes of what was seen. Choosing has no slope, so it is said to whom the slope of the result goes. */
function chosen(seen: Tensor2D, codebook: Tensor2D, slope: "seen" | "codebook"): Tensor2D {
  const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
    if (slope === "seen") return [dy, zeros(codebook.shape)];
    const choice = oneHot(saved[0] as Tensor1D, codebook.shape[0]).toFloat() as Tensor2D; // [n, code]
    return [zeros(seen.shape), matMul(choice, dy as Tensor2D, true)];
  };
  return customGrad((...inputs: unknown[]) => {
    const [from, table, save] = inputs as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    const ids = nearestCode(from, table);
    save([ids]);
    return { value: gather(table, ids), gradFunc };
  })(seen, codebook) as Tensor2D;
}

/** The same numbers without a slope. */
function stopped(x: Tensor): Tensor {
  return customGrad((...inputs: unknown[]) => {
    const [input] = inputs as [Tensor];
    return { value: input.clone(), gradFunc: (dy: Tensor) => [mul(dy, 0)] };
  })(x);
}
