/**
 * Greedy decoding, tokens per second: each engine of lib/backend/decode, and the same GPT in plain C.
 *
 *   node scripts/bench/decode.ts          print the table
 *
 * One round decodes the whole context once with everybody, each round beginning with another; all must take the same
 * tokens. The figures to compare are medians: what else the machine does falls on all of them.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { createDecoder, weightShapes } from "../../lib/backend/decode/index.ts";
import type { DecoderConfig, DecoderWeights, EngineName } from "../../lib/backend/decode/index.ts";
import { rng } from "../../lib/core/index.ts";
import { median, rotate } from "./statistics.ts";

/** 0.8 million parameters: the model that all of the engine's figures speak of. */
export const decodeConfig = {
  vocabSize: 96,
  dModel: 128,
  layers: 4,
  heads: 4,
  context: 64,
  activation: "gelu-sigmoid",
  linearBias: false,
  finalNorm: false,
} as const satisfies DecoderConfig;

/** "C" is decode.c, by gcc -O3 -march=native -ffast-math. */
export type DecodeName = EngineName | "C";

export interface DecodeSpeed {
  /** Tokens per second, median and highest of all rounds. */
  median: number;
  best: number;
}

export interface DecodeResult {
  /** A speed, or why there is none. */
  speeds: Record<DecodeName, DecodeSpeed | string>;
  rounds: number;
  /** The machine's load average of the last minute, before and after; the measurement itself adds 1. */
  load: [number, number];
}

/** Decodes one context. */
type Run = () => Promise<{ seconds: number; tokens: number[] }>;

export interface DecodeOptions {
  rounds?: number;
}

/** Tokens per second of everybody. Takes about 10 s on a machine at rest. */
export async function measure({ rounds = 200 }: DecodeOptions = {}): Promise<DecodeResult> {
  const weights = someWeights(decodeConfig);
  const load = os.loadavg()[0]!;
  const engines: EngineName[] = ["relaxed", "simd", "plain"];
  const runs: [DecodeName, Run][] = engines.map((name) => [name, engineRun(weights, name)]);
  await using stack = new AsyncDisposableStack();
  const peer = startPeer(weights);
  if (typeof peer !== "string") {
    stack.defer(peer.close);
    runs.push(["C", peer.run]);
  }
  const seconds = new Map<DecodeName, number[]>();
  let expected: string | undefined;
  // the first rounds fill caches and let V8 compile what is hot
  const warmUp = 10;
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, run] of rotate(runs, round + warmUp)) {
      // the readable engine is 15 times slower: a tenth of the rounds
      if (name === "plain" && round % 10 !== 0) continue;
      const result = await run();
      expected ??= result.tokens.join(" ");
      if (result.tokens.join(" ") !== expected)
        throw new Error(`decode: expected the same tokens, got others of ${name}`);
      if (round >= 0) seconds.set(name, [...(seconds.get(name) ?? []), result.seconds]);
    }
  }
  const speedOf = (name: DecodeName): DecodeSpeed | string => {
    const times = seconds.get(name);
    if (!times) return typeof peer === "string" ? peer : "not measured";
    return { median: decodeConfig.context / median(times), best: decodeConfig.context / Math.min(...times) };
  };
  const speeds = { relaxed: speedOf("relaxed"), simd: speedOf("simd"), plain: speedOf("plain"), C: speedOf("C") };
  return { speeds, rounds, load: [load, os.loadavg()[0]!] };
}

function engineRun(weights: DecoderWeights, engine: EngineName): Run {
  const decoder = createDecoder(weights, decodeConfig, { engine });
  return async () => {
    decoder.reset();
    const tokens: number[] = [];
    const start = performance.now();
    for (let token = 1; tokens.length < decodeConfig.context; tokens.push(token)) {
      token = highest(decoder.logits(token));
    }
    return { seconds: (performance.now() - start) / 1000, tokens };
  };
}

function highest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** decode.c, compiled and waiting for a line; or why it is not. */
function startPeer(weights: DecoderWeights): { run: Run; close: () => void } | string {
  const cache = path.join(import.meta.dirname, "..", "..", ".cache", "bench");
  const [program, file] = [path.join(cache, "decode"), path.join(cache, "decode.weights")];
  const source = path.join(import.meta.dirname, "decode.c");
  mkdirSync(cache, { recursive: true });
  try {
    const flags = ["-O3", "-march=native", "-ffast-math"];
    execFileSync("gcc", [...flags, "-o", program, source, "-lm"], { stdio: "ignore" });
  } catch {
    return "no gcc";
  }
  writeFileSync(file, Buffer.concat(Object.keys(weightShapes(decodeConfig)).map((name) => bytesOf(weights[name]!))));
  const { vocabSize, dModel, layers, heads, context } = decodeConfig;
  const sizes = [vocabSize, dModel, layers, heads, context].map(String);
  const child = spawn(program, [file, ...sizes], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write("\n");
      const { value, done } = await lines.next();
      if (done) throw new Error("decode.c: expected a line for each round, got its end");
      const [seconds, ...tokens] = value.split(" ").map(Number);
      return { seconds: seconds!, tokens };
    },
    close() {
      child.kill();
      rmSync(file, { force: true });
    },
  };
}

function bytesOf(array: Float32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Random, and large enough that tokens differ. */
function someWeights(config: DecoderConfig): Record<string, Float32Array> {
  const random = rng(1);
  return Object.fromEntries(
    Object.entries(weightShapes(config)).map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const scale = name.endsWith(".weight") ? 0.12 : 0.02;
      const mean = name.endsWith(".gain") ? 1 : 0;
      return [name, Float32Array.from({ length }, () => mean + scale * random.normal())];
    }),
  );
}

if (import.meta.main) {
  const { speeds, rounds, load } = await measure();
  const c = speeds.C;
  for (const [name, speed] of Object.entries(speeds)) {
    if (typeof speed === "string") console.log(`${name.padEnd(8)} ${speed}`);
    else {
      const ratio =
        typeof c === "string"
          ? ""
          : `  ÷ C ${(speed.median / c.median).toFixed(2)} ${(speed.best / c.best).toFixed(2)}`;
      const [middle, best] = [speed.median, speed.best].map((value) => Math.round(value).toLocaleString("en-US"));
      console.log(`${name.padEnd(8)} ${middle!.padStart(7)} tokens/s median, ${best!.padStart(7)} best${ratio}`);
    }
  }
  console.log(`${rounds} rounds; load ${load.map((value) => value.toFixed(1)).join(" before and ")} after`);
}
