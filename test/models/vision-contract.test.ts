/** Every image model keeps the contract of models. */
import * as tf from "@tensorflow/tfjs";
import type { Rng } from "../../lib/core/index.ts";
import {
  couplingFlow,
  diffusionLoss,
  forger,
  forgerLoss,
  inspector,
  inspectorLoss,
  linearSchedule,
  normalNoise,
  vae,
  vqAutoencoder,
} from "../../lib/models/index.ts";
import type { ClipInput, NoisyInput, VaeInput } from "../../lib/models/index.ts";
import { contract } from "./contract.case.ts";
import { smallClip, smallUNet, smallVit } from "./vision-examples.ts";

/** Example i of a tensor, as a batch of one. */
const only = (x: tf.Tensor, i: number): tf.Tensor =>
  x.slice([i, ...x.shape.slice(1).map(() => 0)], [1, ...x.shape.slice(1)]);

const batchOf = ({ batch, rng }: { batch: number; rng: Rng }, shape: number[]) =>
  normalNoise([batch, ...shape], { rng });

const schedule = linearSchedule(20, { last: 0.3 });

contract("a U-Net", () => ({
  model: smallUNet,
  input: (of): NoisyInput => ({ x: batchOf(of, [4, 4, 1]), times: tf.range(0, of.batch), condition: batchOf(of, [3]) }),
  example: ({ x, times, condition }: NoisyInput, i) => ({
    x: only(x, i),
    times: times.slice(i, 1),
    condition: only(condition!, i),
  }),
  smallest: () => ({ x: tf.zeros([1, 2, 2, 1]), times: tf.zeros([1]), condition: tf.zeros([1, 3]) }),
  loss: (params, { x, times, condition }: NoisyInput) =>
    tf.tidy(() => {
      const noise = tf.cos(tf.mul(x, 7));
      return diffusionLoss(
        (noisy) => smallUNet.forward(params, { x: noisy, times, ...(condition && { condition }) }),
        x,
        { schedule, noise, times: Array.from({ length: x.shape[0]! }, () => 9) },
      );
    }),
  refused: [
    [
      "a side that cannot be halved",
      () => ({ x: tf.zeros([1, 3, 4, 1]), times: tf.zeros([1]), condition: tf.zeros([1, 3]) }),
      "unet x",
    ],
    ["no pictures", () => ({ x: tf.zeros([0, 4, 4, 1]), times: tf.zeros([0]), condition: tf.zeros([0, 3]) }), "unet x"],
    ["colour", () => ({ x: tf.zeros([1, 4, 4, 3]), times: tf.zeros([1]), condition: tf.zeros([1, 3]) }), "unet x"],
    [
      "one time for two",
      () => ({ x: tf.zeros([2, 4, 4, 1]), times: tf.zeros([1]), condition: tf.zeros([2, 3]) }),
      "unet times",
    ],
    ["no condition", () => ({ x: tf.zeros([1, 4, 4, 1]), times: tf.zeros([1]) }), "unet condition"],
  ],
}));

contract("a VAE", () => {
  const model = vae({ side: 4, channels: 1, widths: [3, 4], dCode: 2, dCondition: 2 });
  return {
    model,
    input: (of) => ({ x: batchOf(of, [4, 4, 1]), noise: batchOf(of, [2]), condition: batchOf(of, [2]) }),
    example: ({ x, noise, condition }: VaeInput, i) => ({
      x: only(x, i),
      noise: only(noise, i),
      condition: only(condition!, i),
    }),
    smallest: () => ({ x: tf.zeros([1, 4, 4, 1]), noise: tf.zeros([1, 2]), condition: tf.zeros([1, 2]) }),
    loss: (params, input) => model.loss(params, input),
    refused: [
      [
        "another side",
        () => ({ x: tf.zeros([1, 8, 8, 1]), noise: tf.zeros([1, 2]), condition: tf.zeros([1, 2]) }),
        "vae x: expected [batch, 4, 4, 1]",
      ],
      [
        "other noise",
        () => ({ x: tf.zeros([1, 4, 4, 1]), noise: tf.zeros([1, 3]), condition: tf.zeros([1, 2]) }),
        "vae noise",
      ],
      ["no condition", () => ({ x: tf.zeros([1, 4, 4, 1]), noise: tf.zeros([1, 2]) }), "vae condition"],
    ],
  };
});

