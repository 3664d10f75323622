/** The same tokens as TensorFlow.js on its cpu backend, of the model that the project's figures speak of: 0.8 M weights. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { createDecoder } from "../../../lib/backend/decode/index.ts";
import type { DecoderConfig } from "../../../lib/backend/decode/index.ts";
import { argmax, engines, expectClose, randomWeights } from "./models.ts";
import { forward } from "./tfjs-model.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true); // no advice on the console
  await tf.setBackend("cpu");
});

const sizes = { vocabSize: 96, dModel: 128, layers: 4, heads: 4, context: 64 };
const configs: Record<string, DecoderConfig> = {
  "no biases, sigmoid GELU": { ...sizes, activation: "gelu-sigmoid", linearBias: false, finalNorm: false },
  "GPT-2": sizes,
};

describe.each(Object.entries(configs))("%s", (_, config) => {
  const weights = randomWeights(config);

  /**
   * If TensorFlow.js, given the decoder's tokens, prefers at each position the token that came next, then it would have
   * taken the same ones by itself: by induction over positions, since a position does not see later ones.
   */
  test.each(engines)("64 greedy tokens of engine %s", (engine) => {
    const decoder = createDecoder(weights, config, { engine });
    const taken: number[] = [];
    const logits: Float32Array[] = [];
    for (let token = 1; taken.length < 64; token = argmax(logits.at(-1)!)) {
      taken.push(token);
      logits.push(decoder.logits(token));
    }
    const wanted = tf.tidy(() => forward(weights, config, taken).arraySync());
    expect(logits.map(argmax)).toEqual(wanted.map(argmax));
    for (const [position, row] of wanted.entries()) expectClose(logits[position]!, row, 1e-4);
  });

  test("are not those that a decoder without a memory takes", () => {
    const decoder = createDecoder(weights, config);
    const taken = [1];
    const forgetful = [1];
    while (taken.length < 64) taken.push(argmax(decoder.logits(taken.at(-1)!)));
    while (forgetful.length < 64) {
      decoder.reset();
      forgetful.push(argmax(decoder.logits(forgetful.at(-1)!)));
    }
    expect(taken.filter((token, i) => token !== forgetful[i]).length).toBeGreaterThan(32);
  });
});
