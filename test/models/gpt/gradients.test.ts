/**
 * Gradients against central differences in float64 of the formulas, written apart from lib (test/backend/decode/oracle.ts):
 * for the kinds of GPT that transformers' GPT-2 is not. That one's gradients are compared in hugging-face.test.ts.
 */
import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { gpt, mapParams, namedParams, normal } from "../../../lib/models/index.ts";
import { gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";
import { oracleOf } from "./oracle.ts";

beforeEach(startCpu);

const small: DecoderConfig = { vocabSize: 7, dModel: 8, layers: 2, heads: 2, context: 5, dMlp: 6 };
const step = 1e-5;

/** Mean of −log p(next), as the loss is defined. */
function surprise(logits: readonly number[][], next: readonly number[]): number {
  const each = logits.map((row, i) => {
    const highest = Math.max(...row);
    return highest + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - highest), 0)) - row[next[i]!]!;
  });
  return each.reduce((a, b) => a + b) / each.length;
}

test.each([
  { positions: "rotary" },
  { positions: "rotary", rotaryPairs: "halves" },
  { positions: "alibi", activation: "gelu" },
  { positions: "none", linearBias: false, tiedOutput: false, activation: "gelu-sigmoid" },
  { finalNorm: false, epsilon: 0.1 },
] as const)("three numbers of every parameter: %o", (kind) => {
  const config = { ...small, ...kind };
  const model = gpt(config);
  const chance = rng(3);
  const params = mapParams(model.init({ rng: chance }), ({ shape }) => normal(shape, { rng: chance, std: 0.5 }));
  const ids = [3, 1, 4, 1, 5, 6];
  const [read, next] = [ids.slice(0, -1), ids.slice(1)];
  const numbers = new Map([...namedParams(params)].map(([name, leaf]) => [name, Float64Array.from(leaf.dataSync())]));
  const lossAt = (name: string, { at, by }: { at: number; by: number }): number => {
    const array = numbers.get(name)!;
    const moved = new Map(numbers).set(name, array.with(at, array[at]! + by));
    return surprise(oracleOf(config, moved, read), next);
  };
  const gradients = gradientsOf(params, (each) => model.loss(each, tf.tensor2d([ids], undefined, "int32")));
  for (const [name, gradient] of gradients) {
    const slopes = gradient.dataSync();
    for (let draw = 0; draw < 3; draw++) {
      const at = chance.int(slopes.length);
      const difference = (lossAt(name, { at, by: step }) - lossAt(name, { at, by: -step })) / (2 * step);
      expect(Math.abs(slopes[at]! - difference), `${name}[${at}]`).toBeLessThan(2e-6 + 2e-5 * Math.abs(difference));
    }
  }
});
