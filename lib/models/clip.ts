/**
 * A tiny CLIP: one tower for pictures, one for captions, and training that puts a picture beside its own caption and away
 * from all others of the batch.
 *
 * Reference: Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", figure 3.
 */
import { add, div, exp, matMul, mean, mul, norm, sum, tensor, tidy, transpose } from "@tensorflow/tfjs";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "../backend/index.ts";
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { normal } from "./initializers.ts";
import { embed, initEmbedding } from "./layers/embedding.ts";
import { countLinear, initLinear, linear } from "./layers/linear.ts";
import type { Linear } from "./layers/linear.ts";
import { countTransformerBlock, initTransformerBlock, transformerBlock } from "./layers/transformer-block.ts";
import type { TransformerBlock } from "./layers/transformer-block.ts";
import type { Model } from "./model.ts";
import { vit } from "./vit.ts";
import type { VitConfig, VitParams } from "./vit.ts";

export interface ClipConfig {
  image: Omit<VitConfig, "dOut">;
  /** The captions: how many ids, and how many tokens at most. */
  text: { vocabSize: number; context: number; dModel: number; layers: number; heads: number };
  /** How many numbers both towers give. */
  dShared: number;
}

export type ClipParams = {
  readonly image: VitParams;
  readonly tokens: Tensor;
  readonly positions: Tensor;
  readonly blocks: readonly TransformerBlock[];
  readonly text: Linear;
  /** The logarithm of what cosines are multiplied by, `[]`; it starts at log(1 / 0.07). */
  readonly logScale: Tensor;
};

export interface ClipInput {
  /** `[batch, side, side, channel]` */
  images: Tensor;
  /** Ids `[batch, pos]`, int32, all of one length. */
  captions: Tensor;
}

export interface Clip extends Model<ClipParams, ClipInput, Tensor> {
  readonly config: ClipConfig;
  /** Directions of pictures, `[batch, dShared]`, each of length 1. */
  seeImages(params: ClipParams, images: Tensor): Tensor;
  /** Directions of captions, `[batch, dShared]`, each of length 1. */
  readCaptions(params: ClipParams, captions: Tensor): Tensor;
  /** How well each caption fits each picture: `[picture, caption]`. */
  match(params: ClipParams, input: ClipInput): Tensor;
  /** Nats: the mean of finding the caption of each picture and the picture of each caption. */
  loss(params: ClipParams, input: ClipInput): Scalar;
}

/** A CLIP of the sizes in `config`. `forward` gives for each example the cosine of its picture and its caption, `[batch]`. */
export function clip(config: ClipConfig): Clip {
  const { dShared, text } = config;
  checkInteger(dShared, "clip dShared", { min: 1 });
  for (const [name, size] of Object.entries(text)) checkInteger(size, `clip text ${name}`, { min: 1 });
  const tower = vit({ ...config.image, dOut: dShared });

  const seeImages = (params: ClipParams, images: Tensor): Tensor =>
    tidy(() => direction(tower.forward(params.image, images)));

  function readCaptions(params: ClipParams, captions: Tensor): Tensor {
    const [batch = 0, length = 0] = captions.shape;
    const fits = captions.rank === 2 && batch > 0 && length > 0 && length <= text.context;
    check(fits, "clip captions", `[batch, pos] with 1 to ${text.context} positions`, `[${captions.shape.join(", ")}]`);
    return tidy(() => {
      const placed = add(embed(params.tokens, captions), params.positions.slice([0, 0], [length, text.dModel]));
      const read = params.blocks.reduce(
        (stream, block) => transformerBlock(block, stream, { heads: text.heads }),
        placed,
      );
      return direction(linear(params.text, mean(read, 1)));
    });
  }

  const match = (params: ClipParams, { images, captions }: ClipInput): Tensor =>
    tidy(() =>
      mul(
        matMul(seeImages(params, images) as Tensor2D, readCaptions(params, captions) as Tensor2D, false, true),
        exp(params.logScale),
      ),
    );

  return Object.freeze({
    config,
    parameterCount:
      tower.parameterCount +
      (text.vocabSize + text.context) * text.dModel +
      text.layers * countTransformerBlock([text.dModel, 4 * text.dModel]) +
      countLinear([text.dModel, dShared]) +
      1,
    init: ({ rng }: { rng: Rng }): ClipParams => ({
      image: tower.init({ rng }),
      tokens: initEmbedding([text.vocabSize, text.dModel], { rng }),
      positions: normal([text.context, text.dModel], { rng, std: 0.01 }),
      blocks: Array.from({ length: text.layers }, () => initTransformerBlock([text.dModel, 4 * text.dModel], { rng })),
      text: initLinear([text.dModel, dShared], { rng }),
      logScale: tensor(Math.log(1 / 0.07)),
    }),
    seeImages,
    readCaptions,
    match,
    forward: (params: ClipParams, { images, captions }: ClipInput): Tensor =>
      tidy(() => sum(mul(seeImages(params, images), readCaptions(params, captions)), 1)),
    loss: (params: ClipParams, input: ClipInput): Scalar => tidy(() => contrastiveLoss(match(params, input))),
  });
}

/** From scores `[picture, caption]` whose diagonal is right: the mean surprise at it, by rows and by columns, in nats. */
export function contrastiveLoss(scores: Tensor): Scalar {
  const [pictures = 0, captions = 0] = scores.shape;
  check(
    scores.rank === 2 && pictures === captions && pictures > 1,
    "contrastiveLoss scores",
    "[n, n], at least 2",
    `[${scores.shape.join(", ")}]`,
  );
  return tidy(() => {
    const own = tensor(
      Int32Array.from({ length: pictures }, (_, i) => i),
      [pictures],
      "int32",
    );
    const [rows, columns] = [softmaxCrossEntropy(scores, own), softmaxCrossEntropy(transpose(scores), own)];
    return mul(add(rows, columns), 0.5).asScalar();
  });
}

function direction(x: Tensor): Tensor {
  return div(x, add(norm(x, 2, 1, true), 1e-8));
}
