/**
 * Greedy decoding, tokens per second: each engine of lib/backend/decode, and the same GPT in plain C and in PyTorch.
 *
 * One round decodes the whole context once with everybody, each round beginning with another; all must take the same
 * tokens.
 */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { createDecoder, weightShapes } from "../../../lib/backend/decode/index.ts";
import type { DecoderConfig, DecoderWeights, EngineName } from "../../../lib/backend/decode/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { rotate } from "../statistics.ts";

/** 0.8 million parameters: the model that all of the engine's figures speak of. */
const decodeConfig = {
  vocabSize: 96,
  dModel: 128,
  layers: 4,
  heads: 4,
  context: 64,
  activation: "gelu-sigmoid",
  linearBias: false,
  finalNorm: false,
} as const satisfies DecoderConfig;

const engines = ["relaxed", "simd", "plain"] as const satisfies EngineName[];

/** "C" is decode.c, by gcc -O3 -march=native -ffast-math. */
export type DecodeName = (typeof engines)[number] | "C" | "PyTorch";

/** Tokens per second, of each round; or why there are none. */
export type Decoded = Partial<Record<DecodeName, number[] | string>>;

/** Decodes one context. */
type Run = () => Promise<{ seconds: number; tokens: number[] }>;

export interface DecodeOptions {
  rounds: number;
  /** The Python that has PyTorch, or why there is none. */
  torch: { python: string } | { reason: string };
  /** A folder for files that are needed meanwhile. */
  folder: string;
  signal: AbortSignal;
}

/** Measures everybody. Takes about 10 s for 200 rounds on a machine at rest, with PyTorch 20. */
export async function measureDecoding({ rounds, torch, folder, signal }: DecodeOptions): Promise<Decoded> {
  const weights = someWeights(decodeConfig);
  const file = path.join(folder, "decode.weights");
  writeFileSync(file, Buffer.concat(Object.keys(weightShapes(decodeConfig)).map((name) => bytesOf(weights[name]!))));
  await using stack = new AsyncDisposableStack();
  const runs: [DecodeName, Run][] = engines.map((name) => [name, engineRun(weights, name)]);
  const decoded: Decoded = {};
  const peers = {
    C: compileC(folder),
    PyTorch:
      "python" in torch ? [torch.python, path.join(import.meta.dirname, "torch", "decode.py")] : `no ${torch.reason}`,
  } satisfies Partial<Record<DecodeName, string[] | string>>;
  for (const name of ["C", "PyTorch"] as const) {
    const command = peers[name];
    if (typeof command === "string") {
      decoded[name] = command;
      continue;
    }
    const peer = startPeer(name, [...command, file]);
    stack.defer(peer.close);
    runs.push([name, peer.run]);
  }
  let expected: string | undefined;
  // the first rounds fill caches and let V8 compile what is hot
  const warmUp = 10;
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, run] of rotate(runs, round + warmUp)) {
      // these take 15 times as long: a tenth of the rounds
      if ((name === "plain" || name === "PyTorch") && round % 10 !== 0) continue;
      signal.throwIfAborted();
      const result = await run();
      expected ??= result.tokens.join(" ");
      if (result.tokens.join(" ") !== expected)
        throw new Error(`decode: expected the same tokens, got others of ${name}`);
      if (round < 0) continue;
      const speeds = (decoded[name] ??= []) as number[];
      speeds.push(decodeConfig.context / result.seconds);
    }
  }
  return decoded;
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

/** What starts decode.c, or why nothing does. */
function compileC(folder: string): string[] | string {
  const program = path.join(folder, "decode");
  try {
    const source = path.join(import.meta.dirname, "decode.c");
    execFileSync("gcc", ["-O3", "-march=native", "-ffast-math", "-o", program, source, "-lm"], { stdio: "ignore" });
    return [program];
  } catch {
    return "no gcc";
  }
}

/** A program that decodes the context once for each line that it reads. */
function startPeer(name: string, command: readonly string[]): { run: Run; close: () => void } {
  const { vocabSize, dModel, layers, heads, context } = decodeConfig;
  const sizes = [vocabSize, dModel, layers, heads, context].map(String);
  const child = spawn(command[0]!, [...command.slice(1), ...sizes], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write("\n");
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name}: expected a line for each round, got its end`);
      const [seconds, ...tokens] = value.split(" ").map(Number);
      return { seconds: seconds!, tokens };
    },
    close: () => void child.kill("SIGKILL"),
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
