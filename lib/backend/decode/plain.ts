/**
 * One token through a GPT, to be read: each function is a formula. Sums are in float64, what is kept is in float32.
 * The cache holds, for each layer, the keys and values of all positions so far, so that a step computes one row of
 * each product instead of all.
 */
import { activationOf } from "./activation.ts";
import type { Architecture } from "./config.ts";
import type { Engine } from "./engine.ts";
import { alibiSlopes, rotaryAngle } from "./positions.ts";
import type { DecoderWeights } from "./weights.ts";

export function plainEngine(architecture: Architecture): Engine {
  const { vocabSize, dModel, layers, heads, context, epsilon, finalNorm, tiedOutput } = architecture;
  const dHead = dModel / heads;
  const activation = activationOf(architecture.activation);
  const slopes = architecture.positions === "alibi" ? alibiSlopes(heads) : Array.from({ length: heads }, () => 0);
  const cache = Array.from({ length: layers }, () => ({
    keys: new Float32Array(context * dModel),
    values: new Float32Array(context * dModel),
  }));
  let weights: DecoderWeights = {};

  /** (x − mean) / √(variance + ε) · gain + bias */
  function norm(x: Float32Array, name: string): Float32Array {
    const gain = weights[`${name}.gain`]!;
    const bias = weights[`${name}.bias`]!;
    const mean = x.reduce((sum, value) => sum + value, 0) / dModel;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / dModel;
    return x.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i]! + bias[i]!);
  }

  /** x · weight + bias */
  function linear(x: Float32Array, name: string): Float32Array {
    const weight = weights[`${name}.weight`]!;
    const bias = weights[`${name}.bias`];
    const columns = weight.length / x.length;
    return Float32Array.from({ length: columns }, (_, o) => {
      let sum = bias?.[o] ?? 0;
      for (let i = 0; i < x.length; i++) sum += x[i]! * weight[i * columns + o]!;
      return sum;
    });
  }

  /** Each head's pairs (a, b) of a query or key become (a cos − b sin, b cos + a sin). */
  function rotate(vector: Float32Array, position: number): void {
    const adjacent = architecture.rotaryPairs === "adjacent";
    for (let start = 0; start < dModel; start += dHead) {
      for (let pair = 0; pair < dHead / 2; pair++) {
        const angle = rotaryAngle(position, pair, architecture);
        const first = start + (adjacent ? 2 * pair : pair);
        const second = first + (adjacent ? 1 : dHead / 2);
        const [a, b] = [vector[first]!, vector[second]!];
        vector[first] = a * Math.cos(angle) - b * Math.sin(angle);
        vector[second] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
  }

  /** Σ softmax(query · key / √dHead − slope · distance) · value over the positions up to this one, for each head. */
  function attend(query: Float32Array, { keys, values }: (typeof cache)[number], position: number): Float32Array {
    const mixed = new Float32Array(dModel);
    for (let head = 0; head < heads; head++) {
      const scores: number[] = [];
      for (let at = 0; at <= position; at++) {
        let product = 0;
        for (let i = head * dHead; i < (head + 1) * dHead; i++) product += query[i]! * keys[at * dModel + i]!;
        scores.push(product / Math.sqrt(dHead) - slopes[head]! * (position - at));
      }
      const highest = scores.reduce((a, b) => Math.max(a, b));
      const exps = scores.map((score) => Math.exp(score - highest));
      const total = exps.reduce((a, b) => a + b);
      for (let i = head * dHead; i < (head + 1) * dHead; i++) {
        let sum = 0;
        for (let at = 0; at <= position; at++) sum += exps[at]! * values[at * dModel + i]!;
        mixed[i] = sum / total;
      }
    }
    return mixed;
  }

  function tiedLogits(x: Float32Array): Float32Array {
    return Float32Array.from({ length: vocabSize }, (_, token) => {
      let sum = 0;
      for (let i = 0; i < dModel; i++) sum += x[i]! * weights["wte"]![token * dModel + i]!;
      return sum;
    });
  }

  return {
    load(given) {
      weights = Object.fromEntries(Object.entries(given).map(([name, array]) => [name, array.slice()]));
    },
    step(token, position, wanted) {
      let x: Float32Array = weights["wte"]!.slice(token * dModel, (token + 1) * dModel);
      if (architecture.positions === "learned")
        x = plus(x, weights["wpe"]!.subarray(position * dModel, (position + 1) * dModel));
      for (const [l, layer] of cache.entries()) {
        const qkv = linear(norm(x, `h${l}.ln1`), `h${l}.qkv`);
        const [query, key, value] = [0, 1, 2].map((part) => qkv.subarray(part * dModel, (part + 1) * dModel));
        if (architecture.positions === "rotary") for (const each of [query!, key!]) rotate(each, position);
        layer.keys.set(key!, position * dModel);
        layer.values.set(value!, position * dModel);
        x = plus(x, linear(attend(query!, layer, position), `h${l}.proj`));
        const hidden = linear(norm(x, `h${l}.ln2`), `h${l}.up`).map(activation);
        x = plus(x, linear(hidden, `h${l}.down`));
      }
      if (!wanted) return undefined;
      if (finalNorm) x = norm(x, "lnF");
      return tiedOutput ? tiedLogits(x) : linear(x, "output");
    },
  };
}

function plus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]!);
}
