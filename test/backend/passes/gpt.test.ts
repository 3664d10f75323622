/** A whole model as it is written in plain tfjs: what of it is recognised, and that it trains as on the cpu backend. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { backendName, backendReport } from "../../../lib/backend/index.ts";
import { fusedOperations } from "../../../scripts/bench/engine/gpt-fused.ts";
import { createGpt } from "../../../scripts/bench/engine/gpt-model.ts";
import type { Operations } from "../../../scripts/bench/engine/gpt-model.ts";
import { expectClose } from "../on-both.ts";
import { startEngine } from "../start.ts";
import { operatorsOf } from "./operators.ts";

beforeAll(startEngine);

const config = { vocab: 11, dModel: 8, layers: 2, heads: 2, context: 5, batch: 2 };

function train(backend: string, operations?: Operations): number[] {
  tf.setBackend(backend);
  const { weights, loss } = operations ? createGpt(config, operations) : createGpt(config);
  const ids = tf.tensor1d([1, 2, 3, 4, 5, 9, 8, 7, 6, 10], "int32");
  const targets = tf.tensor1d([2, 3, 4, 5, 6, 8, 7, 6, 5, 9], "int32");
  const optimizer = tf.train.adam(0.01);
  const losses = Array.from({ length: 6 }, () => {
    const cost = optimizer.minimize(() => loss(ids, targets), true, weights)!;
    return tf.tidy(() => cost.dataSync()[0]!);
  });
  tf.setBackend(backendName);
  return losses;
}

test("a GPT in plain tfjs trains as on the cpu backend, with every layer norm and GELU as an operator, in one graph", () => {
  backendReport({ reset: true });
  let ours: number[] = [];
  const types = operatorsOf(() => (ours = train(backendName)));
  const count = (type: string): number => types.filter((each) => each === type).length;
  const layerNorms = 2 * config.layers;
  expect(count("LayerNormalization")).toBe(layerNorms);
  // one forward, one in the gradient
  expect(count("QuickGelu")).toBe(2 * config.layers);
  // of the readable forms nothing is left
  expect([count("ReduceMean"), count("Pow")]).toEqual([0, 0]);
  const { fallbacks, graphs } = backendReport()!;
  expect(fallbacks).toEqual([]);
  // the weights' first values, and the step
  expect(graphs.compiled).toBeLessThanOrEqual(2);
  expectClose(ours, train("cpu"), { relative: 1e-4 });
});

test("the same GPT of fused operations has the same losses, here and on the cpu backend", () => {
  const plain = train(backendName);
  backendReport({ reset: true });
  expectClose(train(backendName, fusedOperations), plain, { relative: 1e-4 });
  expect(backendReport()!.fallbacks).toEqual([]);
  expectClose(train("cpu", fusedOperations), plain, { relative: 1e-4 });
});