contract("a VQ autoencoder", () => {
  const model = vqAutoencoder({ side: 4, channels: 1, patch: 2, codes: 5, dCode: 3, dHidden: 6 });
  return {
    model,
    input: (of) => batchOf(of, [4, 4, 1]),
    example: only,
    smallest: () => tf.zeros([1, 4, 4, 1]),
    loss: (params, x) => model.loss(params, x),
    refused: [
      ["another side", () => tf.zeros([1, 6, 6, 1]), "vq x: expected [batch, 4, 4, 1]"],
      ["no pictures", () => tf.zeros([0, 4, 4, 1]), "vq x"],
    ],
  };
});

contract("a ViT", () => ({
  model: smallVit,
  input: (of) => batchOf(of, [6, 6, 2]),
  example: only,
  smallest: () => tf.zeros([1, 6, 6, 2]),
  loss: (params, x) => tf.tidy(() => smallVit.loss(params, { x, classes: tf.range(0, x.shape[0]!, 1, "int32") })),
  // a key's bias moves all scores of a query alike
  idle: /key\.bias$/u,
  refused: [
    ["another side", () => tf.zeros([1, 3, 3, 2]), "vit x: expected [batch, 6, 6, 2]"],
    ["no pictures", () => tf.zeros([0, 6, 6, 2]), "vit x"],
  ],
}));

contract("a tiny CLIP", () => ({
  model: smallClip,
  input: (of) => ({
    images: batchOf(of, [4, 4, 1]),
    captions: tf.tensor2d(
      Int32Array.from({ length: of.batch * 5 }, () => of.rng.int(7)),
      [of.batch, 5],
      "int32",
    ),
  }),
  example: ({ images, captions }: ClipInput, i) => ({ images: only(images, i), captions: only(captions, i) }),
  smallest: () => ({ images: tf.zeros([1, 4, 4, 1]), captions: tf.zeros([1, 1], "int32") }),
  loss: (params, input) => smallClip.loss(params, input),
  idle: /key\.bias$/u,
  refused: [
    [
      "a caption too long",
      () => ({ images: tf.zeros([1, 4, 4, 1]), captions: tf.zeros([1, 6], "int32") }),
      "clip captions",
    ],
    ["no words", () => ({ images: tf.zeros([1, 4, 4, 1]), captions: tf.zeros([1, 0], "int32") }), "clip captions"],
  ],
}));

const sizes = { side: 4, channels: 1, widths: [3, 4], dNoise: 3 };

contract("a forger", () => {
  const model = forger(sizes);
  return {
    model,
    input: (of) => ({ noise: batchOf(of, [3]) }),
    example: ({ noise }, i) => ({ noise: only(noise, i) }),
    smallest: () => ({ noise: tf.zeros([1, 3]) }),
    loss: (params, input) => tf.tidy(() => forgerLoss(tf.sum(model.forward(params, input), [1, 2, 3]))),
    refused: [["other noise", () => ({ noise: tf.zeros([1, 4]) }), "forger noise: expected [batch, 3]"]],
  };
});

contract("an inspector", () => {
  const model = inspector(sizes);
  return {
    model,
    input: (of) => ({ x: batchOf(of, [4, 4, 1]) }),
    example: ({ x }, i) => ({ x: only(x, i) }),
    smallest: () => ({ x: tf.zeros([1, 4, 4, 1]) }),
    loss: (params, { x }) =>
      tf.tidy(() =>
        inspectorLoss({
          real: model.forward(params, { x }),
          forged: model.forward(params, { x: tf.neg(tf.square(x)) }),
        }),
      ),
    // it says the same of both, whatever it is
    idle: /^verdict\.bias$/u,
    refused: [
      ["another side", () => ({ x: tf.zeros([1, 8, 8, 1]) }), "inspector x: expected [batch, 4, 4, 1]"],
      [
        "a condition where there is none",
        () => ({ x: tf.zeros([1, 4, 4, 1]), condition: tf.zeros([1, 1]) }),
        "inspector condition: expected none",
      ],
    ],
  };
});

contract("a flow of couplings", () => {
  const model = couplingFlow({ dData: 3, steps: 3, dHidden: 5 });
  return {
    model,
    input: (of) => tf.tidy(() => tf.add(tf.mul(batchOf(of, [3]), 2), 1)),
    example: only,
    smallest: () => tf.zeros([1, 3]),
    loss: (params, x) => model.loss(params, x),
    refused: [
      ["other points", () => tf.zeros([1, 2]), "couplingFlow x: expected [batch, 3]"],
      ["no points", () => tf.zeros([0, 3]), "couplingFlow x"],
    ],
  };
});
