import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { adamW } from "../../../lib/backend/index.ts";
import { decodeSafetensors, encodeSafetensors, rng } from "../../../lib/core/index.ts";
import { generate } from "../../../lib/generate/index.ts";
import {
  attentionMaps,
  fromGpt2,
  gpt,
  gptDecoder,
  hiddenStates,
  namedParams,
  toGpt2,
  trainable,
  variablesOf,
} from "../../../lib/models/index.ts";
import type { Gpt2Config, Gpt2Files } from "../../../lib/models/index.ts";
import { ourGpt2 } from "../../fixtures/models/gpt2/ours.ts";
import { expectNear, golden, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const fileAt = (name: string) => readFileSync(new URL(`../../fixtures/models/gpt2/${name}`, import.meta.url));
const filesOf = (folder: string): Gpt2Files => ({
  config: JSON.parse(fileAt(`${folder}/config.json`).toString()) as Gpt2Config,
  weights: new Uint8Array(fileAt(`${folder}/model.safetensors`)),
});

const peer = () => fromGpt2(filesOf("peer"));

describe("a GPT-2 that transformers 5.24.0 made at random and saved", () => {
  test("has the sizes of its config", () => {
    const { config } = peer().model;
    expect(config).toMatchObject({ vocabSize: 17, context: 12, dModel: 8, layers: 2, heads: 2, dMlp: 20 });
    expect(config).toMatchObject({ activation: "gelu-tanh", epsilon: 1e-5, positions: "learned" });
  });

  test("gives the logits, attention and hidden states that PyTorch gives in float64", () => {
    const { model, params } = peer();
    const file = golden("gpt2/peer/golden");
    const ids = file.get("ids");
    expectNear(model.forward(params, ids), file.get("logits"), { within: 3e-6 });
    expectNear(attentionMaps(model, params, ids), file.get("attentions"), { within: 3e-6 });
    // the last of ours is before the final norm, where transformers gives the one after it
    expectNear(hiddenStates(model, params, ids).slice(0, 2), file.get("hidden"), { within: 3e-6 });
  });

  test("has the gradients that PyTorch has in float64", () => {
    const { model, params } = peer();
    const ids = golden("gpt2/peer/golden").get("ids");
    expectNear(model.loss(params, ids), golden("gpt2/peer/golden").get("loss"));
    const ours = gradientsOf(params, (each) => model.loss(each, ids));
    const weights = new Uint8Array(fileAt("peer/gradients.safetensors"));
    const theirs = namedParams(fromGpt2({ config: filesOf("peer").config, weights }).params);
    expect([...ours.keys()]).toEqual([...theirs.keys()]);
    for (const [name, gradient] of theirs) {
      // 0 but for rounding
      if (name.endsWith("key.bias")) expectNear(tf.add(ours.get(name)!, 1), tf.ones([8]));
      else expectNear(ours.get(name)!, gradient, { within: 2e-5 });
    }
  });

  test("loses in training, step by step, what it loses under PyTorch's AdamW in float64", () => {
    const { model, params } = peer();
    const file = golden("gpt2/peer/golden");
    const variables = trainable(params);
    const optimizer = adamW({ learningRate: 0.01, weightDecay: 0.1 });
    const losses = file.get("training").dataSync();
    for (const expected of losses) {
      const cost = optimizer.minimize(() => model.loss(variables, file.get("ids")), true, variablesOf(variables))!;
      expect(cost.dataSync()[0]! / expected).toBeCloseTo(1, 4);
    }
    expect(losses.at(-1)! / losses[0]!).toBeLessThan(0.9);
    tf.disposeVariables();
  });

  test("writes greedily what `generate` of transformers writes, token for token", () => {
    const { model, params } = peer();
    const file = golden("gpt2/peer/golden");
    for (const engine of ["plain", "simd"] as const) {
      const decoder = gptDecoder(model, params, { engine });
      const prompt = [...file.get("prompt").dataSync()];
      const written = generate(decoder, { rng: rng(1), prompt, maxTokens: 9, temperature: 0 });
      expect(written).toEqual([...file.get("greedy").dataSync()]);
    }
  });

  test("is saved as it came: every name, shape and number", () => {
    const { model, params } = peer();
    const [before, after] = [filesOf("peer").weights, toGpt2(model, params).weights].map(decodeSafetensors);
    expect([...after!.tensors.keys()].toSorted()).toEqual([...before!.tensors.keys()].toSorted());
    for (const [name, { shape, data }] of before!.tensors) expect(after!.tensors.get(name)).toEqual({ shape, data });
    expect(fromGpt2(toGpt2(model, params)).model.config).toEqual(model.config);
  });
});

describe("a GPT that was saved here and that transformers 5.24.0 loaded, no name missing or unknown", () => {
  test("is saved as the files say that were loaded", () => {
    const { model, params } = ourGpt2();
    expect(toGpt2(model, params)).toEqual(filesOf("ours"));
  });

  test("has the logits that transformers had", () => {
    const { model, params } = ourGpt2();
    const file = golden("gpt2/ours/golden");
    expectNear(model.forward(params, file.get("ids")), file.get("logits"), { within: 3e-6 });
  });
});

test("names of the first release, without their prefix and with masks, are known", () => {
  const { config, weights } = filesOf("peer");
  const old = new Map(
    [...decodeSafetensors(weights).tensors].map(([name, each]) => [name.replace("transformer.", ""), each]),
  );
  old.set("h.0.attn.bias", { shape: [1, 1, 2, 2], data: Float32Array.of(1, 0, 1, 1) });
  const { params } = fromGpt2({ config, weights: encodeSafetensors(old) });
  expect(namedParams(params).get("blocks.1.mlp.down.weight")!.shape).toEqual([20, 8]);
});

test("what a config leaves out is what GPT-2 has, and what it says is taken", () => {
  const { config, weights } = filesOf("peer");
  const { layer_norm_epsilon, activation_function, ...rest } = config;
  expect([layer_norm_epsilon, activation_function]).toEqual([1e-5, "gelu_new"]);
  expect(fromGpt2({ config: rest, weights }).model.config).toEqual(fromGpt2({ config, weights }).model.config);
  const other = { ...config, layer_norm_epsilon: 0.1, activation_function: "quick_gelu" };
  expect(fromGpt2({ config: other, weights }).model.config).toMatchObject({ epsilon: 0.1, activation: "gelu-sigmoid" });
});

test("weights of 64-bit integers are refused, as numbers that no layer has", () => {
  const { config, weights } = filesOf("peer");
  const whole = new Map(decodeSafetensors(weights).tensors);
  whole.set("transformer.ln_f.bias", { shape: [8], data: new BigInt64Array(8) });
  expect(() => fromGpt2({ config, weights: encodeSafetensors(whole) })).toThrow("fromGpt2 ln_f.bias");
});

describe("what is no GPT-2 is refused", () => {
  test.each([
    [{ model_type: "bert" }, "fromGpt2 model_type: expected gpt2"],
    [{ activation_function: "silu" }, "fromGpt2 activation_function: expected gelu_new"],
    [{ tie_word_embeddings: false }, "fromGpt2 tie_word_embeddings"],
    [{ add_cross_attention: true }, "fromGpt2 add_cross_attention"],
    [{ scale_attn_by_inverse_layer_idx: true }, "fromGpt2 scale_attn_by_inverse_layer_idx"],
    [{ scale_attn_weights: false }, "fromGpt2 scale_attn_weights"],
    [{ n_layer: 3 }, 'fromGpt2 h.2.attn.c_attn.weight: expected shape [8, 24], got "none"'],
    [{ n_layer: 1 }, "fromGpt2 weights: expected only the names of GPT-2"],
    [{ n_inner: 21 }, "fromGpt2 h.0.mlp.c_fc.weight: expected shape [8, 21]"],
    [{ n_head: 3 }, "dModel: expected a multiple of 3 heads"],
  ])("%o", (wrong, message) => {
    const { config, weights } = filesOf("peer");
    expect(() => fromGpt2({ config: { ...config, ...(wrong as Partial<Gpt2Config>) }, weights })).toThrow(message);
  });

  test("models that GPT-2 is not are not saved as one, and a cut file is not read", () => {
    const model = gpt({ vocabSize: 5, dModel: 4, layers: 1, heads: 1, context: 3, positions: "alibi" });
    expect(() => toGpt2(model, model.init({ rng: rng(1) }))).toThrow("toGpt2 model: expected learned positions");
    const { config, weights } = filesOf("peer");
    expect(() => fromGpt2({ config, weights: weights.subarray(0, -4) })).toThrow("expected");
  });
});
