/**
 * tfjs in a process of its own: trains a model for some steps and writes what it measured as one line of JSON.
 * `node train.ts <JSON of TrainOptions>`
 */
import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { backendReport, selectBackend } from "../../../lib/backend/index.ts";
import { fusedOperations } from "./gpt-fused.ts";
import { createGpt, smallGpt } from "./gpt-model.ts";
import type { GptConfig } from "./gpt-model.ts";
import { createUNet } from "./unet-model.ts";

export interface TrainOptions {
  model: "gpt" | "unet";
  steps: number;
  threads: number;
  /** Ours if nothing is said. */
  backend?: "tensorflow";
  config?: Partial<GptConfig>;
  /** The GPT of fused operations. */
  fused?: true;
  /** A file to write the initial weights to, with the batch: float32, then int32. */
  initial?: string;
}

/** What every peer writes. */
export interface Trained {
  /** Each step, in ms. */
  steps: number[];
  /** Of each step before its update, in nats or squared. */
  losses: number[];
  /** The most memory that the process had, in MB. */
  peakMb: number;
  /** Processor time of the whole process, in ms. */
  cpuMs: number;
  /** Of each step, what was not spent in ONNX Runtime, in ms. */
  recording?: number[];
  fallbacks?: string[];
}

const options = JSON.parse(process.argv[2]!) as TrainOptions;
const backend = options.backend ?? "onnx";
const { name, reason } = await selectBackend({ env: { TF_BACKEND: backend }, intraOpThreads: options.threads });
if (name !== backend) throw new Error(reason);
const { weights, loss } = options.model === "gpt" ? gpt({ ...smallGpt, ...options.config }) : createUNet();
const optimizer = tf.train.adam(1e-3);
const trained: Required<Trained> = { steps: [], losses: [], peakMb: 0, cpuMs: 0, recording: [], fallbacks: [] };
for (let step = 0; step < options.steps; step++) {
  backendReport({ reset: true });
  const start = performance.now();
  const cost = optimizer.minimize(loss, true, weights)!;
  trained.losses.push(cost.dataSync()[0]!);
  const timeMs = performance.now() - start;
  cost.dispose();
  trained.steps.push(timeMs);
  const report = backendReport();
  if (!report) continue;
  const { graphs, fallbacks } = report;
  trained.recording.push(timeMs - graphs.runMs - graphs.compileMs);
  for (const { kernel } of fallbacks) if (!trained.fallbacks.includes(kernel)) trained.fallbacks.push(kernel);
}
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
trained.peakMb = maxRSS / 1024;
trained.cpuMs = (userCPUTime + systemCPUTime) / 1000;
process.stdout.write(`${JSON.stringify(trained)}\n`);

function gpt(config: GptConfig): { weights: tf.Variable[]; loss: () => tf.Scalar } {
  const model = options.fused ? createGpt(config, fusedOperations) : createGpt(config);
  const count = config.batch * config.context;
  const ids = Int32Array.from({ length: count }, (_, i) => (i * 7919 + ((i * i) % 31)) % config.vocab);
  const targets = Int32Array.from({ length: count }, (_, i) => ids[(i + 1) % count]!);
  if (options.initial !== undefined) {
    const parts = [...model.weights.map((weight) => weight.dataSync()), ids, targets] as (Float32Array | Int32Array)[];
    writeFileSync(
      options.initial,
      Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
    );
  }
  const [x, y] = [tf.tensor1d(ids), tf.tensor1d(targets)];
  return { weights: model.weights, loss: () => model.loss(x, y) };
}
