/**
 * A vision transformer: a picture is cut into patches, each becomes a token, and one more token, which is no patch, hears
 * all of them and answers.
 *
 * Reference: Dosovitskiy et al. 2021, "An Image is Worth 16×16 Words: Transformers for Image Recognition at Scale",
 * section 3.1, equations 1 to 4.
 */
import { add, concat, mean, slice, tidy, tile } from "@tensorflow/tfjs";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "../backend/index.ts";
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { patchRows } from "./autoencoders/patch-rows.ts";
import { touch, within } from "./hook.ts";
import type { Hook } from "./hook.ts";
import { normal } from "./initializers.ts";
import { countLayerNorm, initLayerNorm, layerNorm } from "./layers/layer-norm.ts";
import type { LayerNorm } from "./layers/layer-norm.ts";
import { countLinear, initLinear, linear } from "./layers/linear.ts";
import type { Linear } from "./layers/linear.ts";
import { countTransformerBlock, initTransformerBlock, transformerBlock } from "./layers/transformer-block.ts";
import type { TransformerBlock } from "./layers/transformer-block.ts";
import type { Model } from "./model.ts";

export interface VitConfig {
  /** Height and width of the picture, a multiple of `patch`. */
  side: number;
  channels: number;
  /** Side of a patch. */
  patch: number;
  dModel: number;
  layers: number;
  /** dModel is a multiple of it. */
  heads: number;
  /** How many numbers are answered: classes, or features. */
  dOut: number;
  /** Default: 4 · dModel. */
  dMlp?: number;
}

export type VitParams = {
  readonly patches: Linear;
  /** `[1, 1, dModel]` */
  readonly asker: Tensor;
  /** `[1 + patch, dModel]` */
  readonly positions: Tensor;
  readonly blocks: readonly TransformerBlock[];
  readonly norm: LayerNorm;
  readonly head: Linear;
};

export interface Vit extends Model<VitParams, Tensor, Tensor> {
  readonly config: Required<VitConfig>;
  /** x `[batch, side, side, channel]` → `[batch, dOut]`. The hook sees `blocks.i` and what a block names. */
  forward(params: VitParams, x: Tensor, options?: { hook?: Hook }): Tensor;
  /** Nats per picture of the right classes, `[batch]`, int32. */
  loss(params: VitParams, input: { x: Tensor; classes: Tensor }): Scalar;
}

/** A ViT of the sizes in `config`. */
export function vit(given: VitConfig): Vit {
  const config = { dMlp: 4 * given.dModel, ...given };
  const { side, channels, patch, dModel, layers, heads, dOut, dMlp } = config;
  for (const [name, size] of Object.entries(config)) checkInteger(size, `vit ${name}`, { min: 1 });
  check(side % patch === 0, "vit patch", `a divisor of ${side}`, patch);
  check(dModel % heads === 0, "vit heads", `a divisor of ${dModel}`, heads);
  const count = (side / patch) ** 2;
  const dPatch = patch * patch * channels;

  function forward(params: VitParams, x: Tensor, { hook }: { hook?: Hook } = {}): Tensor {
    const batch = x.shape[0] ?? 0;
    const fits = batch > 0 && x.shape.slice(1).join() === [side, side, channels].join();
    check(fits, "vit x", `[batch, ${side}, ${side}, ${channels}]`, `[${x.shape.join(", ")}]`);
    return tidy(() => {
      const tokens = linear(params.patches, patchRows(x, { patch })); // [batch, patch, dModel]
      const all = concat([tile(params.asker, [batch, 1, 1]), tokens], 1); // [batch, 1 + patch, dModel]
      let stream = touch(hook, "embedded", add(all, params.positions));
      params.blocks.forEach((block, i) => {
        const after = transformerBlock(block, stream, { heads, activation: "gelu", hook: within(hook, `blocks.${i}`) });
        stream = touch(hook, `blocks.${i}`, after);
      });
      const answer = slice(layerNorm(params.norm, stream), [0, 0, 0], [batch, 1, dModel]);
      return linear(params.head, answer.reshape([batch, dModel]));
    });
  }

  return Object.freeze({
    config,
    parameterCount:
      countLinear([dPatch, dModel]) +
      dModel +
      (1 + count) * dModel +
      layers * countTransformerBlock([dModel, dMlp]) +
      countLayerNorm(dModel) +
      countLinear([dModel, dOut]),
    init: ({ rng }: { rng: Rng }): VitParams => ({
      patches: initLinear([dPatch, dModel], { rng }),
      asker: normal([1, 1, dModel], { rng, std: 0.02 }),
      positions: normal([1 + count, dModel], { rng, std: 0.02 }),
      blocks: Array.from({ length: layers }, () => initTransformerBlock([dModel, dMlp], { rng })),
      norm: initLayerNorm(dModel),
      head: initLinear([dModel, dOut], { rng }),
    }),
    forward,
    loss: (params: VitParams, { x, classes }: { x: Tensor; classes: Tensor }): Scalar =>
      tidy(() => mean(softmaxCrossEntropy(forward(params, x), classes.toInt() as Tensor1D)).asScalar()),
  });
}
