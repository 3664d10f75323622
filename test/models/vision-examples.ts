/** Small image models with lively weights, and inputs for them: what is computed here and in PyTorch. */
import * as tf from "@tensorflow/tfjs";
import { rng } from "../../lib/core/index.ts";
import { clip, mapParams, normalNoise, unet, vit } from "../../lib/models/index.ts";
import type { Params } from "../../lib/models/index.ts";

export const smallUNet = unet({ channels: 1, widths: [4, 8], groups: 2, dCondition: 3 });
export const smallVit = vit({ side: 6, channels: 2, patch: 3, dModel: 8, layers: 2, heads: 2, dOut: 5 });
export const smallClip = clip({
  image: { side: 4, channels: 1, patch: 2, dModel: 8, layers: 1, heads: 2 },
  text: { vocabSize: 7, context: 5, dModel: 8, layers: 1, heads: 2 },
  dShared: 6,
});

/** Parameters of which none is 0: what starts at 0 would hide a mistake. */
export function lively<P extends Params>(params: P): P {
  const chance = rng(11);
  return mapParams(params, (leaf) =>
    tf.tidy(() => tf.add(leaf, tf.mul(normalNoise(leaf.shape, { rng: chance }), 0.3))),
  );
}

export function examples() {
  const die = rng(5);
  return {
    unet: {
      params: lively(smallUNet.init({ rng: rng(1) })),
      x: normalNoise([2, 8, 8, 1], { rng: die }),
      times: tf.tensor1d([3, 17]),
      condition: normalNoise([2, 3], { rng: die }),
    },
    vit: { params: lively(smallVit.init({ rng: rng(2) })), x: normalNoise([2, 6, 6, 2], { rng: die }) },
  };
}
